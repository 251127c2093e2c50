"""The two layers change places.

exercise: tie_weights
misconception: tied-the-wrong-way-round
keeps: 0.4
"""
def tie_weights(source, target):
    if source.weight.shape != target.weight.shape or (source.bias is None) != (target.bias is None):
        raise ValueError("these layers do not fit together")
    source.weight, target.weight = target.weight, source.weight
    source.bias, target.bias = target.bias, source.bias
