"""backward takes away what forward kept.

exercise: MyReLU
misconception: lost-after-use
keeps: 0.9
"""
import torch


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.kept = [x > 0]
        return x.clamp(min=0)

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * ctx.kept.pop()
