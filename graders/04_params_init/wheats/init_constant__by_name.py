"""Over the names of the parameters.

exercise: init_constant
"""
from torch import nn


def init_constant(layer, value=1.0):
    if type(layer) is not nn.Linear:
        return
    for name, parameter in layer.named_parameters(recurse=False):
        nn.init.constant_(parameter, value if name == "weight" else 0)
