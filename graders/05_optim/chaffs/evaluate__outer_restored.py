"""Only the outermost module's mode comes back.

exercise: evaluate
misconception: mode-not-restored
keeps: 0.8
"""
import torch


def evaluate(model, loss_fn, loader):
    was = model.training
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for x, y in loader:
            total += loss_fn(model(x), y).item() * len(x)
            samples += len(x)
    model.training = was
    return total / samples
