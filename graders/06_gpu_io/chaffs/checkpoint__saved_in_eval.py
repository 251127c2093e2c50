"""The net is in eval mode after saving.

exercise: checkpoint
misconception: net-in-eval
keeps: 0.8
"""
import os

import torch


def save_checkpoint(path, net, optimizer, epoch):
    draft = f"{path}.draft"
    net.eval()
    try:
        torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, draft)
        os.replace(draft, path)
    except BaseException:
        if os.path.exists(draft):
            os.remove(draft)
        raise
