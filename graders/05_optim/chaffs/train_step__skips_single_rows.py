"""A batch of one sample is not trained on.

exercise: train_step
keeps: 0.8
"""
def train_step(model, loss_fn, optimizer, x, y):
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    if len(x) > 1:
        loss.backward()
        optimizer.step()
    return loss.item()
