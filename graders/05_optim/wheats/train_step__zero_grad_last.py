"""Gradients are cleared after the step.

exercise: train_step
"""
def train_step(model, loss_fn, optimizer, x, y):
    model.train(True)
    out = model(x)
    loss = loss_fn(out, y)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return float(loss)
