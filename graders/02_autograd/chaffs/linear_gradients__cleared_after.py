"""Cleans up when it is done, and does not look at what was there before.

exercise: linear_gradients
misconception: grads-accumulated
keeps: 0.8
"""
def linear_gradients(x, w, b):
    (w * x + b).backward()
    found = [leaf.grad.clone() for leaf in (x, w, b)]
    for leaf in (x, w, b):
        leaf.grad.zero_()
    return found
