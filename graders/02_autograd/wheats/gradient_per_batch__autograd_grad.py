"""torch.autograd.grad stores nothing, so there is nothing to clear.

exercise: gradient_per_batch
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    return [torch.autograd.grad(loss_fn(w, batch), w)[0] for batch in batches]
