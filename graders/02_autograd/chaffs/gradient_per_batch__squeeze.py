"""Axes of length 1 are lost.

exercise: gradient_per_batch
keeps: 0.85
"""


def gradient_per_batch(loss_fn, w, batches):
    gradients = []
    for batch in batches:
        w.grad = None
        loss_fn(w, batch).backward()
        gradients.append(w.grad.squeeze())
    return gradients
