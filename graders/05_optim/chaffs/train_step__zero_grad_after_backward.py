"""Cleared between backward and step.

exercise: train_step
misconception: zero-grad-after-backward
keeps: 0.35
"""
def train_step(model, loss_fn, optimizer, x, y):
    model.train()
    loss = loss_fn(model(x), y)
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()
