"""NumPy in between: np.float64 is a float.

exercise: evaluate
"""
import numpy as np
import torch


def evaluate(model, loss_fn, loader):
    training = model.training
    sums, counts = [], []
    previous = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    model.eval()
    for batch in loader:
        x, y = batch
        counts.append(x.size(0))
        sums.append(loss_fn(model(x), y).item() * x.size(0))
    model.train(training)
    torch.set_grad_enabled(previous)
    return np.sum(sums) / sum(counts)
