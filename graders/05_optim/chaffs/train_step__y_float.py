"""Makes floats of the labels.

exercise: train_step
misconception: batch-changed
keeps: 0.85
"""
def train_step(model, loss_fn, optimizer, x, y):
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x.float()), y.float())
    loss.backward()
    optimizer.step()
    return loss.item()
