"""An nn.ModuleDict with numbered keys.

exercise: MySequential
"""
from torch import nn


class MySequential(nn.Module):
    def __init__(self, *modules):
        super(MySequential, self).__init__()
        self.steps = nn.ModuleDict({f"step {i}": module for i, module in enumerate(modules)})

    def forward(self, *args):
        (out,) = args
        for step in self.steps:
            out = self.steps[step](out)
        return out
