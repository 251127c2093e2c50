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
    ### BEGIN SOLUTION
    if i % 15 == 0:
        return 3
    if i % 5 == 0:
        return 2
    if i % 3 == 0:
        return 1
    return 0
    ### END SOLUTION


def fizz_buzz_decode(i, prediction):
    """What to say for the number i when its class is prediction (0, 1, 2 or 3): a str.

    >>> [fizz_buzz_decode(7, prediction) for prediction in range(4)]
    ['7', 'fizz', 'buzz', 'fizzbuzz']
    """
    ### BEGIN SOLUTION
    return [str(i), "fizz", "buzz", "fizzbuzz"][prediction]
    ### END SOLUTION


def binary_encode(i, num_digits):
    """The binary digits of i (0 or more), the least significant first: a NumPy array of num_digits zeros and ones.

    Raises ValueError where i does not fit into num_digits digits.

    >>> binary_encode(6, 4)
    array([0, 1, 1, 0])
    """
    ### BEGIN SOLUTION
    if i >= 2**num_digits:
        raise ValueError(f"{i} does not fit into {num_digits} binary digits")
    return np.array([i >> digit & 1 for digit in range(num_digits)])
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    numbers = range(start, stop)
    x = np.stack([binary_encode(i, num_digits) for i in numbers])
    return torch.tensor(x, dtype=torch.float32), torch.tensor([fizz_buzz_encode(i) for i in numbers])
    ### END SOLUTION


class FizzBuzzNet(nn.Module):
    """A net with one hidden layer: num_digits -> hidden -> ReLU -> 4.

    forward(x): x float32 (n, num_digits) -> (n, 4), a score (logit) for each of the four classes.

    >>> FizzBuzzNet(num_digits=10, hidden=100)(torch.zeros(3, 10)).shape
    torch.Size([3, 4])
    """

    def __init__(self, num_digits=10, hidden=100):
        super().__init__()
        ### BEGIN SOLUTION
        self.layers = nn.Sequential(nn.Linear(num_digits, hidden), nn.ReLU(), nn.Linear(hidden, 4))
        ### END SOLUTION

    def forward(self, x):
        ### BEGIN SOLUTION
        return self.layers(x)
        ### END SOLUTION


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
    ### BEGIN SOLUTION
    losses = []
    # A little weight decay keeps the net from learning the training numbers by heart.
    optimizer = torch.optim.Adam(net.parameters(), lr=0.02, weight_decay=5e-4)
    for _ in range(300):
        loss = nn.functional.cross_entropy(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
    ### END SOLUTION
