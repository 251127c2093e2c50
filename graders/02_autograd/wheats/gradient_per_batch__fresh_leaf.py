"""A fresh leaf for every batch.

exercise: gradient_per_batch
"""
import torch


def gradient_per_batch(loss_fn, w, batches):
    grads = []
    for i in range(len(batches)):
        leaf = w.detach().clone()
        leaf.requires_grad_(True)
        loss = loss_fn(leaf, batches[i])
        loss.backward()
        grads += [leaf.grad]
    return grads
