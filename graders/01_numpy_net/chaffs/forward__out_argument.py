"""The ReLU writes its result into h.

exercise: forward
misconception: h-already-clipped
keeps: 0.6
"""
import numpy as np


def forward(x, w1, w2):
    h = x @ w1
    h_relu = np.maximum(h, 0, out=h)
    return h, h_relu, h_relu @ w2
