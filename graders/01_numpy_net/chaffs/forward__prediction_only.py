"""Returns the prediction alone.

exercise: forward
keeps: 0.3
"""


def forward(x, w1, w2):
    return relu(x @ w1) @ w2
