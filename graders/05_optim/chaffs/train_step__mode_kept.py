"""The mode is left as it came.

exercise: train_step
misconception: eval-mode-kept
keeps: 0.6
"""
def train_step(model, loss_fn, optimizer, x, y):
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
