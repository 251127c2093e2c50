"""State by position, made when it is first needed; lerp.

exercise: RMSProp
"""
import torch


class RMSProp:
    def __init__(self, params, lr, alpha=0.99, eps=1e-8):
        self.params = [*params]
        self.hyper = dict(lr=lr, alpha=alpha, eps=eps)
        self.squares = {}

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad.detach()
            old = self.squares.setdefault(i, torch.zeros_like(g))
            self.squares[i] = torch.lerp(g.square(), old, self.hyper["alpha"])
            p.data -= self.hyper["lr"] / (torch.sqrt(self.squares[i]) + self.hyper["eps"]) * g

    def zero_grad(self):
        for p in self.params:
            p.grad = None
