"""detach is no copy: all entries share their values.

exercise: gradient_per_batch
misconception: same-tensor
keeps: 0.55
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    gradients = []
    w.grad = torch.zeros_like(w)
    for batch in batches:
        w.grad.zero_()
        loss_fn(w, batch).backward()
        gradients.append(w.grad.detach())
    return gradients
