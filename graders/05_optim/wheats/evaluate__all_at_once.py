"""All predictions together, one call of the loss; every module's mode comes back.

exercise: evaluate
"""
import torch


def evaluate(model, loss_fn, loader):
    modes = {module: module.training for module in model.modules()}
    model.eval()
    try:
        with torch.no_grad():
            outputs, targets = zip(*[(model(x), y) for x, y in loader])
            return float(loss_fn(torch.cat(outputs), torch.cat(targets)))
    finally:
        for module, mode in modes.items():
            module.training = mode
