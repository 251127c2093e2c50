"""The values in place of the derivatives.

exercise: linear_gradients
"""
import torch


def linear_gradients(x, w, b):
    return x, w, b
