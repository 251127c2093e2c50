"""A detached tensor.

exercise: train_step
misconception: tensor-returned
keeps: 0.8
"""
def train_step(model, loss_fn, optimizer, x, y):
    model.train()
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.detach()
