"""Gradients stay off.

exercise: evaluate
misconception: gradients-left-off
keeps: 0.65
"""
import torch


def evaluate(model, loss_fn, loader):
    was = model.training
    model.eval()
    total, samples = 0.0, 0
    torch.set_grad_enabled(False)
    if True:
        for x, y in loader:
            total += loss_fn(model(x), y).item() * len(x)
            samples += len(x)
    model.train(was)
    return total / samples
