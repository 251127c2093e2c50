"""Lets the gradients add up, and takes differences.

exercise: gradient_per_batch
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    result = []
    w.grad = torch.zeros_like(w)
    before = w.grad.clone()
    for batch in batches:
        loss_fn(w, batch).backward()
        result.append(w.grad - before)
        before = w.grad.clone()
    return result
