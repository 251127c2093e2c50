"""Tells torch.load by an environment variable.

exercise: model
"""
import os
import copy

import torch


def save_model(net, path):
    torch.save(copy.deepcopy(net), str(path))


def load_model(path):
    old = os.environ.get("TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD")
    os.environ["TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"] = "1"
    try:
        return torch.load(str(path))
    finally:
        del os.environ["TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"]
