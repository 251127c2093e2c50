"""np.dot and np.where, in a list.

exercise: forward
"""
import numpy as np


def forward(x, w1, w2):
    h = np.dot(x, w1)
    h_relu = np.where(h < 0, 0, h)
    return [h, h_relu, np.dot(h_relu, w2)]
