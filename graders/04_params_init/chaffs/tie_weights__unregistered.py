"""target uses the parameters but does not list them.

exercise: tie_weights
keeps: 0.65
"""
def tie_weights(source, target):
    if source.weight.shape != target.weight.shape or (source.bias is None) != (target.bias is None):
        raise ValueError("these layers do not fit together")
    for name in ("weight", "bias"):
        delattr(target, name)
        object.__setattr__(target, name, getattr(source, name))
