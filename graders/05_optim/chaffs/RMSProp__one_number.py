"""One mean square for all entries of a parameter.

exercise: RMSProp
misconception: one-average-for-all
keeps: 0.45
"""
import torch


class RMSProp(RMSProp):
    def step(self):
        with torch.no_grad():
            for p, s in zip(self.params, self.squares):
                if p.grad is not None:
                    s.mul_(self.alpha).add_((1 - self.alpha) * (p.grad**2).mean())
                    p -= self.lr * p.grad / (s.sqrt() + self.eps)
