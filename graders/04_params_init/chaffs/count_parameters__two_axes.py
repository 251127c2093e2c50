"""Rows times columns, for every tensor.

exercise: count_parameters
misconception: two-axes-only
keeps: 0.625
"""
def count_parameters(net, trainable_only=False):
    total = 0
    for p in net.parameters():
        if p.requires_grad or not trainable_only:
            rows, columns, *_ = [*p.shape, 1, 1]
            total += rows * columns
    return total
