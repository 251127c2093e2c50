"""One weight after the other, from Python's own generator.

exercise: init_normal
"""
import random

import torch
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        rows, columns = m.weight.shape
        with torch.no_grad():
            m.weight.copy_(torch.tensor([[random.gauss(0, 1e-2) for _ in range(columns)] for _ in range(rows)]))
            for p in (m.bias,):
                if p is not None:
                    p.zero_()
