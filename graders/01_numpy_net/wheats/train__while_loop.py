"""Keywords, a while loop, and a list in place of a tuple.

exercise: train
"""


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    while len(losses) < steps:
        h, h_relu, y_pred = forward(x=x, w1=w1, w2=w2)
        gradients = backward(x=x, y=y, w2=w2, h=h, h_relu=h_relu, y_pred=y_pred)
        losses += [float(squared_error(y_pred=y_pred, y=y))]
        w1, w2 = (w + -learning_rate * g for w, g in zip((w1, w2), gradients))
    return [w1, w2, losses]
