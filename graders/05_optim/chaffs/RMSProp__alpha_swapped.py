"""alpha weighs the new square.

exercise: RMSProp
misconception: alpha-swapped
keeps: 0.5
"""
import torch


class RMSProp(RMSProp):
    def step(self):
        with torch.no_grad():
            for p, s in zip(self.params, self.squares):
                if p.grad is not None:
                    s.mul_(1 - self.alpha).add_(self.alpha * p.grad**2)
                    p -= self.lr * p.grad / (s.sqrt() + self.eps)
