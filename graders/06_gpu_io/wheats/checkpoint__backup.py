"""Keeps the old file aside and puts it back.

exercise: checkpoint
"""
import torch


import os


def save_checkpoint(path, net, optimizer, epoch):
    path = str(path)
    aside = path + ".old"
    had = os.path.exists(path)
    if had:
        os.replace(path, aside)
    try:
        torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, path)
    except BaseException:
        if os.path.exists(path):
            os.remove(path)
        if had:
            os.replace(aside, path)
        raise
    if had:
        os.remove(aside)
