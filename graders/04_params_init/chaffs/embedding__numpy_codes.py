"""NumPy's identity matrix has float64.

exercise: embedding
misconception: not-float
keeps: 0.9
"""
import numpy as np
import torch



def one_hot(indices, num_classes):
    return torch.from_numpy(np.eye(num_classes)[indices.numpy()])
