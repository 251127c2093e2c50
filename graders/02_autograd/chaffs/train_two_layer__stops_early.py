"""Stops when the loss is small or rises.

exercise: train_two_layer
misconception: stops-early
keeps: 0.65
"""
import torch


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    for t in range(steps):
        loss = ((torch.relu(x @ w1) @ w2 - y) ** 2).sum()
        losses.append(loss.item())
        if losses[-1] < 1e-5 or len(losses) > 1 and losses[-1] > losses[-2]:
            break
        loss.backward()
        w1.data -= learning_rate * w1.grad; w2.data -= learning_rate * w2.grad
        w1.grad = w2.grad = None
    return losses
