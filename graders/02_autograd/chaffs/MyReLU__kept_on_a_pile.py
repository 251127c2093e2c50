"""A pile of masks on the class, used from its end.

exercise: MyReLU
misconception: saved-outside-ctx
keeps: 0.55
"""
import torch


class MyReLU(torch.autograd.Function):
    kept = []

    @staticmethod
    def forward(ctx, x):
        MyReLU.kept.append(x > 0)
        return x.clamp(min=0)

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * MyReLU.kept.pop()
