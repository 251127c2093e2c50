"""Clears before backward; sub_ with alpha.

exercise: train_two_layer
"""
import torch


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = [0.0] * steps
    for t in range(steps):
        for w in (w1, w2):
            if w.grad is not None:
                w.grad.zero_()
        residual = torch.matmul(torch.nn.functional.relu(torch.matmul(x, w1)), w2) - y
        loss = torch.sum(residual * residual)
        loss.backward()
        losses[t] = float(loss)
        with torch.no_grad():
            w1.sub_(w1.grad, alpha=learning_rate)
            w2.sub_(w2.grad, alpha=learning_rate)
    return losses
