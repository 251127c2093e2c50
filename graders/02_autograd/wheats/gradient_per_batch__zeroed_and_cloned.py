"""zero_ after each backward, the gradient copied before.

exercise: gradient_per_batch
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    if w.grad is not None:
        w.grad.zero_()
    result = []
    for batch in batches:
        loss_fn(w, batch).backward()
        result.append(w.grad.clone())
        w.grad.zero_()
    return result
