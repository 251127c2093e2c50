"""The three arrays in the order in which they become interesting.

exercise: forward
misconception: wrong-order
keeps: 0.6
"""


def forward(x, w1, w2):
    h = x @ w1
    h_relu = relu(h)
    return h_relu @ w2, h, h_relu
