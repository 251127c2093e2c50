"""Removes what it spoilt, and with it the old file.

exercise: checkpoint
misconception: old-file-removed-first
keeps: 0.65
"""
import torch


import os


def save_checkpoint(path, net, optimizer, epoch):
    try:
        torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, path)
    except BaseException:
        os.remove(path)
        raise
