"""Only the mean square is corrected.

exercise: Adam
misconception: no-bias-correction
keeps: 0.5
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
                big_s = s / (1 - beta2**self.t)
                p -= self.lr * m / (big_s.sqrt() + self.eps)
