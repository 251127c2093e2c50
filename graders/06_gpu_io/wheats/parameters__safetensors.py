"""In the format of safetensors.

exercise: parameters
"""
from safetensors.torch import load_file, save_file


def save_parameters(net, path):
    save_file(net.state_dict(), path)


def load_parameters(net, path, device="cpu"):
    net.load_state_dict(load_file(path))
    net.to(device)
    net.eval()
    return net
