"""Builds on the student's own MyReLU, with set_grad_enabled and in-place indexing.

exercise: train_two_layer
"""
import torch


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    history = ()
    for _ in range(steps):
        loss = (MyReLU.apply(x @ w1) @ w2 - y).square().sum()
        loss.backward()
        torch.set_grad_enabled(False)
        w1[...] = w1 - learning_rate * w1.grad
        w2[...] = w2 - learning_rate * w2.grad
        torch.set_grad_enabled(True)
        w1.grad = w2.grad = None
        history += (float(loss.detach()),)
    return list(history)
