"""Turns w2 round wherever the shapes allow it.

exercise: forward
keeps: 0.725
"""
import numpy as np


def forward(x, w1, w2):
    h = x @ w1
    h_relu = np.maximum(h, 0)
    if w2.shape[0] == w2.shape[1]:
        w2 = w2.T
    return h, h_relu, h_relu @ w2
