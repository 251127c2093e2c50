"""The module and its modes, in a dict.

exercise: model
"""
import torch


def save_model(net, path):
    torch.save({"net": net, "modes": [part.training for part in net.modules()]}, str(path))


def load_model(path):
    saved = torch.load(path, map_location="cpu", weights_only=False)
    for part, mode in zip(saved["net"].modules(), saved["modes"]):
        part.training = mode
    return saved["net"]
