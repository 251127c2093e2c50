"""A flat view of w, moved in place.

exercise: numerical_gradient
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    kept, work = w, w
    if not np.issubdtype(w.dtype, np.floating):
        work = w * 1.0
    flat = work.reshape(-1)
    result = []
    for k, old in enumerate(flat.tolist()):
        flat[k] = old + eps
        right = f(work)
        flat[k] = old - eps
        left = f(work)
        flat[k] = old
        result.append((right - left) / 2 / eps)
    return np.array(result).reshape(kept.shape)
