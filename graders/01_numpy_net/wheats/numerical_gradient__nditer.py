"""np.nditer with a multi index.

exercise: numerical_gradient
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    point = w.astype(np.float64)
    slopes = np.zeros_like(point)
    entries = np.nditer(w, flags=["multi_index"])
    while not entries.finished:
        at = entries.multi_index
        kept = point[at]
        point[at] = kept + eps
        slopes[at] = f(point)
        point[at] = kept - eps
        slopes[at] -= f(point)
        point[at] = kept
        entries.iternext()
    return slopes / (2 * eps)
