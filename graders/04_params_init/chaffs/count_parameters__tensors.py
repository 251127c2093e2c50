"""How many tensors.

exercise: count_parameters
misconception: number-of-tensors
"""


def count_parameters(net, trainable_only=False):
    return len([p for p in net.parameters() if p.requires_grad or not trainable_only])
