"""alpha and eps have other names.

exercise: RMSProp
misconception: other-names
keeps: 0.9
"""
import torch
class RMSProp:
    def __init__(self, params, lr, beta=0.99, epsilon=1e-8):
        self.params, self.lr, self.beta, self.epsilon = list(params), lr, beta, epsilon
        self.s = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                s.mul_(self.beta).addcmul_(p.grad, p.grad, value=1 - self.beta)
                p -= self.lr * p.grad / (s.sqrt() + self.epsilon)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

