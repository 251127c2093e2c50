"""eps is added before the root.

exercise: RMSProp
misconception: eps-inside-root
keeps: 0.8
"""
import torch


class RMSProp(RMSProp):
    def step(self):
        with torch.no_grad():
            for p, s in zip(self.params, self.squares):
                if p.grad is not None:
                    s.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
                    p -= self.lr * p.grad / torch.sqrt(s + self.eps)
