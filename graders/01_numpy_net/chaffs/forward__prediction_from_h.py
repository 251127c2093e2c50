"""h_relu is right, but the prediction is made from h.

exercise: forward
misconception: no-relu
keeps: 0.65
"""


def forward(x, w1, w2):
    h = x @ w1
    return h, relu(h), h @ w2
