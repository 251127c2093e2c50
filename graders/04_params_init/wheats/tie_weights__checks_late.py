"""The bias is looked at after the weight is tied.

exercise: tie_weights
"""
def tie_weights(source, target):
    if list(source.weight.shape) != list(target.weight.shape):
        raise ValueError("the weights' shapes differ")
    target.weight = source.weight
    match source.bias, target.bias:
        case None, None:
            return
        case (None, _) | (_, None):
            raise ValueError("only one layer has a bias")
    setattr(target, "bias", source.bias)
