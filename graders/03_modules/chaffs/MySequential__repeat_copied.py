"""A module that comes again is registered as a copy, with parameters of its own.

exercise: MySequential
misconception: repeat-copied
keeps: 0.8
"""
import copy


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        self.steps = nn.ModuleList()
        for module in modules:
            known = any(module is step for step in self.steps)
            self.steps.append(copy.deepcopy(module) if known else module)

    def forward(self, X):
        for step in self.steps:
            X = step(X)
        return X
