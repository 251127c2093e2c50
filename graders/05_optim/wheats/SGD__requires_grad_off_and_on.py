"""requires_grad is switched off during the update, and on again.

exercise: SGD
"""


class SGD:
    def __init__(self, params, lr):
        self.params = [*params]
        self.lr = lr

    def step(self):
        for p in self.params:
            if p.grad is not None:
                p.requires_grad_(False)
                p.sub_(p.grad.clone() * self.lr)
                p.requires_grad_(True)

    def zero_grad(self):
        for i in range(len(self.params)):
            if self.params[i].grad is not None:
                self.params[i].grad *= 0
