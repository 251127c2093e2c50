"""Copies, but never cleared.

exercise: gradient_per_batch
misconception: accumulated
keeps: 0.35
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    gradients = []
    w.grad = None
    for batch in batches:
        loss_fn(w, batch).backward()
        gradients.append(w.grad.clone())
    return gradients
