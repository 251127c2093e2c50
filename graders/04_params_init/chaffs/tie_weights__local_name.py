"""The argument's name is given to source; the layer target does not notice.

exercise: tie_weights
keeps: 0.25
"""
def tie_weights(source, target):
    if source.weight.shape != target.weight.shape or (source.bias is None) != (target.bias is None):
        raise ValueError("these layers do not fit together")
    target = source
