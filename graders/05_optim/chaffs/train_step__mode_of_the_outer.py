"""Only the outermost module is in training mode.

exercise: train_step
misconception: eval-mode-kept
keeps: 0.6
"""
def train_step(model, loss_fn, optimizer, x, y):
    model.training = True
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
