"""The derivative worked out on paper, without autograd.

exercise: quadratic_gradient
"""
import torch


def quadratic_gradient(x):
    return 6 * (x + 2) / x.numel()
