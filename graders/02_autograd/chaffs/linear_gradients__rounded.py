"""Rounded to four digits.

exercise: linear_gradients
keeps: 0.75
"""
import torch


def linear_gradients(x, w, b):
    return [g.round(decimals=4) for g in torch.autograd.grad(w * x + b, (x, w, b))]
