"""One velocity for all parameters, which fails for several shapes.

exercise: Momentum
misconception: shared-buffer
keeps: 0.4
"""
import torch


class Momentum(Momentum):
    velocity = 0.0

    def step(self):
        with torch.no_grad():
            for p in self.params:
                if p.grad is not None:
                    self.velocity = self.momentum * self.velocity + p.grad
                    p -= self.lr * self.velocity
