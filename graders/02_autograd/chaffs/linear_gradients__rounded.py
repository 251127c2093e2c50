"""Rounded to four digits.

exercise: linear_gradients
"""
import torch


def linear_gradients(x, w, b):
    return [g.round(decimals=4) for g in torch.autograd.grad(w * x + b, (x, w, b))]
