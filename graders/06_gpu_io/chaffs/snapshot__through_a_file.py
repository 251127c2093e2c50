"""Through a file, which stays in the working folder.

exercise: snapshot
misconception: file-left
keeps: 0.7
"""
import torch


def snapshot(net):
    torch.save(net.state_dict(), "snapshot.tmp")
    return torch.load("snapshot.tmp")
