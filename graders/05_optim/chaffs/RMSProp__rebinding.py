"""A new tensor in place of the changed parameter.

exercise: RMSProp
misconception: rebinding
keeps: 0.3
"""
import torch


class RMSProp(RMSProp):
    def step(self):
        with torch.no_grad():
            for p, s in zip(self.params, self.squares):
                if p.grad is not None:
                    s.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
                    p = p - self.lr * p.grad / (s.sqrt() + self.eps)
