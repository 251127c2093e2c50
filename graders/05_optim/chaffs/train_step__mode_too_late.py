"""Training mode is set after the forward pass.

exercise: train_step
misconception: eval-mode-kept
keeps: 0.575
"""
def train_step(model, loss_fn, optimizer, x, y):
    loss = loss_fn(model(x), y)
    model.eval()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    model.train()
    model.eval()
    return loss.item()
