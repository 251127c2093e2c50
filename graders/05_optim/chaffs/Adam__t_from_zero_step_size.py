"""t is 0 in the first step: Python divides by zero.

exercise: Adam
misconception: t-from-zero
keeps: 0.4
"""
import math

import torch


class Adam(Adam):
    def step(self):
        beta1, beta2 = self.betas
        size = self.lr * math.sqrt(1 - beta2**self.t) / (1 - beta1**self.t)
        with torch.no_grad():
            for p, m, s in zip(self.params, self.means, self.squares):
                if p.grad is not None:
                    m.mul_(beta1).add_((1 - beta1) * p.grad)
                    s.mul_(beta2).add_((1 - beta2) * p.grad**2)
                    p -= size * m / (s.sqrt() + self.eps)
        self.t += 1
