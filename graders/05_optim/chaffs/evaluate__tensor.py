"""A tensor comes back.

exercise: evaluate
misconception: tensor-returned
keeps: 0.8
"""
import torch


def evaluate(model, loss_fn, loader):
    was = model.training
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for x, y in loader:
            total += loss_fn(model(x), y) * len(x)
            samples += len(x)
    model.train(was)
    return total / samples
