"""w.grad itself appended, and never cleared: every entry shows the total.

exercise: gradient_per_batch
misconception: accumulated
keeps: 0.225
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    gradients = []
    for batch in batches:
        loss_fn(w, batch).backward()
        gradients.append(w.grad)
    return gradients
