"""How many tensors.

exercise: count_parameters
misconception: number-of-tensors
keeps: 0.35
"""


def count_parameters(net, trainable_only=False):
    return len([p for p in net.parameters() if p.requires_grad or not trainable_only])
