"""A ReLU on the output as well.

exercise: forward
misconception: relu-on-output
keeps: 0.65
"""


def forward(x, w1, w2):
    h = x @ w1
    h_relu = relu(h)
    return h, h_relu, relu(h_relu @ w2)
