"""A list that holds one and the same tensor of zeros.

exercise: Momentum
misconception: shared-buffer
keeps: 0.45
"""
import torch


class Momentum(Momentum):
    def __init__(self, params, lr, momentum=0.9):
        super().__init__(params, lr, momentum)
        zeros = {p.shape: torch.zeros_like(p) for p in self.params}
        self.velocities = [zeros[p.shape] for p in self.params]
