"""A flat view of a clone, which is a copy for a transposed tensor.

exercise: MyReLU
keeps: 0.85
"""
import torch


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        y = x.clone()
        y.reshape(-1)[x.reshape(-1) < 0] = 0
        return y

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * (x > 0)
