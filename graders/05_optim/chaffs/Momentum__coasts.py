"""A parameter without a gradient goes on with its old velocity.

exercise: Momentum
misconception: moves-without-gradient
keeps: 0.9
"""
import torch


class Momentum(Momentum):
    def step(self):
        with torch.no_grad():
            for p, v in zip(self.params, self.velocities):
                v.mul_(self.momentum)
                if p.grad is not None:
                    v.add_(p.grad)
                p -= self.lr * v
