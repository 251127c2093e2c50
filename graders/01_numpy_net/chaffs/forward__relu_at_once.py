"""h is taken after the ReLU.

exercise: forward
misconception: h-already-clipped
keeps: 0.6
"""


def forward(x, w1, w2):
    h = relu(x @ w1)
    h_relu = relu(h)
    return h, h_relu, h_relu @ w2
