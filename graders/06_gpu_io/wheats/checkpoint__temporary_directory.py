"""A temporary folder beside the file.

exercise: checkpoint
"""
import torch


import os
import tempfile


def save_checkpoint(path, net, optimizer, epoch):
    path = os.path.abspath(path)
    with tempfile.TemporaryDirectory(dir=os.path.dirname(path)) as folder:
        draft = os.path.join(folder, "draft")
        torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, draft)
        os.replace(draft, path)
