"""Compares parameters with parameters and buffers with buffers.

exercise: module_device
misconception: buffers-ignored
keeps: 0.75
"""
import torch


def module_device(net):
    p = {t.device for t in net.parameters()}
    b = {t.device for t in net.buffers()}
    if len(p) > 1 or len(b) > 1:
        raise ValueError
    return (p or b or {torch.device("cpu")}).pop()
