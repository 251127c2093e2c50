"""The step comes before backward.

exercise: train_step
misconception: step-before-backward
keeps: 0.35
"""
def train_step(model, loss_fn, optimizer, x, y):
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    optimizer.step()
    loss.backward()
    return loss.item()
