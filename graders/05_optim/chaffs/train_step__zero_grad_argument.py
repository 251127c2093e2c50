"""zero_grad with an argument, which the optimizers of this file do not take.

exercise: train_step
misconception: optimizer-methods-with-arguments
keeps: 0.75
"""
def train_step(model, loss_fn, optimizer, x, y):
    model.train()
    optimizer.zero_grad(set_to_none=True)
    loss = loss_fn(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()
