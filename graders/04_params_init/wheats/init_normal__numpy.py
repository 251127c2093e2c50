"""Numbers from NumPy's generator.

exercise: init_normal
"""
import numpy as np
import torch
from torch import nn


@torch.no_grad()
def init_normal(m):
    if m.__class__ is nn.Linear:
        m.weight[:] = torch.from_numpy(np.random.normal(0, 0.01, tuple(m.weight.shape)))
        if isinstance(m.bias, torch.Tensor):
            m.bias.mul_(0)
