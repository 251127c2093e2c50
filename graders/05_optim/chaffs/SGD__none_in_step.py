"""step takes every gradient for granted.

exercise: SGD
misconception: grad-none-crashes
keeps: 0.85
"""
import torch


class SGD(SGD):
    def step(self):
        with torch.no_grad():
            for p in self.params:
                p -= self.lr * p.grad
