"""Saves the output; asks whether x needs a gradient at all.

exercise: MyReLU
"""
import torch
from torch.autograd import Function
from torch.autograd.function import once_differentiable


class MyReLU(Function):
    @staticmethod
    def forward(ctx, x):
        out = x.clone()
        out[out < 0] = 0
        ctx.save_for_backward(out)
        return out

    @staticmethod
    @once_differentiable
    def backward(ctx, grad_output):
        out, = ctx.saved_tensors
        if not ctx.needs_input_grad[0]:
            return None
        return grad_output * out.sign()
