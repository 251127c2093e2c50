"""Trains copies and hands their values over at the end.

exercise: train_two_layer
"""
import torch


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    a, b = (w.detach().clone().requires_grad_() for w in (w1, w2))
    losses = []
    for _ in range(steps):
        loss = ((x @ a).relu() @ b - y).pow(2).sum()
        ga, gb = torch.autograd.grad(loss, (a, b))
        a = (a - learning_rate * ga).detach().requires_grad_()
        b = (b - learning_rate * gb).detach().requires_grad_()
        losses.append(loss.item())
    with torch.no_grad():
        w1.copy_(a)
        w2.copy_(b)
    return losses
