"""The loss comes from a pass of its own in eval mode.

exercise: train_step
misconception: two-forward-passes
keeps: 0.85
"""
import torch


def train_step(model, loss_fn, optimizer, x, y):
    with torch.no_grad():
        value = loss_fn(model.eval()(x), y).item()
    model.train()
    optimizer.zero_grad()
    loss_fn(model(x), y).backward()
    optimizer.step()
    return value
