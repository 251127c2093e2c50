"""Runs the layer on a tensor without data.

exercise: conv_output_size
"""
import torch
from torch import nn


def _run(layer, size):
    axes = (size, size) if isinstance(size, int) else size
    try:
        shape = layer(torch.empty(1, 1, *axes, device="meta")).shape[2:]
    except RuntimeError as error:
        raise ValueError(str(error)) from None
    return shape[0] if isinstance(size, int) else tuple(shape)


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    return _run(nn.Conv2d(1, 1, kernel, stride, padding, dilation, device="meta"), size)


def pool_output_size(size, kernel, stride=None, padding=0):
    return _run(nn.MaxPool2d(kernel, stride, padding), size)
