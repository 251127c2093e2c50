"""The generator is used up by the velocities.

exercise: Momentum
misconception: generator-used-up
keeps: 0.65
"""
import torch


class Momentum(Momentum):
    def __init__(self, params, lr, momentum=0.9):
        self.params, self.lr, self.momentum = params, lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.params]
