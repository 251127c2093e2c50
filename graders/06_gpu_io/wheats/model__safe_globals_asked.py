"""Asks the file which classes it needs.

exercise: model
"""
import torch


import importlib


def load_model(path):
    classes = []
    for name in torch.serialization.get_unsafe_globals_in_checkpoint(path):
        module, _, attribute = name.rpartition(".")
        classes.append(getattr(importlib.import_module(module), attribute))
    with torch.serialization.safe_globals(classes):
        return torch.load(path, weights_only=True)
