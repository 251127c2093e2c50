"""The draft is copied and stays.

exercise: checkpoint
misconception: leftover-file
keeps: 0.65
"""
import torch


import shutil


def save_checkpoint(path, net, optimizer, epoch):
    draft = f"{path}.draft"
    torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, draft)
    shutil.copy(draft, path)
