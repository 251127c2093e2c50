"""The four blocks have Parameters of their own, and all of them show the same memory.

exercise: nested_net
misconception: one-memory-four-times
keeps: 0.6
"""
from torch import nn


def block2():
    blocks = nn.Sequential()
    for i in range(4):
        blocks.add_module(f"block{i}", block1())
        for p, first in zip(blocks[i].parameters(), blocks[0].parameters()):
            p.data = first.data
    return blocks
