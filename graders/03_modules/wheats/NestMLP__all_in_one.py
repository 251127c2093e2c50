"""One flat nn.Sequential; the chimera with append.

exercise: NestMLP
"""
from torch import nn


class NestMLP(nn.Module):
    def __init__(self):
        super(NestMLP, self).__init__()
        sizes = [20, 64, 32]
        layers = []
        for before, after in zip(sizes, sizes[1:]):
            layers += [nn.Linear(before, after), nn.ReLU()]
        self.all = nn.Sequential(*layers, nn.Linear(32, 16))

    def forward(self, X):
        return self.all(X)


def make_chimera():
    net = nn.Sequential()
    for module in NestMLP(), nn.Linear(in_features=16, out_features=20), FixedHiddenMLP():
        net.append(module)
    return net
