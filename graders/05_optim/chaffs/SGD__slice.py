"""Writes into all of a parameter with a slice, which a single number has not.

exercise: SGD
misconception: single-number
keeps: 0.85
"""
import torch
class SGD:
    def __init__(self, params, lr):
        self.params, self.lr = list(params), lr

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                p[:] = p - self.lr * p.grad

    def zero_grad(self):
        for p in self.params:
            p.grad = None

