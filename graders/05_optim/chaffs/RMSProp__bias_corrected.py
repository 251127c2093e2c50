"""Corrected for the start at zero, as Adam does.

exercise: RMSProp
misconception: average-corrected
keeps: 0.5
"""

import torch


class RMSProp:
    def __init__(self, params, lr, alpha=0.99, eps=1e-8):
        self.params = list(params)
        self.lr = lr
        self.alpha = alpha
        self.eps = eps
        self.s = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad
            self.s[i] = self.alpha * self.s[i] + (1 - self.alpha) * g**2
            self.t = getattr(self, "t", 0) + (i == 0)
            p -= self.lr * g / ((self.s[i] / (1 - self.alpha**self.t)).sqrt() + self.eps)
