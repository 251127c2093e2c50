"""Switches requires_grad off for all parameters, and on again for all of them.

exercise: evaluate
misconception: frozen-thawed
keeps: 0.85
"""
def evaluate(model, loss_fn, loader):
    mode = model.training
    model.eval()
    for p in model.parameters():
        p.requires_grad_(False)
    total, n = 0.0, 0
    for x, y in loader:
        total += loss_fn(model(x), y).item() * len(x)
        n += len(x)
    for p in model.parameters():
        p.requires_grad_(True)
    model.train(mode)
    return total / n
