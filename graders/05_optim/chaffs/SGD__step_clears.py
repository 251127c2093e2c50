"""step clears the gradients after itself.

exercise: SGD
misconception: step-clears-gradient
keeps: 0.85
"""
import torch


class SGD(SGD):
    def step(self):
        with torch.no_grad():
            for p in self.params:
                if p.grad is not None:
                    p -= self.lr * p.grad
                    p.grad = None
