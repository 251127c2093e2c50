"""Written over the old file.

exercise: checkpoint
misconception: half-written
keeps: 0.65
"""
import torch


def save_checkpoint(path, net, optimizer, epoch):
    torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, path)
