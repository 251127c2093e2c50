"""t goes up inside the loop over the parameters.

exercise: Adam
misconception: t-shared
keeps: 0.5
"""
import torch


class Adam(Adam):
    def step(self):
        beta1, beta2 = self.betas
        with torch.no_grad():
            for p, m, s in zip(self.params, self.means, self.squares):
                if p.grad is None:
                    continue
                self.t += 1

                m.mul_(beta1).add_((1 - beta1) * p.grad)
                s.mul_(beta2).add_((1 - beta2) * p.grad**2)
                big_m, big_s = m / (1 - beta1**self.t), s / (1 - beta2**self.t)
                p -= self.lr * big_m / (big_s.sqrt() + self.eps)
