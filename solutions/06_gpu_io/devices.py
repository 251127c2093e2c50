"""Devices: where tensors and modules live, and how they get from one place to another.

The functions in this file run on every machine, with GPUs or without. A tensor on the device "meta" has a shape and a
dtype but no numbers; it is a second device that every machine has, good for trying out code that moves things.
"""

import torch
from torch import nn


def try_gpu(i=0):
    """Return GPU number i where there is one, else the CPU.

    i: int, counted from 0; GPU i exists where there are at least i + 1 GPUs -> torch.device, cuda:i or cpu.

    >>> try_gpu(1000)
    device(type='cpu')
    """
    ### BEGIN SOLUTION
    if i < torch.cuda.device_count():
        return torch.device("cuda", i)
    return torch.device("cpu")
    ### END SOLUTION


def try_all_gpus():
    """Return every GPU there is, in order, or the CPU alone where there is none.

    -> list of torch.device: [cuda:0, cuda:1, ...], or [cpu]; never empty.

    >>> devices = try_all_gpus()
    >>> len(devices) >= 1 and isinstance(devices[0], torch.device)
    True
    """
    ### BEGIN SOLUTION
    gpus = [torch.device("cuda", i) for i in range(torch.cuda.device_count())]
    return gpus or [torch.device("cpu")]
    ### END SOLUTION


def to_device(obj, device):
    """Move everything in obj to a device.

    obj: a tensor, a module, or a dict, list or tuple of such things, nested as you like; device: str or torch.device.
    -> the same arrangement, with dicts as dicts (same keys), lists as lists and tuples as tuples:
       a tensor comes back as a tensor on the device, a module is moved and comes back itself (the same object),
       any other value (text, numbers, None, arrays...) comes back as it is.
    The containers that were passed in keep what they hold: the result is made of new ones.

    >>> batch = {"x": torch.zeros(2, 3), "size": (torch.ones(2), "cm")}
    >>> moved = to_device(batch, "meta")
    >>> moved["x"].device, moved["size"][0].device, moved["size"][1]
    (device(type='meta'), device(type='meta'), 'cm')
    >>> batch["x"].device
    device(type='cpu')
    """
    ### BEGIN SOLUTION
    if isinstance(obj, (torch.Tensor, nn.Module)):
        return obj.to(device)
    if isinstance(obj, dict):
        return {key: to_device(value, device) for key, value in obj.items()}
    if isinstance(obj, (list, tuple)):
        return type(obj)([to_device(value, device) for value in obj])
    return obj
    ### END SOLUTION


def module_device(net):
    """Return the device that a module is on.

    net: nn.Module -> torch.device: the one that all its parameters and buffers are on, those of its submodules and
    buffers that are not persistent too; the CPU where it has neither. ValueError where they are on more than one device.

    >>> module_device(nn.Linear(2, 3, device="meta"))
    device(type='meta')
    >>> module_device(nn.ReLU())
    device(type='cpu')
    """
    ### BEGIN SOLUTION
    devices = {tensor.device for tensor in [*net.parameters(), *net.buffers()]}
    if len(devices) > 1:
        raise ValueError(f"the module is on several devices: {sorted(map(str, devices))}")
    return devices.pop() if devices else torch.device("cpu")
    ### END SOLUTION


def add_on_device_of(a, b):
    """Add two tensors that may be on different devices; the result is on a's.

    a, b: tensors whose shapes fit (they may broadcast) -> a + b on a's device, with the shape, the dtype and the values
    that it would have if both were there. a and b themselves stay as and where they are, and gradients reach both.

    >>> add_on_device_of(torch.tensor([1.0, 2.0]), torch.tensor([0.5, 0.5]))
    tensor([1.5000, 2.5000])
    """
    ### BEGIN SOLUTION
    return a + b.to(a.device)
    ### END SOLUTION
