"""Two blocks, each of them used twice.

exercise: nested_net
misconception: one-block-four-times
keeps: 0.6
"""
from torch import nn


def block2():
    blocks = nn.Sequential()
    pair = block1(), block1()
    for i in range(4):
        blocks.add_module(f"block{i}", pair[i % 2])
    return blocks
