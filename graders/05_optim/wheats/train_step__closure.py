"""Zeroes first of all, item before backward, gradients enabled explicitly.

exercise: train_step
"""
import torch


def train_step(model, loss_fn, optimizer, x, y):
    def compute():
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        return loss

    model.train()
    with torch.enable_grad():
        loss = compute()
    optimizer.step()
    return loss.tolist()
