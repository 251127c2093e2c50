"""Two steps in one call.

exercise: train_step
keeps: 0.6
"""
def train_step(model, loss_fn, optimizer, x, y):
    model.train()
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    optimizer.step()
    return loss.item()
