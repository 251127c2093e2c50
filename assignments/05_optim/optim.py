"""Optimizers by hand, and the training loop around them.

The first four classes are written from scratch: without torch.optim, which includes its base class Optimizer and its
functional and fused forms. They all look the same from outside:

    params       an iterable of parameters, read once: it may be a generator, as net.parameters() is
    lr           the learning rate; keep it as self.lr and read it at every step, so that it can be changed in between
    step()       updates every parameter in place, from its .grad, and leaves .grad as it is; a parameter whose
                 .grad is None stays where it is
    zero_grad()  clears every parameter's .grad: None and zero are both fine

In the formulas p is a parameter, g its gradient, and all operations go element by element. State such as a velocity
starts at zero, and every parameter has its own. The results follow torch.optim's to 1e-6 over 20 steps.
"""

import copy

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class SGD:
    """Gradient descent: p <- p - lr g.

    >>> p = nn.Parameter(torch.tensor([1.0, 2.0]))
    >>> sgd = SGD([p], lr=0.1)
    >>> (p ** 2).sum().backward()  # g is [2., 4.]
    >>> sgd.step()
    >>> p.detach()
    tensor([0.8000, 1.6000])
    """

    def __init__(self, params, lr):
        # YOUR CODE HERE
        raise NotImplementedError()

    def step(self):
        # YOUR CODE HERE
        raise NotImplementedError()

    def zero_grad(self):
        # YOUR CODE HERE
        raise NotImplementedError()


class Momentum:
    """Gradient descent with a velocity: v <- momentum v + g, then p <- p - lr v.

    This is torch.optim.SGD with its momentum argument. Where self.lr is changed between two steps, the next step uses
    the new one for all of v.

    >>> p = nn.Parameter(torch.tensor([1.0]))
    >>> momentum = Momentum([p], lr=0.1, momentum=0.5)
    >>> for _ in range(2):
    ...     p.grad = torch.tensor([1.0])
    ...     momentum.step()  # v is 1.0, then 1.5
    >>> p.detach()
    tensor([0.7500])
    """

    def __init__(self, params, lr, momentum=0.9):
        # YOUR CODE HERE
        raise NotImplementedError()

    def step(self):
        # YOUR CODE HERE
        raise NotImplementedError()

    def zero_grad(self):
        # YOUR CODE HERE
        raise NotImplementedError()


class RMSProp:
    """Steps divided by the size of recent gradients.

        s <- alpha s + (1 - alpha) g²
        p <- p - lr g / (sqrt(s) + eps)

    >>> p = nn.Parameter(torch.tensor([1.0, 1.0]))
    >>> rmsprop = RMSProp([p], lr=0.01, alpha=0.75)
    >>> p.grad = torch.tensor([100.0, -0.5])
    >>> rmsprop.step()  # sqrt(s) is [50., 0.25]: the same step for a large and for a small gradient
    >>> p.detach()
    tensor([0.9800, 1.0200])
    """

    def __init__(self, params, lr, alpha=0.99, eps=1e-8):
        # YOUR CODE HERE
        raise NotImplementedError()

    def step(self):
        # YOUR CODE HERE
        raise NotImplementedError()

    def zero_grad(self):
        # YOUR CODE HERE
        raise NotImplementedError()


class Adam:
    """Momentum and RMSProp together, both corrected for their start at zero. With betas = (b1, b2):

        m <- b1 m + (1 - b1) g
        s <- b2 s + (1 - b2) g²
        p <- p - lr M / (sqrt(S) + eps)    where M = m / (1 - b1^t) and S = s / (1 - b2^t)

    t is the number of the step: 1 in the first call of step(), for every parameter, then 2, and so on.

    >>> p = nn.Parameter(torch.tensor([1.0, 1.0]))
    >>> adam = Adam([p], lr=0.1)
    >>> p.grad = torch.tensor([100.0, -0.5])
    >>> adam.step()  # the first step is lr, whatever the size of the gradient
    >>> p.detach()
    tensor([0.9000, 1.1000])
    """

    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8):
        # YOUR CODE HERE
        raise NotImplementedError()

    def step(self):
        # YOUR CODE HERE
        raise NotImplementedError()

    def zero_grad(self):
        # YOUR CODE HERE
        raise NotImplementedError()


