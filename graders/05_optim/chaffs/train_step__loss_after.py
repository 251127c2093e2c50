"""The loss after the update.

exercise: train_step
misconception: loss-after-update
keeps: 0.8
"""
def train_step(model, loss_fn, optimizer, x, y):
    model.train()
    optimizer.zero_grad()
    loss_fn(model(x), y).backward()
    optimizer.step()
    return loss_fn(model(x), y).item()
