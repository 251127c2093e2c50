"""Velocities are numbered along the parameters that have a gradient in this step.

exercise: Momentum
misconception: shared-buffer
keeps: 0.85
"""


class Momentum:
    def __init__(self, params, lr, momentum=0.9):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum

        self.v = []

    def step(self):
        used = [p for p in self.params if p.grad is not None]
        while len(self.v) < len(used):
            self.v.append(0)
        for i, p in enumerate(used):
            self.v[i] = self.momentum * self.v[i] + p.grad
            p.data -= self.lr * self.v[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None
