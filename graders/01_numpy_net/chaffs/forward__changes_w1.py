"""Cuts the negative weights, in the caller's array.

exercise: forward
misconception: inputs-changed
keeps: 0.8
"""


def forward(x, w1, w2):
    h = x @ w1
    h_relu = relu(h)
    y_pred = h_relu @ w2
    w1 *= w1 > 0
    return h, h_relu, y_pred
