"""The root is missing.

exercise: RMSProp
misconception: root-missing
keeps: 0.4
"""
import torch


class RMSProp(RMSProp):
    def step(self):
        with torch.no_grad():
            for p, s in zip(self.params, self.squares):
                if p.grad is not None:
                    s.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
                    p -= self.lr * p.grad / (s + self.eps)
