"""h_relu is another name of h, so that h is clipped too.

exercise: forward
misconception: h-already-clipped
keeps: 0.6
"""


def forward(x, w1, w2):
    h = x @ w1
    h_relu = h
    h_relu[h_relu < 0] = 0
    return h, h_relu, h_relu @ w2
