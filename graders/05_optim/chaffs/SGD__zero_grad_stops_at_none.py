"""zero_grad stops at the first .grad that is None.

exercise: SGD
keeps: 0.9
"""


class SGD:
    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr

    def step(self):
        for p in self.params:
            if p.grad is not None:
                p.data -= p.grad * self.lr

    def zero_grad(self):
        for p in self.params:
            if p.grad is None:
                return
            p.grad = None
