"""torch in a NumPy assignment.

exercise: forward
misconception: uses-torch
keeps: 0.2
"""
import torch


def forward(x, w1, w2):
    x, w1, w2 = (torch.tensor(array) for array in (x, w1, w2))
    h = x.mm(w1)
    return h.numpy(), h.clamp(min=0).numpy(), h.clamp(min=0).mm(w2).numpy()
