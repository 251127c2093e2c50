"""Steps are made until the loss is smaller, at most five.

exercise: train_step
misconception: several-steps
keeps: 0.6
"""


def train_step(model, loss_fn, optimizer, x, y):
    model.train()
    losses = []
    while len(losses) < 5 and (not losses or losses[-1] >= losses[0]):
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        losses = losses or [loss.item()]
        losses.append(loss_fn(model(x), y).item())
    return losses[0]
