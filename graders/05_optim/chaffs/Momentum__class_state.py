"""The velocities belong to the class.

exercise: Momentum
keeps: 0.75
"""
import torch


class Momentum(Momentum):
    velocities = {}

    def __init__(self, params, lr, momentum=0.9):
        self.params, self.lr, self.momentum = list(params), lr, momentum

    def step(self):
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    old = self.velocities.get((i, p.shape), 0)
                    self.velocities[i, p.shape] = self.momentum * old + p.grad
                    p -= self.lr * self.velocities[i, p.shape]
