"""step takes every gradient for granted.

exercise: SGD
misconception: grad-none-crashes
"""
import torch


class SGD(SGD):
    def step(self):
        with torch.no_grad():
            for p in self.params:
                p -= self.lr * p.grad
