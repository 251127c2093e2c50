"""Reads the draft once before it replaces the old file.

exercise: checkpoint
"""
import torch


import os


def save_checkpoint(path, net, optimizer, epoch):
    draft = f"{os.fspath(path)}.{os.getpid()}.tmp"
    try:
        torch.save(dict(net=net.state_dict(), optimizer=optimizer.state_dict(), epoch=epoch), draft)
        torch.load(draft)
    except:
        if os.path.isfile(draft):
            os.unlink(draft)
        raise
    else:
        os.replace(src=draft, dst=path)
