"""The gradient of all batches together, once per batch.

exercise: gradient_per_batch
keeps: 0.15
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    total = sum(loss_fn(w, batch) for batch in batches)
    (gradient,) = torch.autograd.grad(total, w)
    return [gradient.clone() for _ in batches]
