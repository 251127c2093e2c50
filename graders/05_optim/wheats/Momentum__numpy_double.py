"""Velocities in NumPy and in double precision.

exercise: Momentum
"""

import torch


class Momentum:
    def __init__(self, params, lr, momentum=0.9):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum

        self.state = {}

    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            g = p.grad.numpy().astype("float64")
            v = self.momentum * self.state.get(id(p), 0.0) + g
            self.state[id(p)] = v
            p.data = p.data - torch.as_tensor(self.lr * v).to(p.dtype)

    def zero_grad(self):
        for p in self.params:
            p.grad = None
