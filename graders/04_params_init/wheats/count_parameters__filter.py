"""filter and map.

exercise: count_parameters
"""


def count_parameters(net, trainable_only=False):
    parameters = net.parameters()
    if trainable_only:
        parameters = filter(lambda p: p.requires_grad, parameters)
    return int(sum(map(lambda p: p.nelement(), parameters)))
