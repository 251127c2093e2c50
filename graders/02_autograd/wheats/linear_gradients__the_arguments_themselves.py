"""w and x themselves, which require grad.

exercise: linear_gradients
"""
import torch


def linear_gradients(x, w, b):
    return w, x, torch.ones(())
