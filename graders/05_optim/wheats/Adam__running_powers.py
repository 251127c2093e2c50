"""Powers of the betas as running products, averages by lerp.

exercise: Adam
"""
import torch


class Adam:
    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8):
        self.params = list(params)
        self.lr = lr
        self.eps = eps
        self.beta1, self.beta2 = betas
        self.power1 = self.power2 = 1.0
        self.first = {}
        self.second = {}

    def step(self):
        self.power1 *= self.beta1
        self.power2 *= self.beta2
        with torch.no_grad():
            for p in self.params:
                if p.grad is not None:
                    zero = torch.zeros_like(p)
                    m = self.first[p] = torch.lerp(self.first.get(p, zero), p.grad, 1 - self.beta1)
                    v = self.second[p] = torch.lerp(self.second.get(p, zero), p.grad.pow(2), 1 - self.beta2)
                    p.sub_(self.lr * m / (1 - self.power1) / ((v / (1 - self.power2)).sqrt() + self.eps))

    def zero_grad(self):
        for p in self.params:
            p.grad = None
