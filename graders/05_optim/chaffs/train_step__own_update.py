"""The update is made by hand, without the optimizer's step.

exercise: train_step
misconception: step-not-called
keeps: 0.5
"""


def train_step(model, loss_fn, optimizer, x, y):
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    for p in model.parameters():
        p.data -= optimizer.param_groups[0]["lr"] * p.grad
    return loss.item()
