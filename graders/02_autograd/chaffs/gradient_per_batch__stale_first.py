"""Cleared after each batch, but not before the first.

exercise: gradient_per_batch
misconception: stale-first-gradient
keeps: 0.8
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    gradients = []
    for batch in batches:
        loss_fn(w, batch).backward()
        gradients.append(w.grad.clone())
        w.grad.zero_()
    return gradients
