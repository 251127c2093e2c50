"""The numbers of outputs are compared, not those of inputs.

exercise: tie_weights
misconception: mismatch-accepted
keeps: 0.9
"""
def tie_weights(source, target):
    if source.out_features != target.out_features or (source.bias is None) != (target.bias is None):
        raise ValueError("these layers do not fit together")
    target.weight = source.weight
    target.bias = source.bias
