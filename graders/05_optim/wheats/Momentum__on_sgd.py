"""Built on SGD, with slots in the style of torch.optim's groups.

exercise: Momentum
"""
import torch


class Momentum(SGD):
    def __init__(self, params, lr, momentum=0.9):
        super().__init__(params, lr)
        self.options = {"lr": lr, "momentum": momentum}
        del self.lr
        self.buffers = [None] * len(self.params)

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is not None:
                g = p.grad.detach()
                old = self.buffers[i]
                self.buffers[i] = g.clone() if old is None else old.mul(self.options["momentum"]).add(g)
                p.data -= self.options["lr"] * self.buffers[i]
