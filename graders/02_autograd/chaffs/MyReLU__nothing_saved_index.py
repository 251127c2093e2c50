"""saved_tensors[0] of nothing.

exercise: MyReLU
misconception: nothing-saved
keeps: 0.4
"""
import torch


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.clamp(min=0)

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * (ctx.saved_tensors[0] > 0)
