"""One tensor in place of a list.

exercise: gradient_per_batch
keeps: 0.85
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    return torch.stack([torch.autograd.grad(loss_fn(w, b), w)[0] for b in batches])
