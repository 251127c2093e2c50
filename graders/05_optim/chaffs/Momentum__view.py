"""Views of parameters as vectors, which not every layout allows.

exercise: Momentum
keeps: 0.85
"""
import torch


class Momentum:
    def __init__(self, params, lr, momentum=0.9):
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.velocities = [torch.zeros(p.numel()) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.params, self.velocities):
            if p.grad is not None:
                v.mul_(self.momentum).add_(p.grad.reshape(-1))
                p.view(-1).sub_(self.lr * v)

    def zero_grad(self):
        for p in self.params:
            p.grad = None
