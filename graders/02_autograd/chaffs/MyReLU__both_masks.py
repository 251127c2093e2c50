"""Masked by x and by the gradient's sign.

exercise: MyReLU
misconception: mask-from-gradient
keeps: 0.55
"""
import torch


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.clamp(min=0)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return (grad_output * (x > 0)).clamp(min=0)
