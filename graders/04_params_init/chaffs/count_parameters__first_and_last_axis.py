"""First axis times last axis, which a number of shape () does not have.

exercise: count_parameters
misconception: other-axes
keeps: 0.7
"""
def count_parameters(net, trainable_only=False):
    total = 0
    for p in net.parameters():
        if p.requires_grad or not trainable_only:
            total += p.shape[0] * p.shape[-1] if p.dim() != 1 else p.shape[0]
    return total
