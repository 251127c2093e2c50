"""Prints the error.

exercise: checkpoint
misconception: error-swallowed
keeps: 0.75
"""
import torch


import os


def save_checkpoint(path, net, optimizer, epoch):
    draft = f"{path}.draft"
    try:
        torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, draft)
        os.replace(draft, path)
    except Exception as error:
        print(error)
        if os.path.exists(draft):
            os.remove(draft)
