"""The gradient of the hidden layer is a copy with zeros where h is negative.

exercise: backward
"""


def backward(x, y, w2, h, h_relu, y_pred):
    grad_y = 2.0 * (y_pred - y)
    w2_grad = h_relu.T.dot(grad_y)
    hidden = grad_y.dot(w2.T)
    hidden_before = hidden.copy()
    hidden_before[h < 0] = 0
    w1_grad = x.T.dot(hidden_before)
    return w1_grad, w2_grad
