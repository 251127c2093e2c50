"""Only the outermost module is in eval mode.

exercise: evaluate
misconception: dropout-left-on
keeps: 0.575
"""
import torch


def evaluate(model, loss_fn, loader):
    was = model.training
    model.training = False
    total, samples = 0.0, 0
    with torch.no_grad():
        for x, y in loader:
            total += loss_fn(model(x), y).item() * len(x)
            samples += len(x)
    model.train(was)
    return total / samples
