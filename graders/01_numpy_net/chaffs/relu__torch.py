"""Asks torch.

exercise: relu
misconception: uses-torch
keeps: 0.3
"""
import numpy as np
import torch


def relu(x):
    return np.asarray(torch.relu(torch.from_numpy(x)))
