"""The layer's own dictionary of parameters, updated.

exercise: tie_weights
"""


def tie_weights(source, target):
    for name, mine in target._parameters.items():
        theirs = source._parameters[name]
        if getattr(mine, "shape", None) != getattr(theirs, "shape", None):
            raise ValueError(f"{name} differs")
    target._parameters.update(source._parameters)
