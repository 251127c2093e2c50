"""Copies by NumPy.

exercise: snapshot
"""
import numpy as np

import torch


def snapshot(net):
    return dict((k, torch.from_numpy(np.array(v.cpu().numpy(), copy=True))) for k, v in net.state_dict().items())
