"""lr is inside the velocity and cannot be changed at all.

exercise: Momentum
"""
import torch


class Momentum:
    def __init__(self, params, lr, momentum=0.9):
        params = list(params)
        speeds = {id(p): 0.0 for p in params}

        def step():
            with torch.no_grad():
                for p in params:
                    if p.grad is not None:
                        speeds[id(p)] = momentum * speeds[id(p)] + lr * p.grad
                        p.sub_(speeds[id(p)])

        def zero_grad():
            for p in params:
                p.grad = None

        self.step, self.zero_grad = step, zero_grad
