"""Visible tests of blocks.py, for `pytest test_blocks.py`: the ordinary case and an edge or two."""
import torch
from torch import nn

import blocks


def shapes(net):
    """The shapes of a network's parameters, sorted, so that names and order do not matter."""
    return sorted(tuple(p.shape) for p in net.parameters())


def counts(net):
    """How many numbers each parameter of a network has, sorted."""
    return sorted(p.numel() for p in net.parameters())


class TestMLP:
    def test_layers(self):
        """It owns two linear layers: 20 -> 256 and 256 -> 10."""
        net = blocks.MLP()
        net(torch.rand(2, 20))
        expected = [10, 256, 256 * 10, 20 * 256]
        assert counts(net) == expected, f"its parameters should have {expected} numbers, they have {counts(net)}"

    def test_not_linear(self):
        """With a ReLU inside, the changes of the output for X and for -X do not cancel out."""
        net, X, zero = blocks.MLP(), torch.randn(3, 20), torch.zeros(3, 20)
        assert net(X).shape == (3, 10), f"the output's shape should be (3, 10), it is {tuple(net(X).shape)}"
        there, back = net(X) - net(zero), net(-X) - net(zero)
        assert not torch.allclose(there, -back, atol=1e-4), "the network is linear: where is the ReLU?"

    def test_scores_of_both_signs(self):
        """Scores may be negative: nothing follows the last layer."""
        net = blocks.MLP()
        assert (net(torch.randn(200, 20)) < 0).any(), "about half of the scores should be negative, and not one of 2000 is"


class TestMySequential:
    def test_runs_in_order(self):
        """The modules run from the first to the last."""
        a, b = nn.Linear(3, 3), nn.Linear(3, 3)
        X = torch.rand(2, 3)
        y = blocks.MySequential(a, nn.ReLU(), b)(X)
        assert torch.allclose(y, b(a(X).relu())), "the result should be b(relu(a(X)))"

    def test_parameters_and_state_dict(self):
        """The parameters of the modules are the network's parameters."""
        net = blocks.MySequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 2))
        assert shapes(net) == [(2,), (2, 6), (6,), (6, 4)], (
            f"parameters() should give two weights and two biases, it gives the shapes {shapes(net)}"
        )
        entries = list(net.state_dict())
        assert len(entries) == 4, f"state_dict() should have two weights and two biases; its entries are {entries}"

    def test_eval_reaches_the_modules(self):
        """net.eval() switches the modules inside as well."""
        dropout = nn.Dropout(0.9)
        blocks.MySequential(nn.Linear(2, 2), dropout).eval()
        assert not dropout.training, "after net.eval() the dropout inside should be in eval mode, and it is in training mode"

    def test_repr(self):
        """Printing the network shows its modules."""
        text = repr(blocks.MySequential(nn.Linear(4, 6), nn.Tanh()))
        assert "Linear(" in text and "Tanh()" in text, f"repr(net) should show the Linear and the Tanh; it is {text}"


class TestFixedHiddenMLP:
    def test_scalar(self):
        """The output is one number, between -1 and 1, whatever the size of the input."""
        net = blocks.FixedHiddenMLP()
        for X in torch.rand(2, 20), 100 * torch.randn(7, 20):
            y = net(X)
            assert y.shape == (), f"the output should be a scalar tensor, its shape is {tuple(y.shape)}"
            assert y.abs() <= 1, f"after the halving the sum is at most 1 in size, here it is {y.item():g}"

    def test_what_is_trained(self):
        """One linear layer is trained: a (20, 20) weight and a (20,) bias."""
        net = blocks.FixedHiddenMLP()
        net(torch.rand(2, 20))
        trained = sorted(tuple(p.shape) for p in net.parameters() if p.requires_grad)
        assert trained == [(20,), (20, 20)], (
            f"a weight (20, 20) and a bias (20,) should be trained; the trained parameters' shapes are {trained}"
        )

    def test_what_is_saved(self):
        """The linear layer and the constant are saved; a block that loads them computes the same."""
        net, other, X = blocks.FixedHiddenMLP(), blocks.FixedHiddenMLP(), torch.rand(4, 20)
        net(X), other(X)
        saved = sorted(tuple(t.shape) for t in net.state_dict().values())
        told = f"state_dict() should have the constant, the weight and the bias; its entries' shapes are {saved}"
        assert saved == [(20,), (20, 20), (20, 20)], told
        other.load_state_dict(net.state_dict())
        y, z = net(X).item(), other(X).item()
        assert abs(y - z) < 1e-5, f"the same state and the same X should give the same number, and they give {y:g} and {z:g}"


