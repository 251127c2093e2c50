"""Weighted means: each average divided by the sum of its weights.

exercise: Adam
"""
import torch


class Adam:
    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.sums = [[torch.zeros_like(p), torch.zeros_like(p)] for p in self.params]
        self.weights = [0.0, 0.0]

    @torch.no_grad()
    def step(self):
        self.weights = [b * w + 1 for b, w in zip(self.betas, self.weights)]
        for p, sums in zip(self.params, self.sums):
            if p.grad is not None:
                for total, b, power in zip(sums, self.betas, (1, 2)):
                    total.mul_(b).add_(p.grad**power)
                mean, square = (total / weight for total, weight in zip(sums, self.weights))
                p.sub_(self.lr * mean / (square.sqrt() + self.eps))

    def zero_grad(self):
        for p in self.params:
            p.grad = None
