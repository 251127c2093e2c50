"""torch trains.

exercise: train
misconception: uses-torch
keeps: 0.1
"""


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    import torch

    losses = []
    x, y, w1, w2 = (torch.tensor(a) for a in (x, y, w1, w2))
    for _ in range(steps):
        h = x @ w1
        difference = h.clamp(min=0) @ w2 - y
        losses.append((difference**2).sum().item())
        back = 2 * difference @ w2.T
        w1, w2 = w1 - learning_rate * x.T @ (back * (h > 0)), w2 - learning_rate * h.clamp(min=0).T @ (2 * difference)
    return w1.numpy(), w2.numpy(), losses
