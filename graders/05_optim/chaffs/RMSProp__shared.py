"""One average for all parameters of a shape.

exercise: RMSProp
misconception: shared-buffer
keeps: 0.45
"""
import torch


class RMSProp(RMSProp):
    def __init__(self, params, lr, alpha=0.99, eps=1e-8):
        super().__init__(params, lr, alpha, eps)
        zeros = {p.shape: torch.zeros_like(p) for p in self.params}
        self.squares = [zeros[p.shape] for p in self.params]
