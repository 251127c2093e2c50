"""The mode in which the model came is put back afterwards.

exercise: train_step
"""


def train_step(model, loss_fn, optimizer, x, y):
    was = model.training
    model.train()
    try:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
    finally:
        model.train(was)
    return loss.data.item()
