"""No two layers fit.

exercise: tie_weights
keeps: 0.0
"""
def tie_weights(source, target):
    raise ValueError("these layers cannot be tied")
