"""Returns the prediction alone.

exercise: forward
"""


def forward(x, w1, w2):
    return relu(x @ w1) @ w2
