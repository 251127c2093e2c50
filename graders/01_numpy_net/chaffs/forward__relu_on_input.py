"""The ReLU runs on the input.

exercise: forward
keeps: 0.525
"""


def forward(x, w1, w2):
    h = relu(x) @ w1
    return h, relu(h), relu(h) @ w2
