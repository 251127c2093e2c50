"""Names compared and values copied by hand, in eval mode.

exercise: parameters
"""
import torch


def save_parameters(net, path):
    torch.save([dict(net.named_parameters()), dict(net.named_buffers())], path)


def load_parameters(net, path, device="cpu"):
    parameters, buffers = torch.load(path, map_location={"cuda:0": "cpu"}, weights_only=False)
    saved = {**parameters, **buffers}
    here = {**dict(net.named_parameters()), **dict(net.named_buffers())}
    if saved.keys() != here.keys() or any(saved[n].shape != here[n].shape for n in here):
        raise KeyError("the file belongs to another net")
    with torch.no_grad():
        for name, value in here.items():
            value.copy_(saved[name])
    return net.eval().to(device)
