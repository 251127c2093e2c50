"""One new Parameter for both: an optimizer that has source's old one trains nothing.

exercise: tie_weights
keeps: 0.65
"""
from torch import nn


def tie_weights(source, target):
    if (source.bias is None) != (target.bias is None) or source.weight.shape != target.weight.shape:
        raise ValueError
    source.weight = target.weight = nn.Parameter(source.weight.detach().clone())
    if source.bias is not None:
        source.bias = target.bias = nn.Parameter(source.bias.detach().clone())
