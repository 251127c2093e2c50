"""The file is emptied before anything is known.

exercise: checkpoint
misconception: half-written
keeps: 0.65
"""
import torch


def save_checkpoint(path, net, optimizer, epoch):
    with open(path, "wb") as file:
        state = {"net": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
        torch.save(state, file)
