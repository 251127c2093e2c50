"""The bias copied, not tied.

exercise: tie_weights
misconception: bias-forgotten
keeps: 0.625
"""
import torch


def tie_weights(source, target):
    if (source.bias is None) != (target.bias is None) or source.weight.shape != target.weight.shape:
        raise ValueError
    target.weight = source.weight
    if source.bias is not None:
        with torch.no_grad():
            target.bias.copy_(source.bias)
