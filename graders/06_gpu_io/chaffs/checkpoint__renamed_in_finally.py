"""Puts the draft in place whether it is complete or not.

exercise: checkpoint
misconception: half-written
keeps: 0.575
"""
import torch


import os


def save_checkpoint(path, net, optimizer, epoch):
    draft = f"{path}.draft"
    try:
        torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, draft)
    finally:
        os.replace(draft, path)
