"""Weight by weight.

exercise: my_init
"""
import random

import torch
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        rows = []
        for _ in range(m.out_features):
            row = [random.uniform(-10, 10) for _ in range(m.in_features)]
            rows.append([0.0 if -5 < w < 5 else w for w in row])
        with torch.no_grad():
            m.weight[:] = torch.tensor(rows)
