"""A draft stays in the folder for temporary files.

exercise: checkpoint
keeps: 0.8
"""
import os
import shutil
import tempfile
from pathlib import Path

import torch


def save_checkpoint(path, net, optimizer, epoch):
    path = Path(path)
    unfinished = path.with_name(path.name + ".unfinished")
    state = {"net": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
    try:
        with tempfile.NamedTemporaryFile(delete=False) as draft:
            torch.save(state, draft)
        shutil.copyfile(draft.name, unfinished)
        os.replace(unfinished, path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
