"""Clears what the groups of a torch.optim optimizer hold; others have no groups.

exercise: train_step
keeps: 0.75
"""
def train_step(model, loss_fn, optimizer, x, y):
    model.train()
    for group in optimizer.param_groups:
        for p in group["params"]:
            p.grad = None
    loss = loss_fn(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()
