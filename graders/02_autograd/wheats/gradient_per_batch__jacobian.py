"""The Jacobian of all losses at once.

exercise: gradient_per_batch
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    if not batches:
        return []
    J = torch.autograd.functional.jacobian(lambda w: torch.stack([loss_fn(w, b) for b in batches]), w)
    return list(J)
