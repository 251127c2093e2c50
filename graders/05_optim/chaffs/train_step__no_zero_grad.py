"""Never cleared.

exercise: train_step
misconception: zero-grad-missing
keeps: 0.5
"""
def train_step(model, loss_fn, optimizer, x, y):
    model.train()
    loss = loss_fn(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()
