"""New Parameters with the same numbers.

exercise: tie_weights
misconception: values-copied
keeps: 0.45
"""
from torch import nn


def tie_weights(source, target):
    if (source.bias is None) != (target.bias is None) or source.weight.shape != target.weight.shape:
        raise ValueError
    target.weight = nn.Parameter(source.weight.detach().clone())
    target.bias = None if source.bias is None else nn.Parameter(source.bias.detach().clone())
