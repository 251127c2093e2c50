"""Makes a row of every sample.

exercise: train_step
misconception: batch-changed
keeps: 0.85
"""
def train_step(model, loss_fn, optimizer, x, y):
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x.reshape(len(x), -1)), y)
    loss.backward()
    optimizer.step()
    return loss.item()
