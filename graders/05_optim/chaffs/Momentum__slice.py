"""Writes with slices, which a single number has not.

exercise: Momentum
misconception: single-number
keeps: 0.85
"""
import torch
class Momentum:
    def __init__(self, params, lr, momentum=0.9):
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.v = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.params, self.v):
            if p.grad is not None:
                v[:] = self.momentum * v + p.grad
                p[:] -= self.lr * v

    def zero_grad(self):
        for p in self.params:
            p.grad = None

