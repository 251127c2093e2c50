"""The newer form, with setup_context, and where in both passes.

exercise: MyReLU
"""
import torch


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(x):
        return torch.where(x > 0, x, 0)

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return torch.where(x > 0, g, torch.zeros_like(g))
