"""The graph is recorded.

exercise: evaluate
misconception: graph-kept
keeps: 0.85
"""
import torch


def evaluate(model, loss_fn, loader):
    was = model.training
    model.eval()
    total, samples = 0.0, 0
    if True:
        for x, y in loader:
            total += loss_fn(model(x), y).item() * len(x)
            samples += len(x)
    model.train(was)
    return total / samples
