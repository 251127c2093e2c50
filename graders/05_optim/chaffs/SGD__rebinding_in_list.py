"""New tensors in the optimizer's own list.

exercise: SGD
misconception: rebinding
keeps: 0.325
"""
import torch


class SGD(SGD):
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is not None:
                self.params[i] = (p - self.lr * p.grad).detach().requires_grad_()
