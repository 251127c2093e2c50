"""The averages themselves are divided by the correction.

exercise: Adam
misconception: correction-stored
keeps: 0.45
"""
import torch


class Adam(Adam):
    def step(self):
        self.t += 1
        beta1, beta2 = self.betas
        with torch.no_grad():
            for p, m, s in zip(self.params, self.means, self.squares):
                if p.grad is None:
                    continue
                m.mul_(beta1).add_((1 - beta1) * p.grad)
                s.mul_(beta2).add_((1 - beta2) * p.grad**2)

                m.div_(1 - beta1**self.t)
                s.div_(1 - beta2**self.t)
                p -= self.lr * m / (s.sqrt() + self.eps)
