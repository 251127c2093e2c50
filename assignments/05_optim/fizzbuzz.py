"""FizzBuzz, learned: a small net is shown the answers from 101 to 1023 and then asked for those from 1 to 100.

The game: say the numbers in turn, but "fizz" for a multiple of 3, "buzz" for a multiple of 5, "fizzbuzz" for a multiple
of both.
"""

import numpy as np
import torch
from torch import nn


def fizz_buzz_encode(i):
    """The class of the number i (1 or more), an int: 3 for fizzbuzz, 2 for buzz, 1 for fizz, 0 for the number itself.

    >>> [fizz_buzz_encode(i) for i in (7, 9, 10, 30)]
    [0, 1, 2, 3]
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def fizz_buzz_decode(i, prediction):
    """What to say for the number i when its class is prediction (0, 1, 2 or 3): a str.

    >>> [fizz_buzz_decode(7, prediction) for prediction in range(4)]
    ['7', 'fizz', 'buzz', 'fizzbuzz']
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def binary_encode(i, num_digits):
    """The binary digits of i (0 or more), the least significant first: a NumPy array of num_digits zeros and ones.

    Raises ValueError where i does not fit into num_digits digits.

    >>> binary_encode(6, 4)
    array([0, 1, 1, 0])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def fizz_buzz_data(start, stop, num_digits=10):
    """The numbers from start up to, but not including, stop, as tensors for training -> (x, y).

    x: float32 (stop - start, num_digits), the binary digits of each number, the least significant first.
    y: int64 (stop - start,), the class of each number.

    >>> x, y = fizz_buzz_data(2, 4, num_digits=3)
    >>> x
    tensor([[0., 1., 0.],
            [1., 1., 0.]])
    >>> y
    tensor([0, 1])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


class FizzBuzzNet(nn.Module):
    """A net with one hidden layer: num_digits -> hidden -> ReLU -> 4.

    forward(x): x float32 (n, num_digits) -> (n, 4), a score (logit) for each of the four classes.

    >>> FizzBuzzNet(num_digits=10, hidden=100)(torch.zeros(3, 10)).shape
    torch.Size([3, 4])
    """

    def __init__(self, num_digits=10, hidden=100):
        super().__init__()
        # YOUR CODE HERE
        raise NotImplementedError()

    def forward(self, x):
        # YOUR CODE HERE
        raise NotImplementedError()


def train_fizz_buzz(net, x, y):
    """Train a FizzBuzzNet in place on x (n, num_digits) and y (n,) -> the losses in order, a list of floats.

    x and y are what fizz_buzz_data makes. Any optimizer, of torch.optim or of your own, and any number of epochs will
    do, and so will one loss per step or per epoch. Every row of x takes part, and the net learns from nothing but x, y.

    Trained on the numbers from 101 to 1023, the net has to be right for at least 95 % of them and for at least 75 % of
    those from 1 to 100, which it has never seen. The class that it predicts for a row is the one with the largest
    score, in eval mode. You have 20 seconds on one core; a few are enough.

    >>> net = FizzBuzzNet()
    >>> losses = train_fizz_buzz(net, *fizz_buzz_data(101, 1024))
    >>> losses[-1] < 0.5 < losses[0]
    True
    """
    # YOUR CODE HERE
    raise NotImplementedError()
