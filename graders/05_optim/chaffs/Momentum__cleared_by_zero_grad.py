"""zero_grad clears the velocities too.

exercise: Momentum
misconception: velocity-reset
keeps: 0.65
"""

import torch


class Momentum:
    def __init__(self, params, lr, momentum=0.9):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum

        self.v = [torch.zeros_like(p) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.v[i] = self.momentum * self.v[i] + p.grad
            p.data -= self.lr * self.v[i]

    def zero_grad(self):
        for i, p in enumerate(self.params):
            p.grad = None
            self.v[i].zero_()
