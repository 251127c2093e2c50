"""Velocities in a dict, made when they are first needed.

exercise: Momentum
"""
import torch


class Momentum:
    def __init__(self, params, lr, momentum=0.9):
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.state = {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            if p not in self.state:
                self.state[p] = p.grad.clone()
            else:
                self.state[p] = self.momentum * self.state[p] + p.grad
            p.sub_(self.state[p], alpha=self.lr)

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad.zero_()
