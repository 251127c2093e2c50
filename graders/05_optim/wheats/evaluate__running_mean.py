"""The mean is kept up to date batch by batch.

exercise: evaluate
"""

import torch


def evaluate(model, loss_fn, loader):
    mode = model.training
    model.eval()
    mean, seen = 0.0, 0
    with torch.no_grad():
        for x, y in loader:
            seen += y.size(0)
            mean += (loss_fn(model(x), y).item() - mean) * y.size(0) / seen
    model.train(mode)
    return mean
