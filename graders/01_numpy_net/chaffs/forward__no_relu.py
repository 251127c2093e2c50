"""Two matrix products and nothing between them.

exercise: forward
misconception: no-relu
keeps: 0.35
"""


def forward(x, w1, w2):
    h = x @ w1
    return h, h, h @ w2
