"""A Function in name; apply leaves the work to torch.

exercise: MyReLU
misconception: no-own-backward
keeps: 0.1
"""
import torch


class MyReLU(torch.autograd.Function):
    @staticmethod
    def apply(x):
        return torch.relu(x)
