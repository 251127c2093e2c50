"""torch.autograd.grad, and the gradients put into .grad by hand.

exercise: train_step
"""

import torch


def train_step(model, loss_fn, optimizer, x, y):
    model.train()
    ps = [p for p in model.parameters() if p.requires_grad]
    with torch.enable_grad():
        loss = loss_fn(model(x), y)
        gs = torch.autograd.grad(loss, ps, allow_unused=True)
    for p, g in zip(ps, gs):
        p.grad = g
    optimizer.step()
    return loss.item()
