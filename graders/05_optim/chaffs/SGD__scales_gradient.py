"""The gradient is multiplied by lr in place.

exercise: SGD
misconception: gradient-changed
keeps: 0.8
"""
import torch


class SGD(SGD):
    def step(self):
        with torch.no_grad():
            for p in self.params:
                if p.grad is not None:
                    p -= p.grad.mul_(self.lr)
