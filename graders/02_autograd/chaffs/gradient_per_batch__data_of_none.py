"""The old way to clear, on a .grad that may be None.

exercise: gradient_per_batch
misconception: zero-on-none
keeps: 0.45
"""


def gradient_per_batch(loss_fn, w, batches):
    grads = []
    for i, batch in enumerate(batches):
        w.grad.data.zero_()
        loss_fn(w, batch).backward()
        grads.append(w.grad.data.clone())
    return grads
