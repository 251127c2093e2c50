"""All orders are drawn first; a class for the net.

exercise: compare_optimizers
"""
import copy
from collections import defaultdict

import torch
from torch import nn
from torch.nn import functional as F


class _Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.predict = nn.Linear(20, 1)
        self.hidden = nn.Linear(1, 20)

    def forward(self, x):
        return self.predict(F.relu(self.hidden(x)))


def compare_optimizers(optimizers, x, y, epochs=12, batch_size=32):
    batches = [rows for _ in range(epochs) for rows in torch.randperm(x.shape[0]).split(batch_size)]
    template, losses = _Net(), defaultdict(list)
    for name in reversed(list(optimizers)):
        net = _Net()
        net.load_state_dict(copy.deepcopy(template.state_dict()))
        optimizer = optimizers[name](list(net.parameters()))
        criterion = nn.MSELoss()
        for rows in batches:
            loss = criterion(net(x[rows]), y[rows])
            net.zero_grad()
            loss.backward()
            optimizer.step()
            losses[name] += [float(loss)]
    return losses
