"""Leaves out the buffers that are whole numbers.

exercise: parameters
keeps: 0.85
"""
import torch


def save_parameters(net, path):
    torch.save({k: v for k, v in net.state_dict().items() if v.is_floating_point()}, path)


def load_parameters(net, path, device="cpu"):
    state = torch.load(path, map_location=device)
    own = net.state_dict()
    for k in own:
        if not own[k].is_floating_point():
            state[k] = own[k]
    net.load_state_dict(state)
    return net.to(device).eval()
