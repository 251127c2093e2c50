"""A gradient of None ends in an error.

exercise: Momentum
misconception: grad-none-crashes
keeps: 0.85
"""
import torch


class Momentum(Momentum):
    def step(self):
        with torch.no_grad():
            for p, v in zip(self.params, self.velocities):
                v.mul_(self.momentum).add_(p.grad)
                p -= self.lr * v
