"""A decorator, `p.data = ...`, and a fresh tensor of zeros for each gradient.

exercise: SGD
"""
import torch


class SGD(object):
    def __init__(self, params, lr):
        self.learning_rate, self.weights = lr, [w for w in params if w.requires_grad]

    @torch.no_grad()
    def step(self):
        for w in filter(lambda w: w.grad is not None, self.weights):
            w.data = w.data - self.learning_rate * w.grad

    def zero_grad(self, set_to_none=False):
        for w in self.weights:
            w.grad = None if set_to_none or w.grad is None else torch.zeros_like(w.grad)
