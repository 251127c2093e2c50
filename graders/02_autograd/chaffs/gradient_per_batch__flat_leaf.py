"""A flat view of w, which fails for a transposed one.

exercise: gradient_per_batch
keeps: 0.85
"""


def gradient_per_batch(loss_fn, w, batches):
    gradients = []
    for batch in batches:
        flat = w.detach().view(-1).clone().requires_grad_()
        loss_fn(flat.view(w.shape), batch).backward()
        gradients.append(flat.grad.view(w.shape))
    return gradients
