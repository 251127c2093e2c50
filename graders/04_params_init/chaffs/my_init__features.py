"""Everything that has features and a weight.

exercise: my_init
misconception: other-modules-changed
keeps: 0.85
"""
import torch


def my_init(m):
    if hasattr(m, "in_features") and hasattr(m, "out_features"):
        with torch.no_grad():
            m.weight.uniform_(-10, 10)
            m.weight[m.weight.abs() < 5] = 0
