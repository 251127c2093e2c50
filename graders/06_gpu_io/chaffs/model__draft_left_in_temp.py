"""A draft stays in the folder for temporary files.

exercise: model
keeps: 0.8
"""
import shutil
import tempfile

import torch


def save_model(net, path):
    with tempfile.NamedTemporaryFile(delete=False) as draft:
        torch.save(net, draft)
    shutil.copyfile(draft.name, path)
