"""The first velocity is the gradient itself, and changes with it.

exercise: Momentum
misconception: gradient-changed
keeps: 0.85
"""
import torch


class Momentum(Momentum):
    def __init__(self, params, lr, momentum=0.9):
        super().__init__(params, lr, momentum)
        self.velocities = [None for _ in self.params]

    def step(self):
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    if self.velocities[i] is None:
                        self.velocities[i] = p.grad
                    else:
                        self.velocities[i].mul_(self.momentum).add_(p.grad)
                    p -= self.lr * self.velocities[i]
