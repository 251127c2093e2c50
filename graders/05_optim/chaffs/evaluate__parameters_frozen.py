"""The parameters are frozen, and stay so.

exercise: evaluate
misconception: gradients-left-off
keeps: 0.8
"""
import torch


def evaluate(model, loss_fn, loader):
    was = model.training
    model.eval()
    total, samples = 0.0, 0
    model.requires_grad_(False)
    if True:
        for x, y in loader:
            total += loss_fn(model(x), y).item() * len(x)
            samples += len(x)
    model.train(was)
    return total / samples
