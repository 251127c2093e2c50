"""The batches' losses are added up.

exercise: evaluate
misconception: sum-of-batch-means
keeps: 0.5
"""
import torch


def evaluate(model, loss_fn, loader):
    was = model.training
    model.eval()
    with torch.no_grad():
        total = sum(loss_fn(model(x), y).item() for x, y in loader)
    model.train(was)
    return total
