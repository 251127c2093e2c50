"""A draft stays in the folder for temporary files.

exercise: parameters
keeps: 0.8
"""
import shutil
import tempfile

import torch


def save_parameters(net, path):
    with tempfile.NamedTemporaryFile(delete=False) as draft:
        torch.save(net.state_dict(), draft)
    shutil.copyfile(draft.name, path)
