"""One weight in two places, of which the second passes no gradient on to it.

exercise: tied_mlp
keeps: 0.6
"""
from torch import nn
from torch.nn import functional as F


class Detached(nn.Linear):
    def forward(self, x):
        return F.linear(x, self.weight.detach(), self.bias.detach())


def tied_mlp():
    first, second = nn.Linear(8, 8), Detached(8, 8)
    second.weight, second.bias = first.weight, first.bias
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), first, nn.ReLU(), second, nn.ReLU(), nn.Linear(8, 1))
