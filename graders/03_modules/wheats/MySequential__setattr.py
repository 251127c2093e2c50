"""setattr and getattr with numbered names.

exercise: MySequential
"""
from torch import nn


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        self.names = []
        for module in modules:
            self.names.append(f"step{len(self.names)}")
            setattr(self, self.names[-1], module)

    def forward(self, X):
        for name in self.names:
            X = getattr(self, name)(X)
        return X
