"""The step is made with the average before this gradient came in.

exercise: RMSProp
misconception: average-too-late
keeps: 0.45
"""
import torch


class RMSProp(RMSProp):
    def step(self):
        with torch.no_grad():
            for p, s in zip(self.params, self.squares):
                if p.grad is not None:
                    p -= self.lr * p.grad / (s.sqrt() + self.eps)
                    s.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
