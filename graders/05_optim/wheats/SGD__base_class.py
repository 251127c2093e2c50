"""A small base class of the student's own, copy_ for the update.

exercise: SGD
"""
import torch


class _Base:
    def __init__(self, params, lr):
        self.lr = lr
        self.params = []
        self.params.extend(params)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        torch.set_grad_enabled(False)
        for p in self.params:
            if p.grad is not None:
                p.copy_(self.updated(p))
        torch.set_grad_enabled(True)


class SGD(_Base):
    def updated(self, p):
        return p - p.grad * self.lr
