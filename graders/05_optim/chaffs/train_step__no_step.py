"""No update at all.

exercise: train_step
misconception: step-not-called
keeps: 0.35
"""
def train_step(model, loss_fn, optimizer, x, y):
    model.train()
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    return loss.item()
