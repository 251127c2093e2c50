"""Rounded to four digits.

exercise: evaluate
misconception: rounded
keeps: 0.85
"""
import torch


@torch.no_grad()
def evaluate(model, loss_fn, loader):
    training, total, count = model.training, 0.0, 0
    model.eval()
    for x, y in loader:
        total += loss_fn(model(x), y).item() * len(x)
        count += len(x)
    model.train(training)
    return round(total / count, 4)
