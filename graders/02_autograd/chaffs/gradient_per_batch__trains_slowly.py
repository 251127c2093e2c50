"""Each batch also trains w, by very little.

exercise: gradient_per_batch
misconception: weights-moved
keeps: 0.45
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    found = []
    for batch in batches:
        (gradient,) = torch.autograd.grad(loss_fn(w, batch), w)
        w.data.sub_(gradient, alpha=1e-2)
        found.append(gradient)
    return found
