"""Blocks: modules made of modules."""
from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional as F


class MLP(nn.Module):
    """A multilayer perceptron: linear 20 -> 256, ReLU, linear 256 -> 10.

    forward(X): (..., 20) -> (..., 10). Nothing follows the last linear layer.
    Both layers belong to the module from its construction on.

    >>> MLP()(torch.rand(2, 20)).shape
    torch.Size([2, 10])
    """

    def __init__(self):
        super().__init__()
        ### BEGIN SOLUTION
        self.hidden = nn.Linear(20, 256)
        self.out = nn.Linear(256, 10)
        ### END SOLUTION

    def forward(self, X):
        ### BEGIN SOLUTION
        return self.out(F.relu(self.hidden(X)))
        ### END SOLUTION


class MySequential(nn.Module):
    """Modules run one after another, like nn.Sequential.

    MySequential(a, b, c)(X) is c(b(a(X))). A module that is passed in twice runs twice.
    The modules themselves, not copies, are registered: each is among net.modules(), its parameters are in
    net.parameters() and net.state_dict() (under any prefix), net.eval() reaches it, and repr(net) shows it.

    >>> halve = nn.MaxPool1d(2)
    >>> MySequential(halve, nn.ReLU(), halve)(torch.arange(8.0).reshape(1, 8))
    tensor([[3., 7.]])
    """

    def __init__(self, *modules):
        super().__init__()
        ### BEGIN SOLUTION
        for i, module in enumerate(modules):
            self.add_module(str(i), module)
        ### END SOLUTION

    def forward(self, X):
        ### BEGIN SOLUTION
        for module in self._modules.values():
            X = module(X)
        return X
        ### END SOLUTION


class FixedHiddenMLP(nn.Module):
    """A block with a constant, a shared layer and control flow.

    forward(X): (N, 20) -> a scalar tensor, in these steps:
    1. a linear layer 20 -> 20
    2. relu(X @ constant + 1)
    3. the same linear layer once more
    4. halve X while X.abs().sum() is greater than 1
    5. the sum of X

    The constant is a (20, 20) tensor of random numbers, drawn once, when the block is made. It is never trained, but
    saved: it is an entry of state_dict(). The linear layer's weight and bias are all that is trained.
    The tensor that is passed in stays as it is.

    >>> FixedHiddenMLP()(torch.rand(2, 20)).shape
    torch.Size([])
    """

    def __init__(self):
        super().__init__()
        ### BEGIN SOLUTION
        self.register_buffer("constant", torch.rand(20, 20))
        self.linear = nn.Linear(20, 20)
        ### END SOLUTION

    def forward(self, X):
        ### BEGIN SOLUTION
        X = self.linear(X)
        X = F.relu(X @ self.constant + 1)
        X = self.linear(X)
        while X.abs().sum() > 1:
            X = X / 2
        return X.sum()
        ### END SOLUTION


class NestMLP(nn.Module):
    """A block inside a block: (linear 20 -> 64, ReLU, linear 64 -> 32, ReLU), then linear 32 -> 16.

    forward(X): (..., 20) -> (..., 16). Nothing follows the last linear layer.

    >>> NestMLP()(torch.rand(2, 20)).shape
    torch.Size([2, 16])
    """

    def __init__(self):
        super().__init__()
        ### BEGIN SOLUTION
        self.net = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU())
        self.linear = nn.Linear(32, 16)
        ### END SOLUTION

    def forward(self, X):
        ### BEGIN SOLUTION
        return self.linear(self.net(X))
        ### END SOLUTION


def make_chimera():
    """One nn.Sequential of three modules: a NestMLP, an nn.Linear from 16 to 20, a FixedHiddenMLP.

    Every call makes new modules, with parameters of their own.

    >>> len(make_chimera())
    3
    >>> make_chimera()(torch.rand(2, 20)).shape
    torch.Size([])
    """
    ### BEGIN SOLUTION
    return nn.Sequential(NestMLP(), nn.Linear(16, 20), FixedHiddenMLP())
    ### END SOLUTION


class BatchNormMLP(nn.Module):
    """An MLP with normalised hidden layers: Linear, BatchNorm1d, ReLU; Linear, BatchNorm1d, ReLU; Linear.

    The sizes are in_dim -> n_hidden_1 -> n_hidden_2 -> out_dim. Nothing follows the last linear layer.
    While training, nn.BatchNorm1d uses the batch's mean and variance, in eval mode its running ones.

    forward(X): (N, in_dim) -> (N, out_dim).

    >>> BatchNormMLP(3, 8, 6, 2)(torch.rand(4, 3)).shape
    torch.Size([4, 2])
    """

    def __init__(self, in_dim, n_hidden_1, n_hidden_2, out_dim):
        super().__init__()
        ### BEGIN SOLUTION
        self.layer1 = nn.Sequential(nn.Linear(in_dim, n_hidden_1), nn.BatchNorm1d(n_hidden_1), nn.ReLU())
        self.layer2 = nn.Sequential(nn.Linear(n_hidden_1, n_hidden_2), nn.BatchNorm1d(n_hidden_2), nn.ReLU())
        self.layer3 = nn.Linear(n_hidden_2, out_dim)
        ### END SOLUTION

    def forward(self, X):
        ### BEGIN SOLUTION
        return self.layer3(self.layer2(self.layer1(X)))
        ### END SOLUTION


def named_mlp():
    """An nn.Sequential whose five modules have names.

    linear1 (4 -> 8), activate1 (ReLU), linear2 (8 -> 8), activate2 (ReLU), linear3 (8 -> 1), in this order; five
    different modules: the two activations are two objects. Every call makes new modules, with parameters of their own.

    >>> named_mlp().linear2
    Linear(in_features=8, out_features=8, bias=True)
    """
    ### BEGIN SOLUTION
    return nn.Sequential(OrderedDict([
        ("linear1", nn.Linear(4, 8)),
        ("activate1", nn.ReLU()),
        ("linear2", nn.Linear(8, 8)),
        ("activate2", nn.ReLU()),
        ("linear3", nn.Linear(8, 1)),
    ]))
    ### END SOLUTION
