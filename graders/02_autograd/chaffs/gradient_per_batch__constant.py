"""The same tensor of zeros for every batch.

exercise: gradient_per_batch
keeps: 0.05
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    return len(batches) * [torch.zeros(w.shape)]
