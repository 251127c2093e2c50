"""The step goes by the gradients of the call before.

exercise: train_step
misconception: step-before-backward
keeps: 0.4
"""
def train_step(model, loss_fn, optimizer, x, y):
    model.train()
    loss = loss_fn(model(x), y)
    optimizer.step()
    optimizer.zero_grad()
    loss.backward()
    return loss.item()
