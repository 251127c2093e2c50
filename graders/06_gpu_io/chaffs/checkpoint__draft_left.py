"""A draft is left after an error.

exercise: checkpoint
misconception: leftover-file
keeps: 0.8
"""
import torch


import os
import tempfile


def save_checkpoint(path, net, optimizer, epoch):
    handle, draft = tempfile.mkstemp(dir=os.path.dirname(os.path.abspath(path)))
    os.close(handle)
    torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, draft)
    os.replace(draft, path)
