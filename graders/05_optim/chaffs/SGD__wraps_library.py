"""torch.optim does the work.

exercise: SGD
misconception: uses-torch-optim
keeps: 0.15
"""
import torch


class SGD:
    def __init__(self, params, lr):
        self.optimizer = torch.optim.SGD(params, lr=lr)
        self.lr = lr

    def step(self):
        self.optimizer.step()

    def zero_grad(self):
        self.optimizer.zero_grad()
