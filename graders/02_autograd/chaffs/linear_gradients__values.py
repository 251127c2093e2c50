"""The values in place of the derivatives.

exercise: linear_gradients
keeps: 0.025
"""
import torch


def linear_gradients(x, w, b):
    return x, w, b
