"""The averages are NumPy arrays.

exercise: RMSProp
"""
import numpy as np
import torch


class RMSProp:
    def __init__(self, params, lr, alpha=0.99, eps=1e-8):
        self.params = list(params)
        self.lr = lr
        self.alpha = alpha
        self.eps = eps
        self.squares = [np.zeros(tuple(p.shape)) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is not None:
                g = p.grad.detach().numpy()
                self.squares[i] += (1 - self.alpha) * (g * g - self.squares[i])
                change = self.lr * g / (np.sqrt(self.squares[i]) + self.eps)
                with torch.no_grad():
                    p.sub_(torch.from_numpy(change).to(p.dtype))

    def zero_grad(self):
        for p in self.params:
            p.grad = None
