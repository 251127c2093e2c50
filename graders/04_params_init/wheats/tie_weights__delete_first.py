"""Delete, then assign; the bias only where there is one.

exercise: tie_weights
"""


def tie_weights(source, target):
    if target.weight.size() != source.weight.size():
        raise ValueError
    if target.bias is None and source.bias is not None or target.bias is not None and source.bias is None:
        raise ValueError("bias in only one")
    del target.weight
    target.weight = source.weight
    if source.bias is not None:
        del target.bias
        target.bias = source.bias
