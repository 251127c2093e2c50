"""The fan from torch's own helper, numbers from NumPy.

exercise: init_xavier
"""
import numpy as np
import torch
from torch import nn


def init_xavier(m):
    if isinstance(m, nn.Linear):
        fan_in, fan_out = nn.init._calculate_fan_in_and_fan_out(m.weight)
        limit = np.sqrt(6.0 / (fan_in + fan_out))
        drawn = np.random.uniform(low=-limit, high=limit, size=(fan_out, fan_in)).astype(np.float32)
        m.weight.detach().copy_(torch.as_tensor(drawn))
        if m.bias is not None:
            m.bias.detach().zero_()
