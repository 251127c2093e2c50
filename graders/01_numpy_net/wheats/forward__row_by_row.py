"""One example at a time.

exercise: forward
"""
import numpy as np


def forward(x, w1, w2):
    h, h_relu, y_pred = [], [], []
    for row in x:
        h.append(row @ w1)
        h_relu.append(relu(h[-1]))
        y_pred.append(h_relu[-1] @ w2)
    return np.array(h), np.array(h_relu), np.stack(y_pred)