class TestNestMLP:
    def test_layers(self):
        """It owns three linear layers: 20 -> 64 -> 32 -> 16."""
        net = blocks.NestMLP()
        y = net(torch.rand(5, 20))
        assert y.shape == (5, 16), f"the output's shape should be (5, 16), it is {tuple(y.shape)}"
        expected = [16, 32, 64, 32 * 16, 20 * 64, 64 * 32]
        assert counts(net) == expected, f"its parameters should have {expected} numbers, they have {counts(net)}"

    def test_chimera(self, monkeypatch):
        """Three modules in one nn.Sequential (with a simple stand-in for FixedHiddenMLP, to test this alone)."""

        class StandIn(nn.Module):
            def forward(self, X):
                return X.square().sum()

        monkeypatch.setattr(blocks, "FixedHiddenMLP", StandIn)
        net = blocks.make_chimera()
        assert isinstance(net, nn.Sequential), f"make_chimera() should return an nn.Sequential, not {type(net).__name__}"
        kinds = [type(m).__name__ for m in net]
        told = f"it should hold a NestMLP, a linear layer and a FixedHiddenMLP (here StandIn), it holds {kinds}"
        assert len(net) == 3 and isinstance(net[0], blocks.NestMLP) and isinstance(net[2], StandIn), told
        y = net[1](torch.rand(2, 16))
        assert y.shape == (2, 20), f"its second module should give the shape (2, 20) for two rows of 16, it gives {tuple(y.shape)}"
        y = net(torch.rand(2, 20))
        assert y.shape == (), f"the last module makes one number of it all, so the shape should be (); it is {tuple(y.shape)}"

    def test_chimeras_are_strangers(self, monkeypatch):
        """Two calls share no parameter."""
        monkeypatch.setattr(blocks, "FixedHiddenMLP", nn.Identity)
        one, two = blocks.make_chimera(), blocks.make_chimera()
        shared = {id(p) for p in one.parameters()} & {id(p) for p in two.parameters()}
        assert not shared, f"two calls should make two networks that share nothing; they share {len(shared)} parameters"


class TestBatchNormMLP:
    def test_layers(self):
        """Two hidden layers are normalised, with as many numbers as they have units; the output is not."""
        net = blocks.BatchNormMLP(3, 8, 6, 2)
        y = net(torch.rand(5, 3))
        assert y.shape == (5, 2), f"the output's shape should be (5, 2), it is {tuple(y.shape)}"
        norms = [m.num_features for m in net.modules() if isinstance(m, nn.BatchNorm1d)]
        assert norms == [8, 6], f"the nn.BatchNorm1d modules should have 8 and 6 features, they have {norms}"

    def test_eval_uses_running_statistics(self):
        """In eval mode a row's result does not depend on the other rows, and training moves the result."""
        net = blocks.BatchNormMLP(4, 7, 5, 3)
        X = torch.randn(9, 4) * 3 + 1
        before = net.eval()(X)
        alone = torch.allclose(before[:2], net(X[:2]), atol=1e-5)
        assert alone, "in eval mode a row's result should not depend on the other rows, and it does"
        net.train()(X)
        assert not torch.allclose(before, net.eval()(X)), (
            "a batch in training mode should move the running statistics, and the result in eval mode has not changed"
        )


class Test_named_mlp:
    def test_names(self):
        """The five modules have the names that the exercise gives, in order."""
        net = blocks.named_mlp()
        assert isinstance(net, nn.Sequential), f"named_mlp() should return an nn.Sequential, not {type(net).__name__}"
        names = [name for name, _ in net.named_children()]
        expected = ["linear1", "activate1", "linear2", "activate2", "linear3"]
        assert names == expected, f"the names should be {expected}, they are {names}"

    def test_layers(self):
        """It maps 4 numbers to 1, through two hidden layers of 8."""
        net = blocks.named_mlp()
        y = net(torch.rand(5, 4))
        assert y.shape == (5, 1), f"the output's shape should be (5, 1), it is {tuple(y.shape)}"
        expected = [(1,), (1, 8), (8,), (8,), (8, 4), (8, 8)]
        assert shapes(net) == expected, f"the parameters' shapes should be {expected}, they are {shapes(net)}"
