"""autograd in spite of everything.

exercise: tensor_gradients
misconception: uses-autograd
keeps: 0.1
"""
import torch
from torch.autograd import grad as derive


def tensor_gradients(x, y, w1, w2):
    with torch.inference_mode(False), torch.enable_grad():
        leaves = [w.detach().clone().requires_grad_() for w in (w1, w2)]
        return derive(((torch.relu(x @ leaves[0]) @ leaves[1] - y) ** 2).sum(), leaves)
