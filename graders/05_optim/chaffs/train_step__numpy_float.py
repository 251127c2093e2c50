"""NumPy's float32 is no Python float.

exercise: train_step
keeps: 0.9
"""
def train_step(model, loss_fn, optimizer, x, y):
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.detach().numpy()[()]
