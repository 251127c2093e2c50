"""Python floats in place of tensors.

exercise: linear_gradients
misconception: numbers-for-tensors
keeps: 0.7
"""
import torch


def linear_gradients(x, w, b):
    found = torch.autograd.grad(w * x + b, (x, w, b))
    return tuple(float(gradient) for gradient in found)
