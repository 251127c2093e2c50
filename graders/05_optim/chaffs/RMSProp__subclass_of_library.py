"""A subclass of torch.optim's class.

exercise: RMSProp
misconception: uses-torch-optim
keeps: 0.1
"""
import torch


class RMSProp(torch.optim.RMSprop):
    def __init__(self, params, lr, alpha=0.99, eps=1e-8):
        super().__init__(params, lr=lr, alpha=alpha, eps=eps)
