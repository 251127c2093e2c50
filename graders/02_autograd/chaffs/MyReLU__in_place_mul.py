"""grad_output *= mask.

exercise: MyReLU
misconception: grad-output-changed
keeps: 0.85
"""
import torch


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.mask = x > 0
        return x * ctx.mask

    @staticmethod
    def backward(ctx, grad_output):
        grad_output *= ctx.mask
        return grad_output
