"""Initialisation: the numbers that a net starts from.

The four initialisers are made for `net.apply`, which calls them with every module of the net, itself included. Each
changes the nn.Linear layers it is given and leaves every other module as it is: its parameters, its buffers, and
without an error. A class that is only called like it, such as the MyLinear of assignment 03, is another module. It
writes into the parameters that are there: the same nn.Parameter objects afterwards, with the requires_grad they had,
and nothing recorded in the autograd graph. A linear layer may have no bias. What is random is drawn afresh for every
weight of every layer. What the function returns does not matter.
"""

import torch
from torch import nn
from torch.nn import functional as F


def init_normal(m):
    """nn.Linear: weight normal with mean 0 and standard deviation 0.01, bias 0. Other modules: unchanged.

    >>> layer = nn.Linear(50, 40).apply(init_normal)
    >>> 0.008 < layer.weight.std().item() < 0.012, layer.bias.abs().max().item()
    (True, 0.0)
    """
    ### BEGIN SOLUTION
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, mean=0.0, std=0.01)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
    ### END SOLUTION


def init_constant(m, value=1.0):
    """nn.Linear: every weight is value, bias 0. Other modules: unchanged.

    >>> layer = nn.Linear(2, 1).apply(init_constant)
    >>> layer.weight.tolist(), layer.bias.tolist()
    ([[1.0, 1.0]], [0.0])
    """
    ### BEGIN SOLUTION
    if isinstance(m, nn.Linear):
        nn.init.constant_(m.weight, value)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
    ### END SOLUTION


def init_xavier(m):
    """nn.Linear: weight Xavier uniform (Glorot uniform, gain 1), bias 0. Other modules: unchanged.

    Xavier uniform draws from (-a, a). The bound a depends on how many inputs and how many outputs the layer has,
    together, and is such that the variance of the weights is 2 / (inputs + outputs).

    >>> layer = nn.Linear(50, 100).apply(init_xavier)
    >>> 0.19 < layer.weight.abs().max().item() <= 0.2, layer.bias.abs().max().item()
    (True, 0.0)
    """
    ### BEGIN SOLUTION
    if isinstance(m, nn.Linear):
        nn.init.xavier_uniform_(m.weight)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
    ### END SOLUTION


def my_init(m):
    """nn.Linear: weight uniform on (-10, 10), then 0 where its absolute value is below 5. Bias: untouched.

    So about half of the weights are 0, a quarter lie between 5 and 10, and a quarter between -10 and -5.
    Other modules: unchanged.

    >>> layer = nn.Linear(50, 40).apply(my_init)
    >>> sizes = layer.weight.abs()
    >>> ((sizes == 0) | (sizes >= 5)).all().item(), sizes.max().item() <= 10
    (True, True)
    """
    ### BEGIN SOLUTION
    if isinstance(m, nn.Linear):
        with torch.no_grad():
            m.weight.uniform_(-10, 10)
            m.weight[m.weight.abs() < 5] = 0
    ### END SOLUTION


def one_hot(indices, num_classes):
    """Each index as a vector that is 1 at this position and 0 elsewhere.

    indices: int64 tensor of any shape (...), each from 0 to num_classes - 1.
    Returns a float32 tensor of shape (..., num_classes). An index of num_classes or more raises an error, of
    whichever type.

    >>> one_hot(torch.tensor([2, 0]), 3)
    tensor([[0., 0., 1.],
            [1., 0., 0.]])
    """
    ### BEGIN SOLUTION
    return F.one_hot(indices, num_classes).float()
    ### END SOLUTION


def embedding_from_vectors(vectors, freeze=True):
    """An nn.Embedding that looks up the rows of vectors.

    vectors: float32 tensor (n, d), one row per token.
    freeze: if True the rows stay as they are in training (requires_grad=False), if False they are trained.
    The embedding has a copy of the rows: changing vectors later does not change the embedding, and training the
    embedding does not change vectors.

    >>> vectors = torch.tensor([[0.0, 0.5], [1.0, 1.5], [2.0, 2.5]])
    >>> embedding_from_vectors(vectors)(torch.tensor([2, 0]))
    tensor([[2.0000, 2.5000],
            [0.0000, 0.5000]])
    """
    ### BEGIN SOLUTION
    return nn.Embedding.from_pretrained(vectors.clone(), freeze=freeze)
    ### END SOLUTION
