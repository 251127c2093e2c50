"""A last batch of one sample is left out.

exercise: evaluate
keeps: 0.8
"""
import torch


@torch.no_grad()
def evaluate(model, loss_fn, loader):
    training, total, count = model.training, 0.0, 0
    model.eval()
    for x, y in loader:
        if len(x) > 1:
            total += loss_fn(model(x), y).item() * len(x)
            count += len(x)
    model.train(training)
    return total / count
