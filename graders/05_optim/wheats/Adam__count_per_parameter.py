"""State with a count for each parameter, as torch.optim keeps it.

exercise: Adam
"""
import torch


class Adam:
    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8):
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.state = [
            {"p": p, "step": 0, "m": torch.zeros(p.shape), "v": torch.zeros(p.shape)} for p in params
        ]

    def step(self):
        b1, b2 = self.betas
        for s in self.state:
            g = s["p"].grad
            if g is None:
                continue
            s["step"] += 1
            s["m"] = b1 * s["m"] + (1 - b1) * g
            s["v"] = b2 * s["v"] + (1 - b2) * g * g
            root = (s["v"] / (1 - b2 ** s["step"])) ** 0.5
            s["p"].data.sub_(self.lr * (s["m"] / (1 - b1 ** s["step"])) / (root + self.eps))

    def zero_grad(self):
        for s in self.state:
            s["p"].grad = None
