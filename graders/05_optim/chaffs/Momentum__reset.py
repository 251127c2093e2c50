"""The velocity is made anew in every step.

exercise: Momentum
misconception: velocity-reset
keeps: 0.325
"""
import torch


class Momentum(Momentum):
    def step(self):
        with torch.no_grad():
            for p, v in zip(self.params, self.velocities):
                if p.grad is not None:
                    v = torch.zeros_like(p)
                    v = self.momentum * v + p.grad
                    p -= self.lr * v
