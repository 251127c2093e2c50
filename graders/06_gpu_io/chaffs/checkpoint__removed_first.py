"""Removes the old file, then renames the new one.

exercise: checkpoint
misconception: old-file-removed-first
keeps: 0.7
"""
import torch


import os


def save_checkpoint(path, net, optimizer, epoch):
    draft = f"{path}.draft"
    try:
        torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, draft)
        if os.path.exists(path):
            os.remove(path)
        os.rename(draft, path)
    finally:
        if os.path.exists(draft):
            os.remove(draft)
