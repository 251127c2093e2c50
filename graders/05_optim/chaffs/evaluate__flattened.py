"""Makes a row of every sample.

exercise: evaluate
misconception: batch-changed
keeps: 0.85
"""
import torch
def evaluate(model, loss_fn, loader):
    mode = model.training
    model.eval()
    total, n = 0.0, 0
    with torch.no_grad():
        for x, y in loader:
            total += loss_fn(model(x.view(len(x), -1)), y).item() * len(x)
            n += len(x)
    model.train(mode)
    return total / n
