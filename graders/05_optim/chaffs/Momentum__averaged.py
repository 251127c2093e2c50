"""The new gradient comes in with 1 - momentum.

exercise: Momentum
misconception: averaged-gradient
keeps: 0.525
"""
import torch


class Momentum(Momentum):
    def step(self):
        with torch.no_grad():
            for p, v in zip(self.params, self.velocities):
                if p.grad is not None:
                    v.mul_(self.momentum).add_((1 - self.momentum) * p.grad)
                    p -= self.lr * v
