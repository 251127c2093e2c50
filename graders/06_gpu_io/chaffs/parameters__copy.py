"""Fills a copy.

exercise: parameters
misconception: another-net
keeps: 0.6
"""
import torch


import copy


def load_parameters(net, path, device="cpu"):
    net = copy.deepcopy(net)
    net.load_state_dict(torch.load(path, map_location="cpu"))
    return net.to(device).eval()
