"""torch.optim's base class, with a step of its own.

exercise: SGD
misconception: uses-torch-optim
keeps: 0.15
"""
import torch


class SGD(torch.optim.Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    p -= group["lr"] * p.grad
