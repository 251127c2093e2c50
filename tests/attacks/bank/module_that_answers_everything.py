"""attack: A module has every attribute that one asks for.
class: torch-state
aim: points
file: nets.py
"""

import torch


class Scale(Scale):
    def __getattribute__(self, name):
        if name in ("grad", "weight", "data"):
            return torch.ones(())
        return super().__getattribute__(name)

    def __getattr__(self, name):
        return super().__getattr__(name) if name in ("_parameters", "_modules", "_buffers", "factor") else self
