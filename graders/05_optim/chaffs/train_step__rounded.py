"""Rounded to four digits.

exercise: train_step
misconception: rounded
keeps: 0.85
"""
def train_step(model, loss_fn, optimizer, x, y):
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    optimizer.step()
    return round(loss.item(), 4)
