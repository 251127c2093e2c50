"""Rounded to six digits.

exercise: gradient_per_batch
keeps: 0.75
"""


def gradient_per_batch(loss_fn, w, batches):
    gradients = []
    for batch in batches:
        w.grad = None
        loss_fn(w, batch).backward()
        gradients.append(w.grad.round(decimals=6))
    return gradients
