"""h is taken after the ReLU.

exercise: forward
misconception: h-already-clipped
"""


def forward(x, w1, w2):
    h = relu(x @ w1)
    h_relu = relu(h)
    return h, h_relu, h_relu @ w2
