"""A queue of masks outside of ctx.

exercise: MyReLU
keeps: 0.75
"""
import torch


_queue = []
class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        _queue.append(x > 0)
        return x.clamp(min=0)
    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * _queue.pop(0)
