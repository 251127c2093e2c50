"""Cut off at two hundred standard deviations, which is nowhere.

exercise: init_normal
"""
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        nn.init.trunc_normal_(m.weight, std=0.01)
        for name, p in m.named_parameters():
            if name == "bias":
                p.detach().mul_(0)
