"""Averages in NumPy and in double precision.

exercise: Adam
"""

import numpy as np
import torch


class Adam:
    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8):
        self.params = list(params)
        self.lr = lr
        self.b1, self.b2 = betas
        self.eps = eps
        self.t = 0
        self.m = [torch.zeros_like(p) for p in self.params]
        self.s = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        self.t += 1
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad
            g = g.numpy().astype(np.float64)
            self.m[i] = np.asarray(self.m[i]) * self.b1 + (1 - self.b1) * g
            self.s[i] = np.asarray(self.s[i]) * self.b2 + (1 - self.b2) * g**2
            step = (
                self.lr
                * (self.m[i] / (1 - np.power(self.b1, self.t)))
                / (np.sqrt(self.s[i] / (1 - np.power(self.b2, self.t))) + self.eps)
            )
            p.copy_(torch.from_numpy(np.asarray(p.numpy() - step)))
