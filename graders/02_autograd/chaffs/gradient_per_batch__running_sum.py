"""Adds up the losses on the way.

exercise: gradient_per_batch
misconception: accumulated
keeps: 0.375
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    out, total = [], 0
    for b in batches:
        total = total + loss_fn(w, b)
        out.append(torch.autograd.grad(total, w, retain_graph=True)[0])
    return out
