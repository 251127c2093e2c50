"""The gradient is divided by its length.

exercise: SGD
keeps: 0.35
"""
import torch


class SGD(SGD):
    def step(self):
        with torch.no_grad():
            for p in self.params:
                if p.grad is not None:
                    p -= self.lr * p.grad / p.grad.norm()
