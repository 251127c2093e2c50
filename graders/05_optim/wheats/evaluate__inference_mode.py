"""inference_mode as a decorator, integers weigh the means.

exercise: evaluate
"""
import torch


@torch.inference_mode()
def evaluate(model, loss_fn, loader):
    mode = model.training
    model.train(False)
    sums = [(loss_fn(model(x), y).item(), y.shape[0]) for x, y in loader]
    if mode:
        model.train()
    return sum(mean * n for mean, n in sums) / sum(n for _, n in sums)
