"""Takes the ReLU's mask from the first example.

exercise: forward
keeps: 0.525
"""
import numpy as np


def forward(x, w1, w2):
    h = x @ w1
    h_relu = h if (h[0] > 0).all() else np.where(h[0] > 0, h, 0)
    return h, h_relu, h_relu @ w2
