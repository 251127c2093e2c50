"""The names of torch.nn's classes and a state_dict, from which the same layers are made.

exercise: model
keeps: 0.5
"""
import torch
from torch import nn


def _plan(net):
    sizes = {"Linear": ("in_features", "out_features")}.get(type(net).__name__, ())
    return {
        "class": type(net).__name__, "sizes": [getattr(net, size) for size in sizes], "training": net.training,
        "parts": [[name, _plan(part)] for name, part in net.named_children()],
    }


def _build(plan):
    net = getattr(nn, plan["class"])(*plan["sizes"])
    for name, part in plan["parts"]:
        net.add_module(name, _build(part))
    net.training = plan["training"]
    return net


def save_model(net, path):
    flags = {name: p.requires_grad for name, p in net.named_parameters()}
    places = [name for name, _ in net.named_buffers()]
    torch.save({"plan": _plan(net), "state": net.state_dict(), "flags": flags, "buffers": places}, path)


def load_model(path):
    saved = torch.load(path)
    net = _build(saved["plan"])
    for name in saved["buffers"]:
        owner, _, last = name.rpartition(".")
        net.get_submodule(owner).register_buffer(last, saved["state"][name])
    net.load_state_dict(saved["state"])
    for name, p in net.named_parameters():
        p.requires_grad_(saved["flags"][name])
    return net
