"""The gradients are cleared.

exercise: evaluate
keeps: 0.85
"""
import torch


def evaluate(model, loss_fn, loader):
    was = model.training
    model.eval()
    model.zero_grad()
    total, samples = 0.0, 0
    with torch.no_grad():
        for x, y in loader:
            total += loss_fn(model(x), y).item() * len(x)
            samples += len(x)
    model.train(was)
    return total / samples
