"""A view of w.grad is no copy.

exercise: gradient_per_batch
misconception: same-tensor
keeps: 0.55
"""


def gradient_per_batch(loss_fn, w, batches):
    grads = []
    for batch in batches:
        if w.grad is not None:
            w.grad.zero_()
        loss_fn(w, batch).backward()
        grads.append(w.grad[:])
    return grads
