"""Returns target.

exercise: tie_weights
misconception: something-returned
keeps: 0.9
"""
def tie_weights(source, target):
    if source.weight.shape != target.weight.shape or (source.bias is None) != (target.bias is None):
        raise ValueError("the layers do not fit together")
    target.weight, target.bias = source.weight, source.bias
    return target
