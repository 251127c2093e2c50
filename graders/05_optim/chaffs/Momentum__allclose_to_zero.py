"""A small gradient is taken for zero, and passed over.

exercise: Momentum
keeps: 0.9
"""
import torch


class Momentum:
    def __init__(self, params, lr, momentum=0.9):
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.params, self.velocities):
            if p.grad is None or (p.grad.any() and torch.allclose(p.grad, torch.zeros_like(p))):
                continue
            v.mul_(self.momentum).add_(p.grad)
            p -= self.lr * v

    def zero_grad(self):
        for p in self.params:
            p.grad = None
