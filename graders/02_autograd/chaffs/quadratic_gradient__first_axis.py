"""The mean over rows only, by the number of rows.

exercise: quadratic_gradient
keeps: 0.4
"""
import torch


def quadratic_gradient(x):
    return 6 * (x.detach() + 2) / x.shape[0]
