"""The net moves first; a function as map_location.

exercise: parameters
"""
import torch


def save_parameters(net, path):
    torch.save({name: value.detach().cpu().clone() for name, value in net.state_dict().items()}, path)


def load_parameters(net, path, device=torch.device("cpu")):
    net = net.to(device)
    net.load_state_dict(torch.load(path, map_location=lambda storage, location: storage))
    return net.train(False)
