"""Each step goes by lr against the sign of the gradient, as the first one does.

exercise: Adam
keeps: 0.15
"""
import torch


class Adam(Adam):
    def step(self):
        with torch.no_grad():
            for p in self.params:
                if p.grad is not None:
                    p -= self.lr * p.grad / (p.grad.abs() + self.eps)
