"""Saved to memory and read again.

exercise: snapshot
"""
import torch


import io


def snapshot(net):
    memory = io.BytesIO()
    torch.save(net.state_dict(), memory)
    memory.seek(0)
    return torch.load(memory)
