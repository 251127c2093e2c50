"""The mean of the batches' means.

exercise: evaluate
misconception: mean-of-batch-means
keeps: 0.65
"""
import torch


def evaluate(model, loss_fn, loader):
    was = model.training
    model.eval()
    with torch.no_grad():
        means = [loss_fn(model(x), y).item() for x, y in loader]
    model.train(was)
    return sum(means) / len(means)
