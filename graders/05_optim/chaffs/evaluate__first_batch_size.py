"""Every batch is taken to be as large as the first.

exercise: evaluate
misconception: mean-of-batch-means
keeps: 0.65
"""
import torch


def evaluate(model, loss_fn, loader):
    was = model.training
    model.eval()
    with torch.no_grad():
        losses = [loss_fn(model(x), y).item() * loader.batch_size for x, y in loader]
    model.train(was)
    return sum(losses) / (loader.batch_size * len(losses))
