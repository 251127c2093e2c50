"""One pair of averages for all parameters of a shape.

exercise: Adam
misconception: shared-buffer
keeps: 0.4
"""
import torch


class Adam(Adam):
    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8):
        super().__init__(params, lr, betas, eps)
        for name in ("means", "squares"):
            zeros = {p.shape: torch.zeros_like(p) for p in self.params}
            setattr(self, name, [zeros[p.shape] for p in self.params])
