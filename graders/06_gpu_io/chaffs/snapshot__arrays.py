"""NumPy arrays in place of tensors.

exercise: snapshot
misconception: not-tensors
keeps: 0.45
"""
import numpy as np


def snapshot(net):
    return {key: np.array(entry.detach()) for key, entry in net.state_dict().items()}
