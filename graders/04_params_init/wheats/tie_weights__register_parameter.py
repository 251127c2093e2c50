"""register_parameter takes the Parameter in place of the old one.

exercise: tie_weights
"""


def tie_weights(source, target):
    if (source.in_features, source.out_features) != (target.in_features, target.out_features):
        raise ValueError("shapes differ")
    biases = [layer.bias is not None for layer in (source, target)]
    if any(biases) and not all(biases):
        raise ValueError("only one layer has a bias")
    target.register_parameter("weight", source.weight)
    target.register_parameter("bias", source.bias)
