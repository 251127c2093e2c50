"""An index of shape () has no first axis.

exercise: embedding
keeps: 0.85
"""
import torch



def one_hot(indices, num_classes):
    codes = torch.zeros(indices.shape[0], *indices.shape[1:], num_classes)
    return codes.scatter_(-1, indices.unsqueeze(-1), 1.0)
