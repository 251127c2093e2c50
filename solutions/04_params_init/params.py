"""Parameters: how to list them, find them, count them, nest them, and share them.

In what follows a *shared* parameter is one `nn.Parameter` object that a net uses in several places.
"""

import torch
from torch import nn


def parameter_shapes(net):
    """The shape of every parameter of a net, by the parameter's full name.

    net: any nn.Module, nested as deeply as it likes.
    Returns a dict from name to shape (a tuple of ints, or a torch.Size), in the order in which the net defines its
    parameters. The name says where the parameter lives: "0.weight" is the weight of the module "0". Frozen
    parameters belong to it, buffers (such as running averages, whatever they are called) do not, and a shared
    parameter stands there once, under its first name.

    >>> parameter_shapes(nn.Sequential(nn.Linear(3, 2), nn.ReLU(), nn.Linear(2, 1, bias=False)))
    {'0.weight': (2, 3), '0.bias': (2,), '2.weight': (1, 2)}
    """
    ### BEGIN SOLUTION
    return {name: tuple(parameter.shape) for name, parameter in net.named_parameters()}
    ### END SOLUTION


def find_parameter(net, name):
    """The parameter with this full name: the nn.Parameter object itself, so that changing it changes the net.

    net: any nn.Module. name: a str such as "0.weight" or "encoder.1.bias", as net.named_parameters() gives it.
    Raises KeyError, with the whole name in its message, where no parameter has this name: that includes the names
    of modules, of buffers, and of a bias that a layer does not have.

    >>> net = nn.Sequential(nn.Linear(3, 2), nn.ReLU())
    >>> find_parameter(net, "0.bias") is net[0].bias
    True
    """
    ### BEGIN SOLUTION
    return dict(net.named_parameters())[name]
    ### END SOLUTION


def count_parameters(net, trainable_only=False):
    """How many numbers a net's parameters hold together, as a Python int.

    net: any nn.Module, also with parameters of shape () (one number each) or on the device "meta". A shared parameter
    counts once, buffers do not count, and a net without parameters has 0.
    trainable_only: if True, leave out frozen parameters, those with requires_grad=False.

    >>> count_parameters(nn.Linear(3, 2))
    8
    """
    ### BEGIN SOLUTION
    return sum(p.numel() for p in net.parameters() if p.requires_grad or not trainable_only)
    ### END SOLUTION


def gradient_norms(net):
    """The size of every parameter's gradient, by the parameter's full name.

    net: any nn.Module; neither its parameters nor their gradients are changed.
    Returns a dict from name to the gradient's L2 norm, the root of the sum of the squares of all its entries, as a
    Python float, not rounded, however small. Where there is no gradient (before backward, or for a parameter that the
    loss did not use) the value is None. A gradient that is there and zero has the norm 0.0.

    >>> layer = nn.Linear(2, 1)
    >>> gradient_norms(layer)
    {'weight': None, 'bias': None}
    >>> layer(torch.tensor([[3.0, 4.0]])).sum().backward()
    >>> gradient_norms(layer)
    {'weight': 5.0, 'bias': 1.0}
    """
    ### BEGIN SOLUTION
    return {name: None if p.grad is None else p.grad.norm().item() for name, p in net.named_parameters()}
    ### END SOLUTION


def block1():
    """An nn.Sequential: linear 4 -> 8, ReLU, linear 8 -> 4, ReLU. Every call makes new parameters.

    X (N, 4) -> (N, 4).

    >>> block1()(torch.randn(2, 4)).shape
    torch.Size([2, 4])
    """
    ### BEGIN SOLUTION
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU())
    ### END SOLUTION


def block2():
    """An nn.Sequential of four blocks as block1() makes them, named block0, block1, block2 and block3.

    X (N, 4) -> (N, 4). The four have parameters of their own, and every call makes new ones.

    >>> [name for name, block in block2().named_children()]
    ['block0', 'block1', 'block2', 'block3']
    """
    ### BEGIN SOLUTION
    blocks = nn.Sequential()
    for i in range(4):
        blocks.add_module(f"block{i}", block1())
    return blocks
    ### END SOLUTION


def nested_net():
    """An nn.Sequential of two: what block2() makes, then linear 4 -> 1. Every call makes new parameters.

    X (N, 4) -> (N, 1).

    >>> len(nested_net()), len(nested_net()[0])
    (2, 4)
    """
    ### BEGIN SOLUTION
    return nn.Sequential(block2(), nn.Linear(4, 1))
    ### END SOLUTION


def tied_mlp():
    """An nn.Sequential of seven steps, in which one linear layer is used twice.

    The steps: linear 4 -> 8, ReLU, the shared linear 8 -> 8, ReLU, the shared one again, ReLU, linear 8 -> 1.
    X (N, 4) -> (N, 1). The steps net[2] and net[4] have the same weight and the same bias: one Parameter object
    each, whatever happens to the net later. Every call makes new parameters.

    >>> net = tied_mlp()
    >>> len(net), len(list(net.parameters()))
    (7, 6)
    """
    ### BEGIN SOLUTION
    shared = nn.Linear(8, 8)
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), shared, nn.ReLU(), shared, nn.ReLU(), nn.Linear(8, 1))
    ### END SOLUTION


def tie_weights(source, target):
    """From now on the layer target uses source's weight and bias: the same Parameter objects.

    source, target: two nn.Linear layers. source stays as it is, target's own parameters are given up. The two stay
    tied in training, with any optimizer, and when a net that holds both moves to another dtype or device.
    Both may be without a bias. Raises ValueError where the weights' shapes differ, or where only one has a bias.
    Returns None.

    >>> encoder, decoder = nn.Linear(3, 3), nn.Linear(3, 3)
    >>> tie_weights(encoder, decoder)
    >>> decoder.weight is encoder.weight
    True
    """
    ### BEGIN SOLUTION
    if source.weight.shape != target.weight.shape:
        raise ValueError(f"cannot tie weights of shapes {tuple(source.weight.shape)} and {tuple(target.weight.shape)}")
    if (source.bias is None) != (target.bias is None):
        raise ValueError("cannot tie a layer that has a bias to one that has none")
    target.weight = source.weight
    target.bias = source.bias
    ### END SOLUTION
