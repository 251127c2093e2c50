"""The first parameter without a gradient ends the step.

exercise: SGD
keeps: 0.9
"""
import torch


class SGD(SGD):
    def step(self):
        with torch.no_grad():
            for p in self.params:
                if p.grad is None:
                    return
                p -= self.lr * p.grad
