"""The step goes by what lr was when the optimizer was made.

exercise: SGD
misconception: lr-read-once
keeps: 0.85
"""


class SGD:
    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr
        self.factor = -lr

    def step(self):
        for p in self.params:
            if p.grad is not None:
                p.data += p.grad * self.factor

    def zero_grad(self):
        for p in self.params:
            p.grad = None
