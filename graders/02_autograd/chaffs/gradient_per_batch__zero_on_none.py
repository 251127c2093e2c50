""".grad.zero_() before the first backward.

exercise: gradient_per_batch
misconception: zero-on-none
keeps: 0.45
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    gradients = []
    for batch in batches:
        w.grad.zero_()
        loss_fn(w, batch).backward()
        gradients.append(w.grad.clone())
    return gradients
