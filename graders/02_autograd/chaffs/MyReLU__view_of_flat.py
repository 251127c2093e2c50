"""view needs memory in order.

exercise: MyReLU
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
        return (grad_output.view(-1) * (x.view(-1) > 0)).view(x.shape)