def train_step(model, loss_fn, optimizer, x, y):
    """One update of the model on one batch, in training mode -> the loss before the update, a Python float.

    model: an nn.Module, which may come in eval mode. loss_fn(model(x), y): a tensor of shape (). optimizer: has
    zero_grad() and step(), which take no arguments, and holds the model's parameters. No gradient of one call may get
    into the update of the next. The loss is not rounded.

    >>> model = nn.Linear(1, 1, bias=False)
    >>> _ = nn.init.constant_(model.weight, 1.0)
    >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
    >>> train_step(model, nn.functional.mse_loss, optimizer, torch.tensor([[1.0]]), torch.tensor([[3.0]]))
    4.0
    >>> model.weight.item()
    2.0
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def evaluate(model, loss_fn, loader):
    """The mean loss over all samples that a loader gives, a Python float. The model does not change.

    loader: a DataLoader that gives batches (x, y); the last batch may be shorter than the others, also a single sample,
    and samples of its data set may be left out (drop_last=True). loss_fn(model(x), y): the mean loss of a batch, a
    tensor of shape (); in the result every sample counts the same, and nothing is rounded. The model runs in eval mode
    and without a graph. Afterwards it is in the mode in which it came, and its gradients are as they were.

    >>> data = TensorDataset(torch.tensor([[1.0], [1.0], [4.0]]), torch.zeros(3, 1))
    >>> evaluate(nn.Identity(), nn.functional.l1_loss, DataLoader(data, batch_size=2))  # not (1 + 4) / 2
    2.0
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def set_learning_rate(optimizer, lr):
    """Give a torch.optim optimizer a new learning rate, in all of its parameter groups, from its next step on.

    The optimizer keeps everything else: its state (velocities, averages) and its other options.

    >>> optimizer = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=0.1, momentum=0.9)
    >>> set_learning_rate(optimizer, 0.01)
    >>> optimizer.param_groups[0]["lr"], optimizer.param_groups[0]["momentum"]
    (0.01, 0.9)
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def synthetic_data(n):
    """n noisy points of a parabola -> (x, y), both of shape (n, 1), float32.

    x: evenly spaced from -1 to 1. y = x² + 0.1 noise, the noise standard normal and drawn anew for every point and call.

    >>> x, y = synthetic_data(5)
    >>> x.flatten()
    tensor([-1.0000, -0.5000,  0.0000,  0.5000,  1.0000])
    >>> y.shape
    torch.Size([5, 1])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def data_loader(tensors, batch_size, shuffle=True):
    """Batches of a data set: an iterable that can be gone through many times, once for each epoch.

    tensors: a tuple of tensors of the same length, such as (x, y). Each batch holds batch_size rows of every tensor,
    in the same order; the last batch holds what is left. shuffle=True: a new random order in every epoch; False: the
    order given.

    >>> for x, y in data_loader((torch.arange(5), 10 * torch.arange(5)), 2, shuffle=False):
    ...     print(x, y)
    tensor([0, 1]) tensor([ 0, 10])
    tensor([2, 3]) tensor([20, 30])
    tensor([4]) tensor([40])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def compare_optimizers(optimizers, x, y, epochs=12, batch_size=32):
    """Train the same net with each optimizer -> {name: its losses, a list of floats}: a fair race.

    optimizers: a dict from a name to a function that takes a net's parameters and returns an optimizer, for example
    {"SGD": lambda params: torch.optim.SGD(params, lr=0.1)}. x, y: of shape (n, 1).
    The net is Linear(1, 20), ReLU, Linear(20, 1), the loss the mean squared error. Every optimizer starts from the same
    random weights and sees the same batches in the same order; no optimizer moves the weights of another. Each epoch
    goes once through all n points in batches of batch_size (the last one may be shorter). Every step adds the loss of
    its batch before the update.

    >>> x, y = torch.randn(10, 1), torch.randn(10, 1)
    >>> slow_and_fast = {str(lr): lambda params, lr=lr: torch.optim.SGD(params, lr) for lr in (0.01, 0.1)}
    >>> losses = compare_optimizers(slow_and_fast, x, y, epochs=2, batch_size=4)
    >>> len(losses["0.01"]), losses["0.01"][0] == losses["0.1"][0]
    (6, True)
    """
    # YOUR CODE HERE
    raise NotImplementedError()
