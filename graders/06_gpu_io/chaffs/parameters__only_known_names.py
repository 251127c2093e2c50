"""Whatever fits is taken.

exercise: parameters
misconception: strict-false
keeps: 0.875
"""
import torch


def load_parameters(net, path, device="cpu"):
    state = net.state_dict()
    state.update({k: v for k, v in torch.load(path, map_location="cpu").items() if k in state})
    net.load_state_dict(state)
    return net.to(device).eval()
