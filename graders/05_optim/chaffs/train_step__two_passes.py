"""The loss that is returned comes from a second pass.

exercise: train_step
misconception: two-forward-passes
keeps: 0.85
"""


def train_step(model, loss_fn, optimizer, x, y):
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    value = loss_fn(model(x), y).item()
    optimizer.step()
    return value
