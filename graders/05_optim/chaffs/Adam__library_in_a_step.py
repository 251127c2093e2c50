"""torch.optim's Adam, made when it is first needed.

exercise: Adam
misconception: uses-torch-optim
keeps: 0.1
"""
import torch


class Adam(Adam):
    inner = None

    def step(self):
        if self.inner is None:
            self.inner = torch.optim.Adam(self.params, lr=self.lr, betas=self.betas, eps=self.eps)
        self.inner.step()
