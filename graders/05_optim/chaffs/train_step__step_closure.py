"""step with a closure, which the optimizers of this file do not take.

exercise: train_step
misconception: optimizer-methods-with-arguments
keeps: 0.75
"""
def train_step(model, loss_fn, optimizer, x, y):
    model.train()

    def closure():
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        return loss

    return float(optimizer.step(closure))
