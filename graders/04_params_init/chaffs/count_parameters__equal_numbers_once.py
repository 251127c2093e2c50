"""Parameters with equal numbers taken for shared ones.

exercise: count_parameters
keeps: 0.75
"""
import torch



def count_parameters(net, trainable_only=False):
    different = []
    for p in net.parameters():
        if not any(p.shape == q.shape and torch.equal(p, q) for q in different):
            different.append(p)
    return sum(p.numel() for p in different if p.requires_grad or not trainable_only)
