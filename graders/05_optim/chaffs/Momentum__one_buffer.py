"""One velocity for all parameters.

exercise: Momentum
misconception: shared-buffer
keeps: 0.45
"""
import torch


class Momentum(Momentum):
    velocity = 0.0

    def step(self):
        with torch.no_grad():
            for p in self.params:
                if p.grad is not None:
                    old = self.velocity if torch.is_tensor(self.velocity) and self.velocity.shape == p.shape else 0.0
                    self.velocity = self.momentum * old + p.grad
                    p -= self.lr * self.velocity
