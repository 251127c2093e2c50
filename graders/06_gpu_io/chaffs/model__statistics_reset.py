"""Sets the running statistics back.

exercise: model
"""
import torch


def save_model(net, path):
    torch.save(net, path)


def load_model(path):
    net = torch.load(path, weights_only=False)
    for m in net.modules():
        if hasattr(m, "reset_running_stats"):
            m.reset_running_stats()
    return net
