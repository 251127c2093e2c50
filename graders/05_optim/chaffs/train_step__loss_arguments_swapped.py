"""y before the prediction.

exercise: train_step
misconception: loss-arguments-swapped
"""
def train_step(model, loss_fn, optimizer, x, y):
    model.train()
    loss = loss_fn(y, model(x))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
