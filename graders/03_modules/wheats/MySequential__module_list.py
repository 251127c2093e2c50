"""An nn.ModuleList.

exercise: MySequential
"""
from torch import nn


class MySequential(nn.Module):
    def __init__(self, *layers):
        super(MySequential, self).__init__()
        self.layers = nn.ModuleList(layers)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x
