"""The squares are added up, as in Adagrad.

exercise: RMSProp
misconception: squares-summed
keeps: 0.45
"""
import torch


class RMSProp(RMSProp):
    def step(self):
        with torch.no_grad():
            for p, s in zip(self.params, self.squares):
                if p.grad is not None:
                    s.add_(p.grad**2)
                    p -= self.lr * p.grad / (s.sqrt() + self.eps)
