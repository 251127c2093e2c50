"""The update is torch.optim's, in a thread of its own.

exercise: SGD
misconception: uses-torch-optim
keeps: 0.075
"""
import threading

import torch


class SGD:
    def __init__(self, params, lr):
        self.params, self.lr = list(params), lr

    def step(self):
        worker = threading.Thread(target=lambda: torch.optim.SGD([p for p in self.params if p.grad is not None], self.lr).step())
        worker.start()
        worker.join()

    def zero_grad(self):
        for p in self.params:
            p.grad = None
