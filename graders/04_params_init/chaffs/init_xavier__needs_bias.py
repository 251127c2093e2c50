"""No look whether there is a bias.

exercise: init_xavier
misconception: fails-without-bias
keeps: 0.8
"""
import torch
from torch import nn


def init_xavier(m):
    if isinstance(m, nn.Linear):
        nn.init.xavier_uniform_(m.weight)
        m.bias.data = torch.zeros_like(m.bias)
