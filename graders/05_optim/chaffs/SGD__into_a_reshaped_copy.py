"""Writes into a vector, which is a copy where the parameter is not contiguous.

exercise: SGD
misconception: copy-changed
keeps: 0.8
"""
import torch


class SGD:
    def __init__(self, params, lr):
        self.params, self.lr = list(params), lr

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                flat = p.reshape(-1)
                flat -= self.lr * p.grad.reshape(-1)

    def zero_grad(self):
        for p in self.params:
            p.grad = None
