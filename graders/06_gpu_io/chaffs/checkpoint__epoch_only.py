"""A file with the epoch.

exercise: checkpoint
keeps: 0.2
"""
from pathlib import Path


def save_checkpoint(path, net, optimizer, epoch):
    Path(path).write_text(str(epoch))


def load_checkpoint(path, net, optimizer):
    return int(Path(path).read_text())
