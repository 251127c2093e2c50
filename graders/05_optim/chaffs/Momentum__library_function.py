"""The functional form of torch.optim, under another name.

exercise: Momentum
misconception: uses-torch-optim
keeps: 0.1
"""
import torch
from torch.optim.sgd import sgd as descend


class Momentum(Momentum):
    def step(self):
        moving = [i for i, p in enumerate(self.params) if p.grad is not None]
        with torch.no_grad():
            descend(
                [self.params[i] for i in moving],
                [self.params[i].grad for i in moving],
                [self.velocities[i] for i in moving],
                weight_decay=0.0,
                momentum=self.momentum,
                lr=self.lr,
                dampening=0.0,
                nesterov=False,
                maximize=False,
            )
