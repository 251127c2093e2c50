"""epochs and batch_size have other names.

exercise: compare_optimizers
misconception: other-names
keeps: 0.9
"""
import copy
import torch
from torch import nn
def compare_optimizers(optimizers, x, y, num_epochs=12, size=32):
    start = nn.Sequential(nn.Linear(1, 20), nn.ReLU(), nn.Linear(20, 1))
    orders = [torch.randperm(len(x)).split(size) for _ in range(num_epochs)]
    result = {}
    for name, make in optimizers.items():
        net = copy.deepcopy(start)
        opt = make(net.parameters())
        result[name] = []
        for order in orders:
            for rows in order:
                opt.zero_grad()
                loss = nn.functional.mse_loss(net(x[rows]), y[rows])
                loss.backward()
                opt.step()
                result[name].append(loss.item())
    return result
