"""The learning rate is inside the velocity.

exercise: Momentum
misconception: lr-inside-velocity
keeps: 0.9
"""
import torch


class Momentum(Momentum):
    def step(self):
        with torch.no_grad():
            for p, v in zip(self.params, self.velocities):
                if p.grad is not None:
                    v.mul_(self.momentum).add_(self.lr * p.grad)
                    p -= v
