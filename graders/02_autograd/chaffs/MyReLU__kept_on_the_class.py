"""The mask is kept on the class.

exercise: MyReLU
misconception: saved-outside-ctx
keeps: 0.6
"""
import torch


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        MyReLU.x = x.detach().clone()
        return x.clamp(min=0)

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * (MyReLU.x > 0)
