"""The fused kernel of torch.optim, called directly.

exercise: Adam
misconception: uses-torch-optim
keeps: 0.1
"""
import torch


class Adam(Adam):
    def step(self):
        moving = [i for i, p in enumerate(self.params) if p.grad is not None]
        self.t += 1
        with torch.no_grad():
            torch._fused_adam_(
                [self.params[i] for i in moving],
                [self.params[i].grad for i in moving],
                [self.means[i] for i in moving],
                [self.squares[i] for i in moving],
                [],
                [torch.tensor(float(self.t)) for _ in moving],
                lr=self.lr,
                beta1=self.betas[0],
                beta2=self.betas[1],
                weight_decay=0.0,
                eps=self.eps,
                amsgrad=False,
                maximize=False,
            )
