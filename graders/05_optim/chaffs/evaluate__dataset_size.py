"""Divides by the size of the data set, also where the loader leaves samples out.

exercise: evaluate
misconception: data-set-counted
keeps: 0.8
"""
import numpy as np
import torch


def evaluate(model, loss_fn, loader):
    training = model.training
    total = torch.zeros((), dtype=torch.float64)
    previous = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    model.eval()
    for batch in loader:
        x, y = batch
        total += loss_fn(model(x), y) * x.size(0)
    model.train(training)
    torch.set_grad_enabled(previous)
    return np.float64(total.item() / len(loader.dataset))
