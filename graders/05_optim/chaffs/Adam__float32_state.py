"""The averages are float32 for every parameter.

exercise: Adam
misconception: single-precision
keeps: 0.85
"""
import torch
class Adam:
    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps, self.t = list(params), lr, betas, eps, 0
        self.m = [torch.zeros(p.shape) for p in self.params]
        self.s = [torch.zeros(p.shape) for p in self.params]

    @torch.no_grad()
    def step(self):
        self.t += 1
        b1, b2 = self.betas
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.lerp_(p.grad, 1 - b1)
                s.mul_(b2).addcmul_(p.grad, p.grad, value=1 - b2)
                p -= self.lr * (m / (1 - b1**self.t)) / ((s / (1 - b2**self.t)).sqrt() + self.eps)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

