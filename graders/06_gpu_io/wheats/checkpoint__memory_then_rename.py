"""Pickled in memory, flushed to a hidden file, renamed; another layout.

exercise: checkpoint
"""
import torch


import io
import os


def save_checkpoint(path, net, optimizer, epoch):
    memory = io.BytesIO()
    torch.save((epoch, [net.state_dict(), optimizer.state_dict()]), memory)
    folder, name = os.path.split(path)
    hidden = os.path.join(folder, "." + name)
    try:
        with open(hidden, "wb") as file:
            file.write(memory.getbuffer())
            file.flush()
            os.fsync(file.fileno())
        os.rename(hidden, path)
    finally:
        if os.path.exists(hidden):
            os.remove(hidden)


def load_checkpoint(path, net, optimizer):
    epoch, states = torch.load(path, weights_only=False)
    for thing, state in zip([net, optimizer], states):
        thing.load_state_dict(state)
    return epoch
