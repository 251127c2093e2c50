"""Saves a mask with save_for_backward; maximum in forward, masked_fill in backward.

exercise: MyReLU
"""
import torch


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        off = x <= 0
        ctx.save_for_backward(off)
        return torch.maximum(x, torch.zeros_like(x))

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output.masked_fill(ctx.saved_tensors[0], 0.0)
