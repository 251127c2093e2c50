"""Cleared in place, and w.grad itself appended.

exercise: gradient_per_batch
misconception: same-tensor
keeps: 0.55
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    gradients = []
    for batch in batches:
        if w.grad is not None:
            w.grad.zero_()
        loss_fn(w, batch).backward()
        gradients.append(w.grad)
    return gradients
