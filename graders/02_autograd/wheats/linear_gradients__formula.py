"""On paper: w, x and 1.

exercise: linear_gradients
"""
import torch


def linear_gradients(x, w, b):
    return w.detach().clone(), x.detach().clone(), torch.ones_like(b)
