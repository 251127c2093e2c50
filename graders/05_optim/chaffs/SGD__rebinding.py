"""A new tensor in place of the changed parameter.

exercise: SGD
misconception: rebinding
keeps: 0.35
"""
import torch


class SGD(SGD):
    def step(self):
        with torch.no_grad():
            for p in self.params:
                if p.grad is not None:
                    p = p - self.lr * p.grad
