"""Layers of your own: a module holds state, and its forward says what happens to a tensor."""
import torch
from torch import nn
from torch.nn import functional as F


class CenteredLayer(nn.Module):
    """Subtract the mean of the whole tensor.

    forward(X): X of any shape, floating point -> a new tensor of the same shape and dtype whose mean is 0.
    X itself stays as it is, and gradients flow through the mean too.

    >>> CenteredLayer()(torch.tensor([1.0, 2.0, 6.0]))
    tensor([-2., -1.,  3.])
    """

    def forward(self, X):
        # YOUR CODE HERE
        raise NotImplementedError()


class MyLinear(nn.Module):
    """A fully connected layer with a ReLU: relu(X @ weight + bias).

    weight: a parameter of shape (in_units, units) that starts at random values.
    bias: a parameter of shape (units,) that starts at zeros or at random values.
    Both are in parameters(), and a loss reaches both.

    forward(X): X of shape (..., in_units) with any number of leading axes, also none -> (..., units).

    >>> MyLinear(5, 3)(torch.rand(2, 4, 5)).shape
    torch.Size([2, 4, 3])
    """

    def __init__(self, in_units, units):
        super().__init__()
        # YOUR CODE HERE
        raise NotImplementedError()

    def forward(self, X):
        # YOUR CODE HERE
        raise NotImplementedError()


class MyDropout(nn.Module):
    """Dropout: while training, set each entry to zero with probability p and multiply the others by 1 / (1 - p).

    Every entry of X is decided on its own, and anew in every call. In eval mode the layer returns X's values unchanged.
    With p = 1 the result in training is all zeros (no NaN), with p = 0 it is X. X itself stays as it is.
    The constructor raises ValueError where p is not between 0 and 1; both ends are allowed.

    forward(X): X of any shape, floating point -> the same shape.

    >>> layer = MyDropout(0.75)
    >>> sorted(set(layer(torch.ones(1000)).tolist()))
    [0.0, 4.0]
    >>> layer.eval()(torch.tensor([1.0, 2.0]))
    tensor([1., 2.])
    """

    def __init__(self, p=0.5):
        super().__init__()
        # YOUR CODE HERE
        raise NotImplementedError()

    def forward(self, X):
        # YOUR CODE HERE
        raise NotImplementedError()
