"""A two-layer network in NumPy: forward, loss, gradients and training, all by hand.

The network has no biases: x times w1, a ReLU, times w2. Shapes, with N examples in a batch:

    x (N, D_in)    w1 (D_in, H)    h and h_relu (N, H)    w2 (H, D_out)    y_pred and y (N, D_out)

All arrays are of dtype float64 unless a docstring says otherwise. Use NumPy only; torch comes in the next assignment.
"""
import numpy as np


def relu(x):
    """Rectified linear unit: every negative entry becomes 0, all other entries stay as they are.

    x: array (N, D). Returns a new array of the same shape; x itself is not changed.

    >>> relu(np.array([[-1.5, 0.0, 2.5], [7.0, -4.0, 1.0]]))
    array([[0. , 0. , 2.5],
           [7. , 0. , 1. ]])
    """
    ### BEGIN SOLUTION
    return np.maximum(x, 0)
    ### END SOLUTION


def forward(x, w1, w2):
    """Run the network and keep what the backward pass will need.

    x: (N, D_in), w1: (D_in, H), w2: (H, D_out). Returns three arrays, in this order:
    h (N, H), the hidden layer before the ReLU, with its negative entries still there;
    h_relu (N, H), the hidden layer after the ReLU;
    y_pred (N, D_out), the prediction, made from h_relu. There is no ReLU on the output.
    x, w1 and w2 are not changed.

    >>> before, after, y_pred = forward(
    ...     np.array([[1.0, 2.0]]), np.array([[1.0, -3.0], [1.0, 1.0]]), np.array([[2.0], [5.0]]))
    >>> before
    array([[ 3., -1.]])
    >>> after
    array([[3., 0.]])
    >>> y_pred
    array([[6.]])
    """
    ### BEGIN SOLUTION
    h = x @ w1
    h_relu = relu(h)
    return h, h_relu, h_relu @ w2
    ### END SOLUTION


def squared_error(y_pred, y):
    """The loss: the squares of all differences between y_pred and y, summed over the batch and the outputs.

    y_pred and y: (N, D_out). Returns one number (a float; NumPy's scalars are fine), not an array with an axis.
    Nothing is divided by anything. y_pred and y are not changed.

    >>> float(squared_error(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0], [0.0, 5.0]])))
    14.0
    """
    ### BEGIN SOLUTION
    return float(np.square(y_pred - y).sum())
    ### END SOLUTION


def backward(x, y, w2, h, h_relu, y_pred):
    """The gradients of squared_error(y_pred, y) with respect to w1 and w2.

    x: (N, D_in), y: (N, D_out), w2: (H, D_out); h, h_relu and y_pred are what forward returned for them.
    Returns (grad_w1, grad_w2), each with the shape of its weight: (D_in, H) and (H, D_out).
    The derivative of the ReLU is 1 where h is positive and 0 where h is negative; exactly at 0 either is right.
    None of the six arguments is changed.

    >>> x, y, w2 = np.array([[1.0, 2.0]]), np.array([[4.0]]), np.array([[2.0], [5.0]])
    >>> h, h_relu, y_pred = np.array([[3.0, -1.0]]), np.array([[3.0, 0.0]]), np.array([[6.0]])
    >>> for_w1, for_w2 = backward(x, y, w2, h, h_relu, y_pred)
    >>> for_w1
    array([[ 8.,  0.],
           [16.,  0.]])
    >>> for_w2
    array([[12.],
           [ 0.]])
    """
    ### BEGIN SOLUTION
    grad_y_pred = 2.0 * (y_pred - y)
    grad_w2 = h_relu.T @ grad_y_pred
    grad_h_relu = grad_y_pred @ w2.T
    grad_h = grad_h_relu * (h > 0)
    grad_w1 = x.T @ grad_h
    return grad_w1, grad_w2
    ### END SOLUTION


def numerical_gradient(f, w, eps=1e-6):
    """The gradient of f at w, measured by central differences.

    f: a function that takes an array of w's shape and returns a number. w: array (rows, columns) of floats or integers.
    Entry by entry, the estimate is the change of f between eps below and eps above that entry, divided by the distance
    between these two points, while all other entries keep their value.
    Returns a float64 array of w's shape, also where w holds integers.
    Afterwards w holds the values that it held before.

    >>> def f(w):
    ...     return w[0, 0] ** 2 + 5 * w[0, 1]
    >>> numerical_gradient(f, np.array([[3.0, 1.0]])).round(3)
    array([[6., 5.]])
    """
    ### BEGIN SOLUTION
    point = np.array(w, dtype=float)
    gradient = np.empty_like(point)
    for index in np.ndindex(point.shape):
        value = point[index]
        point[index] = value + eps
        above = f(point)
        point[index] = value - eps
        below = f(point)
        point[index] = value
        gradient[index] = (above - below) / (2 * eps)
    return gradient
    ### END SOLUTION


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    """Train the network by gradient descent on the whole batch, with forward, squared_error and backward.

    Each of the `steps` updates moves both weights a small way, learning_rate times their gradient, towards a smaller
    loss; both gradients belong to the weights as they were before that update.
    Returns (w1, w2, losses): the trained weights, and a list of `steps` losses, losses[t] being the loss before
    update t (so losses[0] is the loss of the weights that were passed in).
    x, y and the w1 and w2 that were passed in are not changed.

    >>> x, y = np.array([[1.0, 2.0]]), np.array([[4.0]])
    >>> w1, w2, losses = train(x, y, np.array([[1.0, -3.0], [1.0, 1.0]]), np.array([[2.0], [5.0]]), 0.01, 2)
    >>> [round(float(loss), 4) for loss in losses]
    [4.0, 0.7885]
    >>> w1.shape, w2.shape
    ((2, 2), (2, 1))
    """
    ### BEGIN SOLUTION
    losses = []
    for _ in range(steps):
        h, h_relu, y_pred = forward(x, w1, w2)
        losses.append(squared_error(y_pred, y))
        grad_w1, grad_w2 = backward(x, y, w2, h, h_relu, y_pred)
        w1 = w1 - learning_rate * grad_w1
        w2 = w2 - learning_rate * grad_w2
    return w1, w2, losses
    ### END SOLUTION
