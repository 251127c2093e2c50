"""Sets .grad to zero that may be None.

exercise: linear_gradients
misconception: zero-on-none
keeps: 0.375
"""


def linear_gradients(x, w, b):
    for t in (x, w, b):
        t.grad.zero_()
    (w * x + b).backward()
    return x.grad, w.grad, b.grad
