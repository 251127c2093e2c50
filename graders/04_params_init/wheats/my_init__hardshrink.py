"""F.hardshrink clears what is small.

exercise: my_init
"""
import torch
from torch import nn
from torch.nn import functional as F


def my_init(m):
    if isinstance(m, nn.Linear):
        m.weight.data = F.hardshrink(torch.distributions.Uniform(-10.0, 10.0).sample(m.weight.shape), 5.0)
