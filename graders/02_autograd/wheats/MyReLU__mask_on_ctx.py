"""A float mask as an attribute of ctx.

exercise: MyReLU
"""
import torch


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.mask = (x > 0).float()
        return torch.relu(x)

    @staticmethod
    def backward(ctx, *grads):
        return ctx.mask * grads[0]
