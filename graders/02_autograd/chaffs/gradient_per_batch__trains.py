"""Moves w after each batch.

exercise: gradient_per_batch
keeps: 0.45
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    gradients = []
    for batch in batches:
        (gradient,) = torch.autograd.grad(loss_fn(w, batch), w)
        gradients.append(gradient)
        with torch.no_grad():
            w -= 0.1 * gradient
    return gradients
