"""Looks after each step whether there are more.

exercise: train
misconception: one-step-at-least
keeps: 0.9
"""
import numpy as np


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    while True:
        h, h_relu, y_pred = forward(x, w1, w2)
        losses.append(squared_error(y_pred, y))
        g1, g2 = backward(x, y, w2, h, h_relu, y_pred)
        w1, w2 = w1 - learning_rate * g1, w2 - learning_rate * g2
        if len(losses) >= steps:
            return w1, w2, losses
