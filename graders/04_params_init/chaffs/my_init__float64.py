"""NumPy's float64, so that the layer does not take float32 any more.

exercise: my_init
keeps: 0.75
"""
import numpy as np
import torch
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        weight = np.random.uniform(-10, 10, m.weight.shape)
        m.weight.data = torch.from_numpy(np.where(np.abs(weight) < 5, 0, weight))
