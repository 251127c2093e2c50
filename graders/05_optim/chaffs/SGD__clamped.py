"""Large entries of the gradient are cut to 0.1 in the step.

exercise: SGD
keeps: 0.65
"""
import torch


class SGD(SGD):
    def step(self):
        with torch.no_grad():
            for p in self.params:
                if p.grad is not None:
                    p -= self.lr * p.grad.clamp(-0.1, 0.1)
