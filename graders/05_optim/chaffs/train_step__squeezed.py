"""The prediction loses its axis of length 1, and the loss broadcasts.

exercise: train_step
keeps: 0.65
"""
def train_step(model, loss_fn, optimizer, x, y):
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x).squeeze(), y)
    loss.backward()
    optimizer.step()
    return loss.item()
