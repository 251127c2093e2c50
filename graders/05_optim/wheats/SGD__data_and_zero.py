"""Updates through .data, gradients zeroed in place.

exercise: SGD
"""
class SGD:
    def __init__(self, params, lr):
        self.lr = lr
        self.params = tuple(params)

    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            p.data.add_(p.grad.data, alpha=-self.lr)

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad.zero_()
