"""w.grad appended and then set to zero: a list of zeros.

exercise: gradient_per_batch
misconception: same-tensor
keeps: 0.4
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    gradients = []
    w.grad = None
    for batch in batches:
        loss_fn(w, batch).backward()
        gradients.append(w.grad)
        w.grad.zero_()
    return gradients
