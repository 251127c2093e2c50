"""grad_output.data is the same memory.

exercise: MyReLU
misconception: grad-output-changed
keeps: 0.85
"""
import torch


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.clamp(min=0)
    @staticmethod
    def backward(ctx, grad_output):
        x, = ctx.saved_tensors
        grad_x = grad_output.data
        grad_x[x <= 0] = 0
        return grad_x
