"""A state dict with the new numbers.

exercise: init_constant
"""
import torch
from torch import nn


def init_constant(m, value=1.0):
    if isinstance(m, nn.Linear):
        state = {"weight": torch.ones(m.weight.shape) * value}
        if m.bias is not None:
            state["bias"] = torch.zeros(m.bias.shape)
        m.load_state_dict(state)
