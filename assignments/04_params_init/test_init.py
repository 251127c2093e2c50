"""Visible tests of init.py: the ordinary cases and an edge or two. Run them with `pytest test_init.py`."""

import pytest
import torch
from torch import nn

import init


def mixed_net():
    """Two linear layers, one without a bias, among modules that an initialiser has to leave alone."""
    return nn.Sequential(nn.Linear(20, 30), nn.BatchNorm1d(30), nn.ReLU(), nn.Linear(30, 40, bias=False))


class Test_init_normal:
    def test_weight_and_bias(self):
        """Small weights around 0, bias 0."""
        layer = nn.Linear(100, 200).apply(init.init_normal)
        assert layer.weight.mean().item() == pytest.approx(0.0, abs=0.001), (
            f"the weights' mean should be about 0, it is {layer.weight.mean():.3g}"
        )
        assert layer.weight.std().item() == pytest.approx(0.01, rel=0.1), (
            f"the standard deviation should be about 0.01, it is {layer.weight.std():.3g}"
        )
        assert (layer.bias == 0).all(), f"the bias should be 0, and an entry is {layer.bias.abs().max():.3g}"

    def test_other_modules(self):
        """A net with other modules, and with a layer without a bias, is no problem."""
        net = mixed_net().apply(init.init_normal)
        assert net[3].weight.abs().max() < 0.1, (
            f"the last layer should have small weights too, one is {net[3].weight.abs().max():.3g}"
        )
        assert (net[1].weight == 1).all(), "the weights of the batch norm should stay 1, and they have changed"


class Test_init_constant:
    def test_value_and_bias(self):
        """Every weight is the value, 1 if none is given; the bias is 0."""
        layer = nn.Linear(3, 2).apply(init.init_constant)
        assert (layer.weight == 1).all(), f"without a value every weight should be 1, they are {layer.weight.tolist()}"
        init.init_constant(layer, 0.25)
        assert (layer.weight == 0.25).all(), f"every weight should be the given value, 0.25, they are {layer.weight.tolist()}"
        assert (layer.bias == 0).all(), f"the bias should be 0, it is {layer.bias.tolist()}"

    def test_without_bias(self):
        """A layer may have no bias."""
        layer = nn.Linear(3, 2, bias=False).apply(init.init_constant)
        assert (layer.weight == 1).all(), f"every weight should be 1, they are {layer.weight.tolist()}"


class Test_init_xavier:
    @pytest.mark.parametrize("inputs, outputs", [(50, 100), (110, 40)])
    def test_bound(self, inputs, outputs):
        """The bound fits 50 inputs and 100 outputs, 0.2, and so it does 110 and 40."""
        layer = nn.Linear(inputs, outputs).apply(init.init_xavier)
        largest, spread = layer.weight.abs().max().item(), layer.weight.std().item()
        told = f"all weights should lie in (-0.2, 0.2), some near the ends; the largest has the size {largest:.3g}"
        assert 0.19 < largest <= 0.2001, told
        told = f"the weights should fill (-0.2, 0.2) evenly, with a standard deviation of 0.115; it is {spread:.3g}"
        assert spread == pytest.approx(0.115, rel=0.1), told
        assert (layer.bias == 0).all(), f"the bias should be 0, and an entry is {layer.bias.abs().max():.3g}"


class Test_my_init:
    def test_weights(self):
        """Half of the weights are 0, the others between 5 and 10 in absolute value."""
        layer = nn.Linear(100, 80).apply(init.my_init)
        sizes = layer.weight.detach().abs()
        between = ((sizes > 0) & (sizes < 5)).float().mean().item()
        assert between == 0, f"no weight should lie between 0 and 5 in absolute value, and {between:.0%} do"
        assert sizes.max() <= 10, f"no weight should lie beyond 10 in absolute value, one is {sizes.max():.3g}"
        zeros = (sizes == 0).float().mean().item()
        assert zeros == pytest.approx(0.5, abs=0.05), f"about half of the weights should be 0, and {zeros:.0%} are"

    def test_bias_untouched(self):
        """The bias keeps its numbers."""
        layer = nn.Linear(4, 3)
        bias = layer.bias.detach().clone()
        layer.apply(init.my_init)
        assert torch.equal(layer.bias, bias), "my_init should not touch the bias, and it has other numbers now"


class Test_embedding:
    def test_one_hot(self):
        """A 1 at the place of the index, in float32."""
        codes = init.one_hot(torch.tensor([[1, 0], [3, 1]]), 4)
        assert codes.shape == (2, 2, 4), f"with a new last axis the shape should be (2, 2, 4), it is {tuple(codes.shape)}"
        assert codes.dtype == torch.float32, f"the dtype should be torch.float32, it is {codes.dtype}"
        code = codes[1, 0].tolist()
        assert code == [0.0, 0.0, 0.0, 1.0], f"index 3 of 4 classes should give [0.0, 0.0, 0.0, 1.0], it gives {code}"

    def test_lookup(self):
        """The embedding looks rows up, and keeps its own copy of them."""
        vectors = torch.randn(5, 3)
        embedding = init.embedding_from_vectors(vectors)
        expected = vectors[torch.tensor([4, 1])].clone()
        vectors.zero_()
        torch.testing.assert_close(embedding(torch.tensor([4, 1])), expected)

    def test_freeze(self):
        """Only freeze=False makes rows that are trained."""
        frozen = init.embedding_from_vectors(torch.randn(5, 3))
        assert not frozen.weight.requires_grad, "without freeze=False the rows should not be trained, and they require grad"
        trained = init.embedding_from_vectors(torch.randn(5, 3), freeze=False)
        assert trained.weight.requires_grad, "with freeze=False the rows should be trained, and they do not require grad"
