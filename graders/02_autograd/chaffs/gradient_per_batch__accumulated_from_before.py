"""Copies, never cleared, not even before the first batch.

exercise: gradient_per_batch
misconception: accumulated
keeps: 0.25
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    gradients = []
    for batch in batches:
        loss_fn(w, batch).backward()
        gradients.append(w.grad.detach().clone())
    return gradients
