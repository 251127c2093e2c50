"""NumPy arrays in place of tensors.

exercise: gradient_per_batch
keeps: 0.85
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    return [torch.autograd.grad(loss_fn(w, b), w)[0].numpy() for b in batches]
