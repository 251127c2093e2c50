"""Goes through the rows, which a tensor without axes has not.

exercise: MyReLU
keeps: 0.8
"""
import torch


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return torch.stack([row.clamp(min=0) for row in x])

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * (x > 0)
