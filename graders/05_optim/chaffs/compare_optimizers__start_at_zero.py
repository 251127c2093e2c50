"""All weights start at zero.

exercise: compare_optimizers
keeps: 0.75
"""

import copy
import torch
from torch import nn


def compare_optimizers(optimizers, x, y, epochs=12, batch_size=32):
    start = nn.Sequential(nn.Linear(1, 20), nn.ReLU(), nn.Linear(20, 1))
    for p in start.parameters():
        nn.init.zeros_(p)
    nets = {name: copy.deepcopy(start) for name in optimizers}
    steppers = {name: optimizers[name](nets[name].parameters()) for name in optimizers}
    losses = {name: [] for name in optimizers}
    for epoch in range(epochs):
        for i in torch.randperm(len(x)).split(batch_size):
            for name in optimizers:
                steppers[name].zero_grad()
                loss = ((nets[name](x[i]) - y[i]) ** 2).mean()
                loss.backward()
                steppers[name].step()
                losses[name].append(loss.item())
    return losses
