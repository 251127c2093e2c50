"""One long vector holds the velocities of all parameters.

exercise: Momentum
"""

import torch


class Momentum:
    def __init__(self, params, lr, momentum=0.9):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum

        self.v = torch.zeros(sum(p.numel() for p in self.params))

    def step(self):
        start = 0
        for p in self.params:
            end = start + p.numel()
            if p.grad is not None:
                v = self.v[start:end]
                v *= self.momentum
                v += p.grad.reshape(-1)
                p.data -= self.lr * v.view_as(p)
            start = end

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad = p.grad * 0
