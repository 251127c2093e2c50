"""The average starts at zero in every step.

exercise: RMSProp
keeps: 0.4
"""
import torch


class RMSProp(RMSProp):
    def step(self):
        with torch.no_grad():
            for p, s in zip(self.params, self.squares):
                if p.grad is not None:
                    s = (1 - self.alpha) * p.grad**2
                    p -= self.lr * p.grad / (s.sqrt() + self.eps)
