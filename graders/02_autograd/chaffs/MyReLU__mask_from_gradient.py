"""The mask comes from the sign of the gradient.

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
        return grad_output.clamp(min=0)
