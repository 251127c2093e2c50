"""lr is a property; the update runs in inference mode; zero_grad deletes.

exercise: SGD
"""

import torch


class SGD:
    def __init__(self, params, lr):
        self.groups = {"lr": lr, "params": list(params)}

    @property
    def lr(self):
        return self.groups["lr"]

    @lr.setter
    def lr(self, value):
        self.groups["lr"] = value

    def step(self):
        with torch.inference_mode():
            for p in filter(lambda p: p.grad is not None, self.groups["params"]):
                p.add_(-self.lr * p.grad)

    def zero_grad(self):
        for p in self.groups["params"]:
            del p.grad
