"""The corrections divide by t (1 - b), which is right in the first step only.

exercise: Adam
keeps: 0.45
"""
import torch


class Adam(Adam):
    def step(self):
        self.t += 1
        b1, b2 = self.betas
        with torch.no_grad():
            for p, m, s in zip(self.params, self.means, self.squares):
                if p.grad is not None:
                    m.mul_(b1).add_((1 - b1) * p.grad)
                    s.mul_(b2).add_((1 - b2) * p.grad**2)
                    p -= self.lr * (m / (self.t * (1 - b1))) / ((s / (self.t * (1 - b2))).sqrt() + self.eps)
