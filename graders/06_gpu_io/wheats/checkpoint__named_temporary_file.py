"""NamedTemporaryFile and Path.replace; the snapshot of the assignment.

exercise: checkpoint
"""
import torch


from pathlib import Path
from tempfile import NamedTemporaryFile


def save_checkpoint(path, net, optimizer, epoch):
    path = Path(path)
    draft = NamedTemporaryFile(dir=path.parent, delete=False)
    try:
        with draft:
            torch.save({"epoch": epoch, "optimizer": optimizer.state_dict(), "net": snapshot(net)}, draft)
        Path(draft.name).replace(path)
    except BaseException:
        Path(draft.name).unlink()
        raise


def load_checkpoint(path, net, optimizer):
    saved = load_tensors(path)
    optimizer.load_state_dict(saved["optimizer"])
    net.load_state_dict(saved["net"])
    return saved["epoch"]
