"""NumPy's float32 is no Python float.

exercise: evaluate
keeps: 0.9
"""
import numpy as np
import torch


@torch.no_grad()
def evaluate(model, loss_fn, loader):
    training, losses, counts = model.training, [], []
    model.eval()
    for x, y in loader:
        losses.append(loss_fn(model(x), y).numpy())
        counts.append(len(x))
    model.train(training)
    return (np.array(losses) * np.array(counts, dtype=np.float32)).sum() / np.float32(sum(counts))
