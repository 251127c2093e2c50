"""The root is never below 1e-8, and eps comes on top.

exercise: RMSProp
keeps: 0.85
"""
import torch


class RMSProp:
    def __init__(self, params, lr, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.squares = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.squares):
            if p.grad is not None:
                s.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
                p -= self.lr * p.grad / (s.sqrt().clamp(min=1e-8) + self.eps)

    def zero_grad(self):
        for p in self.params:
            p.grad = None
