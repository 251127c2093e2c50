"""Checkpoints: what is written to a file, so that it is there when the program has ended.

A path is a str or a pathlib.Path, and a file lies exactly there: no suffix is added, no other file is left beside it or
elsewhere, and a file that was there before is replaced. What was saved comes back exactly as it was.
"""

import copy
import os
from pathlib import Path

import torch
from torch import nn


def save_tensors(obj, path):
    """Write tensors to a file, exactly at path.

    obj: a tensor, a list of tensors or a dict of tensors, of any shape; it stays as it is. Each keeps its dtype.
    A view (a row or a column of a larger tensor, say) takes the room of what it shows, not that of the larger tensor.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_tensors({"w": torch.ones(2, 3)}, folder + "/weights")
    ...     load_tensors(folder + "/weights")
    {'w': tensor([[1., 1., 1.],
            [1., 1., 1.]])}
    """
    ### BEGIN SOLUTION
    if isinstance(obj, torch.Tensor):
        own = obj.clone()
    elif isinstance(obj, dict):
        own = {name: tensor.clone() for name, tensor in obj.items()}
    else:
        own = [tensor.clone() for tensor in obj]
    torch.save(own, path)
    ### END SOLUTION


def load_tensors(path):
    """Read what save_tensors wrote: a tensor, a list or a dict, as it was given to save_tensors."""
    ### BEGIN SOLUTION
    return torch.load(path)
    ### END SOLUTION


def save_parameters(net, path):
    """Write the parameters and buffers of a module to a file, exactly at path; the module stays as it is.

    Not the module itself: load_parameters is given one of the same architecture.
    """
    ### BEGIN SOLUTION
    torch.save(net.state_dict(), path)
    ### END SOLUTION


def load_parameters(net, path, device="cpu"):
    """Fill a module with what save_parameters wrote, and return the module, ready to use.

    net: nn.Module; path: where save_parameters wrote; device: str or torch.device.
    -> net itself, the same object, on that device and in eval mode.
    Tensors that the file marks as coming from a GPU are read on a machine without one as well.
    Strict: an error is raised where the names or shapes in the file are not those of the net.

    >>> import tempfile
    >>> trained, fresh = nn.Linear(2, 3), nn.Linear(2, 3)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_parameters(trained, folder + "/linear")
    ...     loaded = load_parameters(fresh, folder + "/linear")
    >>> loaded is fresh, torch.equal(fresh.weight, trained.weight), fresh.training
    (True, True, False)
    """
    ### BEGIN SOLUTION
    net.load_state_dict(torch.load(path, map_location="cpu"))
    return net.to(device).eval()
    ### END SOLUTION


def save_model(net, path):
    """Write a whole module to a file, exactly at path: its class, parameters, buffers and mode.

    net: a module of any class that can be imported where it is read. It stays as it is.
    """
    ### BEGIN SOLUTION
    torch.save(net, path)
    ### END SOLUTION


def load_model(path):
    """Read what save_model wrote, from a file that you trust.

    -> a new nn.Module of the same class, with the same parameters and buffers, each part in the mode (training or eval)
    in which it was saved.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_model(nn.Sequential(nn.Linear(2, 3), nn.ReLU()), folder + "/model")
    ...     load_model(folder + "/model")
    Sequential(
      (0): Linear(in_features=2, out_features=3, bias=True)
      (1): ReLU()
    )
    """
    ### BEGIN SOLUTION
    return torch.load(path, weights_only=False)
    ### END SOLUTION


def save_checkpoint(path, net, optimizer, epoch):
    """Write all that is needed to go on with a training run later, in a new program, to one file, exactly at path.

    net: nn.Module; optimizer: any torch.optim optimizer; epoch: int, how far the run has got. All stay as they are.
    A file that is there already is replaced, but only by a complete one: where saving fails, whatever the reason (a
    full disk, something that cannot be saved), the error goes on to the caller, the old file can still be loaded, and
    no half-written or temporary file is left in the folder.
    """
    ### BEGIN SOLUTION
    path = Path(path)
    unfinished = path.with_name(path.name + ".unfinished")
    state = {"net": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
    try:
        torch.save(state, unfinished)
        os.replace(unfinished, path)  # one step: nobody ever sees half of it
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    ### END SOLUTION


def load_checkpoint(path, net, optimizer):
    """Put a training run back to where save_checkpoint left it.

    net, optimizer: new ones, made in the same way as those that were saved; both are filled: parameters and buffers,
    and the optimizer's memory and settings (its learning rates too). -> int, the epoch that was saved.
    Training then goes on exactly as if it had never stopped. Random generators are not part of it.

    >>> import tempfile
    >>> net = nn.Linear(2, 3)
    >>> optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_checkpoint(folder + "/last", net, optimizer, 7)
    ...     load_checkpoint(folder + "/last", net, optimizer)
    7
    """
    ### BEGIN SOLUTION
    state = torch.load(path, map_location="cpu")
    net.load_state_dict(state["net"])
    optimizer.load_state_dict(state["optimizer"])
    return state["epoch"]
    ### END SOLUTION


def snapshot(net):
    """Return a module's state as it is now: a copy that later training does not change.

    net: nn.Module -> dict from name to tensor, parameters and buffers; net.load_state_dict takes it, strictly. No file
    is left behind, in whatever folder.

    >>> net = nn.Linear(2, 3)
    >>> start = snapshot(net)
    >>> with torch.no_grad():
    ...     _ = net.bias.add_(1.0)
    >>> torch.equal(net.bias, start["bias"] + 1.0)
    True
    """
    ### BEGIN SOLUTION
    return copy.deepcopy(net.state_dict())
    ### END SOLUTION
