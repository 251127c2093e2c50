"""The gradient goes straight through.

exercise: MyReLU
misconception: gradient-unmasked
keeps: 0.5
"""
import torch


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.clamp(min=0)

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output
