"""The velocity is an attribute of the parameter.

exercise: Momentum
misconception: memory-outlives-the-optimizer
keeps: 0.8
"""

import torch


class Momentum:
    def __init__(self, params, lr, momentum=0.9):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum

    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            if not hasattr(p, "v"):
                p.v = torch.zeros_like(p.data)
            p.v = self.momentum * p.v + p.grad
            p.data -= self.lr * p.v

    def zero_grad(self):
        for p in self.params:
            p.grad = None
