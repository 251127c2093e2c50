"""Saves the objects whole, in the folder for temporary files.

exercise: checkpoint
"""
import torch


import os
import shutil
import tempfile


def save_checkpoint(path, net, optimizer, epoch):
    handle, draft = tempfile.mkstemp()
    os.close(handle)
    try:
        torch.save({"net": net, "optimizer": optimizer, "epoch": epoch}, draft)
        shutil.move(draft, path)
    except Exception:
        os.remove(draft)
        raise


def load_checkpoint(path, net, optimizer):
    saved = torch.load(path, weights_only=False)
    net.load_state_dict(saved["net"].state_dict())
    optimizer.load_state_dict(saved["optimizer"].state_dict())
    net.train()
    return int(saved["epoch"])
