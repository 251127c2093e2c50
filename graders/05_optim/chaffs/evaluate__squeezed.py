"""The prediction loses its axis of length 1, and the loss broadcasts.

exercise: evaluate
keeps: 0.6
"""
import torch


@torch.no_grad()
def evaluate(model, loss_fn, loader):
    training, total, count = model.training, 0.0, 0
    model.eval()
    for x, y in loader:
        prediction = model(x)
        if prediction.shape[-1] == 1:
            prediction = prediction.squeeze()
        total += loss_fn(prediction, y).item() * len(x)
        count += len(x)
    model.train(training)
    return total / count
