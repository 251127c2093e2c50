"""Takes every batch apart as a pair.

exercise: gradient_per_batch
misconception: pairs-only
keeps: 0.8
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    found = []
    for inputs, targets in batches:
        w.grad = None
        loss_fn(w, (inputs, targets)).backward()
        found.append(w.grad)
    return found
