"""The ReLU sits at the output and not in the middle.

exercise: forward
misconception: no-relu
keeps: 0.3
"""


def forward(x, w1, w2):
    h = x @ w1
    return h, h, relu(h @ w2)
