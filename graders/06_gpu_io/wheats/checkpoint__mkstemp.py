"""A draft from mkstemp, written down to the disk.

exercise: checkpoint
"""
import os
import tempfile

import torch


def save_checkpoint(path, net, optimizer, epoch):
    path = os.path.abspath(path)
    fd, name = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".")
    done = False
    try:
        with os.fdopen(fd, "wb") as f:
            torch.save((epoch, net.state_dict(), optimizer.state_dict()), f)
            f.flush()
            os.fsync(f.fileno())
        os.rename(name, path)
        done = True
    finally:
        if not done:
            os.unlink(name)


def load_checkpoint(path, net, optimizer):
    epoch, state, opt = torch.load(path, map_location="cpu")
    net.load_state_dict(state)
    optimizer.load_state_dict(opt)
    net.train()
    return int(epoch)
