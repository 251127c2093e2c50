"""Through a file, which stays in the folder for temporary files.

exercise: snapshot
misconception: file-left
keeps: 0.7
"""
import tempfile

import torch


def snapshot(net):
    with tempfile.NamedTemporaryFile(suffix=".pt", delete=False) as file:
        torch.save(net.state_dict(), file)
    return torch.load(file.name)
