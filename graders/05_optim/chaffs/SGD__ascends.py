"""Uphill.

exercise: SGD
misconception: step-ascends
keeps: 0.4
"""
import torch


class SGD(SGD):
    def step(self):
        with torch.no_grad():
            for p in self.params:
                if p.grad is not None:
                    p += self.lr * p.grad
