"""The sum over the number of entries; the old form of super().

exercise: CenteredLayer
"""
from torch import nn


class CenteredLayer(nn.Module):
    def __init__(self, **kwargs):
        super(CenteredLayer, self).__init__(**kwargs)

    def forward(self, x):
        average = x.sum() / x.numel()
        return x - average
