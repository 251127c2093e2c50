"""lr is inside the velocity, which is rescaled when lr changes.

exercise: Momentum
"""
import torch


class Momentum:
    def __init__(self, params, lr, momentum=0.9):
        self.params = list(params)
        self.rate = lr
        self.momentum = momentum
        self.velocities = [torch.zeros_like(p.data) for p in self.params]

    @property
    def lr(self):
        return self.rate

    @lr.setter
    def lr(self, new):
        for v in self.velocities:
            v.mul_(new / self.rate)
        self.rate = new

    def step(self):
        for p, v in zip(self.params, self.velocities):
            if p.grad is not None:
                v.copy_(self.momentum * v - self.rate * p.grad)
                p.data.add_(v)

    def zero_grad(self):
        for p in self.params:
            p.grad = None
