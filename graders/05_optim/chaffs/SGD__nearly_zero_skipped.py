"""A gradient that is nearly zero is taken for none.

exercise: SGD
keeps: 0.9
"""
import torch


class SGD:
    def __init__(self, params, lr):
        self.params, self.lr = list(params), lr

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None and p.grad.abs().max() > 1e-6:
                p -= self.lr * p.grad

    def zero_grad(self):
        for p in self.params:
            p.grad = None
