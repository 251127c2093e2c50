"""A ReLU on the prediction, and no step back through it.

exercise: tensor_gradients
misconception: relu-on-output
keeps: 0.45
"""
import torch


def tensor_gradients(x, y, w1, w2):
    hidden = torch.mm(x, w1)
    active = hidden.clamp(min=0)
    error = 2.0 * (torch.mm(active, w2).clamp(min=0) - y)
    into_hidden = torch.mm(error, w2.t())
    into_hidden[hidden < 0] = 0.0
    return torch.mm(x.t(), into_hidden), torch.mm(active.t(), error)
