"""y before the prediction.

exercise: train_step
misconception: loss-arguments-swapped
keeps: 0.6
"""
def train_step(model, loss_fn, optimizer, x, y):
    model.train()
    loss = loss_fn(y, model(x))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
