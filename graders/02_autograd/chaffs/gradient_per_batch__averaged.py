"""Each gradient divided by the number of batches.

exercise: gradient_per_batch
keeps: 0.5
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    return [torch.autograd.grad(loss_fn(w, batch) / len(batches), w)[0] for batch in batches]
