"""Leaves w without requires_grad.

exercise: gradient_per_batch
keeps: 0.8
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    out = [torch.autograd.grad(loss_fn(w, b), w)[0] for b in batches]
    w.requires_grad_(False)
    return out
