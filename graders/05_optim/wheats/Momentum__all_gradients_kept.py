"""Every gradient is kept, and the velocity is their weighted sum.

exercise: Momentum
"""


class Momentum:
    def __init__(self, params, lr, momentum=0.9):
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum

        self.history = {p: [] for p in self.params}

    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            self.history[p].append(p.grad.clone())
            n = len(self.history[p])
            v = sum(self.momentum ** (n - 1 - k) * g for k, g in enumerate(self.history[p]))
            p.data -= self.lr * v

    def zero_grad(self):
        for p in self.params:
            p.grad = None
