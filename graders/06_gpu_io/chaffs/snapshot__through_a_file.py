"""Through a file, which stays in the working folder.

exercise: snapshot
misconception: file-left
"""
import torch


def snapshot(net):
    torch.save(net.state_dict(), "snapshot.tmp")
    return torch.load("snapshot.tmp")
