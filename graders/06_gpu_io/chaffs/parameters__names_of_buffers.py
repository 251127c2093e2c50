"""Parameters, and the buffers that batch norm has.

exercise: parameters
keeps: 0.85
"""
import torch


def save_parameters(net, path):
    names = ("weight", "bias", "running_mean", "running_var", "num_batches_tracked")
    torch.save({name: x for name, x in net.state_dict().items() if name.split(".")[-1] in names}, path)


def load_parameters(net, path, device="cpu"):
    state = net.state_dict()
    for name, value in torch.load(path, map_location="cpu").items():
        if state[name].shape != value.shape:
            raise ValueError(name)
        state[name].copy_(value)
    if {n for n, _ in net.named_parameters()} - torch.load(path, map_location="cpu").keys():
        raise KeyError("missing key")
    return net.to(device).eval()
