"""The model clears the gradients; the old mode comes back.

exercise: train_step
"""
def train_step(model, loss_fn, optimizer, x, y):
    before = model.training
    try:
        model.train()
        model.zero_grad()
        loss = loss_fn(model(x), y)
        value = loss.detach().cpu().numpy().item()
        loss.backward()
        optimizer.step()
    finally:
        model.train(before)
    return value
