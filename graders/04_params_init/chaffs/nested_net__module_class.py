"""A class of one's own.

exercise: nested_net
misconception: not-sequential
keeps: 0.775
"""
from torch import nn


class _Nested(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = block2()
        self.head = nn.Linear(4, 1)

    def forward(self, x):
        return self.head(self.body(x))

    def __getitem__(self, i):
        return (self.body, self.head)[i]

    def __len__(self):
        return 2


def nested_net():
    return _Nested()
