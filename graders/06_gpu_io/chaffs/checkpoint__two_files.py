"""The optimizer has a file of its own, and both are written over the old ones.

exercise: checkpoint
misconception: leftover-file
keeps: 0.5
"""
import torch


def save_checkpoint(path, net, optimizer, epoch):
    torch.save([net.state_dict(), epoch], path)
    torch.save(optimizer.state_dict(), str(path) + "-optimizer")


def load_checkpoint(path, net, optimizer):
    optimizer.load_state_dict(torch.load(str(path) + "-optimizer"))
    state, epoch = torch.load(path)
    net.load_state_dict(state)
    return epoch
