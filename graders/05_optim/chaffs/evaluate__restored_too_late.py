"""The mode is noted after it was changed.

exercise: evaluate
misconception: mode-not-restored
keeps: 0.8
"""
import torch


def evaluate(model, loss_fn, loader):
    model.eval()
    was = model.training
    total, samples = 0.0, 0
    with torch.no_grad():
        for x, y in loader:
            total += loss_fn(model(x), y).item() * len(x)
            samples += len(x)
    model.train(was)
    return total / samples
