"""Uphill.

exercise: Momentum
misconception: step-ascends
keeps: 0.4
"""
import torch


class Momentum(Momentum):
    def step(self):
        with torch.no_grad():
            for p, v in zip(self.params, self.velocities):
                if p.grad is not None:
                    v.mul_(self.momentum).add_(p.grad)
                    p += self.lr * v
