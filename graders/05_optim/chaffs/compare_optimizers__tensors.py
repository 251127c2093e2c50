"""The losses are tensors.

exercise: compare_optimizers
misconception: tensor-returned
keeps: 0.825
"""
import torch


def compare_optimizers(optimizers, x, y, epochs=12, batch_size=32, _inner=compare_optimizers):
    result = _inner(optimizers, x, y, epochs, batch_size)
    return {name: [torch.tensor(value) for value in values] for name, values in result.items()}
