"""An attribute of ctx that was never set.

exercise: MyReLU
misconception: nothing-saved
keeps: 0.4
"""
import torch


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        mask = x > 0
        return x * mask

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * ctx.mask
