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
        assert layer.weight.mean().item() == pytest.approx(0.0, abs=0.001), "the mean should be about 0"
        assert layer.weight.std().item() == pytest.approx(0.01, rel=0.1), "the standard deviation should be about 0.01"
        assert (layer.bias == 0).all(), "the bias should be 0"

    def test_other_modules(self):
        """A net with other modules, and with a layer without a bias, is no problem."""
        net = mixed_net().apply(init.init_normal)
        assert net[3].weight.abs().max() < 0.1, "the last layer should be initialised too"
        assert (net[1].weight == 1).all(), "the batch norm should stay as it is"


class Test_init_constant:
    def test_value_and_bias(self):
        """Every weight is the value, 1 if none is given; the bias is 0."""
        layer = nn.Linear(3, 2).apply(init.init_constant)
        assert (layer.weight == 1).all(), "without a value every weight should be 1"
        init.init_constant(layer, 0.25)
        assert (layer.weight == 0.25).all(), "every weight should be the given value"
        assert (layer.bias == 0).all(), "the bias should be 0"

    def test_without_bias(self):
        """A layer may have no bias."""
        layer = nn.Linear(3, 2, bias=False).apply(init.init_constant)
        assert (layer.weight == 1).all(), "every weight should be 1"


class Test_init_xavier:
    @pytest.mark.parametrize("inputs, outputs", [(50, 100), (110, 40)])
    def test_bound(self, inputs, outputs):
        """The bound fits 50 inputs and 100 outputs, 0.2, and so it does 110 and 40."""
        layer = nn.Linear(inputs, outputs).apply(init.init_xavier)
        assert 0.19 < layer.weight.abs().max().item() <= 0.2001, "all weights lie in (-0.2, 0.2), some near the ends"
        assert layer.weight.std().item() == pytest.approx(0.115, rel=0.1), "the weights should fill it evenly"
        assert (layer.bias == 0).all(), "the bias should be 0"


class Test_my_init:
    def test_weights(self):
        """Half of the weights are 0, the others between 5 and 10 in absolute value."""
        layer = nn.Linear(100, 80).apply(init.my_init)
        sizes = layer.weight.detach().abs()
        assert ((sizes == 0) | (sizes >= 5)).all(), "no weight should lie between 0 and 5"
        assert sizes.max() <= 10, "no weight should lie beyond 10"
        assert (sizes == 0).float().mean().item() == pytest.approx(0.5, abs=0.05), "about half should be 0"

    def test_bias_untouched(self):
        """The bias keeps its numbers."""
        layer = nn.Linear(4, 3)
        bias = layer.bias.detach().clone()
        layer.apply(init.my_init)
        assert torch.equal(layer.bias, bias), "my_init should not touch the bias"


class Test_embedding:
    def test_one_hot(self):
        """A 1 at the place of the index, in float32."""
        codes = init.one_hot(torch.tensor([[1, 0], [3, 1]]), 4)
        assert codes.shape == (2, 2, 4), "the classes come as a new last axis"
        assert codes.dtype == torch.float32, "float32 is asked for"
        assert codes[1, 0].tolist() == [0.0, 0.0, 0.0, 1.0], "index 3 of 4 is the last place"

    def test_lookup(self):
        """The embedding looks rows up, and keeps its own copy of them."""
        vectors = torch.randn(5, 3)
        embedding = init.embedding_from_vectors(vectors)
        expected = vectors[torch.tensor([4, 1])].clone()
        vectors.zero_()
        torch.testing.assert_close(embedding(torch.tensor([4, 1])), expected)

    def test_freeze(self):
        """Only freeze=False makes rows that are trained."""
        assert not init.embedding_from_vectors(torch.randn(5, 3)).weight.requires_grad, "frozen unless told otherwise"
        assert init.embedding_from_vectors(torch.randn(5, 3), freeze=False).weight.requires_grad, "freeze=False trains"
