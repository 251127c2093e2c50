"""A Function in name; apply leaves the work to torch.

exercise: MyReLU
misconception: no-own-backward
"""
import torch


class MyReLU(torch.autograd.Function):
    @staticmethod
    def apply(x):
        return torch.relu(x)
