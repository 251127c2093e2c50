"""Visible tests of layers.py, for `pytest test_layers.py`: the ordinary case and an edge or two."""
import pytest
import torch
from torch import nn

import layers


class TestCenteredLayer:
    def test_mean_is_zero(self):
        """The numbers of the whole tensor have mean 0 afterwards, and keep their distances."""
        y = layers.CenteredLayer()(torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 9.0]]))
        expected = torch.tensor([[-3.0, -2.0, -1.0], [0.0, 1.0, 5.0]])
        assert y.shape == expected.shape, f"the shape should stay (2, 3), it is {tuple(y.shape)}"
        assert torch.allclose(y, expected), (
            f"all six numbers less their mean, 4, are {expected.tolist()}; the layer returned {y.tolist()}"
        )

    def test_in_a_network(self):
        """It works behind another layer, and the network's output is centred."""
        net = nn.Sequential(nn.Linear(8, 128), layers.CenteredLayer())
        y = net(torch.rand(4, 8))
        assert y.shape == (4, 128), f"the shape should be (4, 128), it is {tuple(y.shape)}"
        assert y.mean().abs() < 1e-5, f"the mean should be 0, it is {y.mean():g}"

    def test_leaves_its_input_alone(self):
        """The tensor that was passed in still has its old values."""
        X = torch.tensor([1.0, 2.0, 6.0])
        y = layers.CenteredLayer()(X)
        assert y.tolist() == [-2.0, -1.0, 3.0], f"1, 2, 6 less their mean 3 is -2, -1, 3; the layer returned {y.tolist()}"
        assert X.tolist() == [1.0, 2.0, 6.0], f"the layer changed X, which was passed in, to {X.tolist()}"


class TestMyLinear:
    def test_parameters(self):
        """A layer from 5 to 3 has two parameters: a (5, 3) weight and a (3,) bias."""
        shapes = sorted(tuple(p.shape) for p in layers.MyLinear(5, 3).parameters())
        assert shapes == [(3,), (5, 3)], f"parameters() should give the shapes (3,) and (5, 3), it gives {shapes}"

    def test_values(self):
        """With known numbers in the parameters the result is known: products, bias, ReLU."""
        layer = layers.MyLinear(2, 3)
        values = {2: torch.tensor([[1.0, 0.0, -1.0], [0.0, 2.0, 1.0]]), 1: torch.tensor([0.5, -1.0, 0.0])}
        with torch.no_grad():
            for p in layer.parameters():
                p.copy_(values[p.dim()])
        y = layer(torch.tensor([[1.0, 3.0], [2.0, 0.0]]))
        expected = torch.tensor([[1.5, 5.0, 2.0], [2.5, 0.0, 0.0]])
        assert torch.allclose(y, expected), f"the result should be {expected.tolist()}, it is {y.tolist()}"

    def test_a_loss_reaches_both_parameters(self):
        """After backward both parameters have a gradient."""
        layer = layers.MyLinear(4, 6)
        (layer(torch.rand(10, 4)) ** 2).sum().backward()
        gradients = [p.grad for p in layer.parameters()]
        assert len(gradients) == 2, f"there should be two parameters, there are {len(gradients)}"
        assert all(g is not None for g in gradients), "after backward both parameters should have a gradient, and one has none"

    def test_more_axes(self):
        """Any number of axes may come before the last one."""
        y = layers.MyLinear(5, 3)(torch.rand(2, 4, 5))
        assert y.shape == (2, 4, 3), f"an X of shape (2, 4, 5) should give (2, 4, 3), it gives {tuple(y.shape)}"


class TestMyDropout:
    def test_eval_changes_nothing(self):
        """In eval mode the values pass unchanged."""
        X = torch.randn(6, 5)
        y = layers.MyDropout(0.3).eval()(X)
        assert torch.equal(y, X), f"in eval mode the result should be X; {int((y != X).sum())} of its 30 values are others"

    def test_zeros_and_scaled_values(self):
        """In training about a quarter of the entries become 0, and the others grow by 4/3."""
        X = torch.rand(100, 100) + 1
        y = layers.MyDropout(0.25)(X)
        zeros = (y == 0).float().mean().item()
        assert 0.2 < zeros < 0.3, f"about a quarter of the entries should be 0; here it is {zeros:.0%}"
        kept = y != 0
        assert torch.allclose(y[kept], X[kept] * 4 / 3), (
            f"what is kept should be multiplied by 1 / (1 - p), 4/3; the first factor is {(y[kept] / X[kept])[0]:.3g}"
        )

    def test_p_zero_and_one(self):
        """With p = 0 everything is kept, with p = 1 nothing is."""
        X = torch.rand(3, 4) + 1
        y = layers.MyDropout(0.0)(X)
        assert torch.equal(y, X), f"with p = 0 the result should be X; {int((y != X).sum())} of its 12 values are others"
        y = layers.MyDropout(1.0)(X)
        assert torch.equal(y, torch.zeros(3, 4)), f"with p = 1 the result should be all zeros, it begins with {y[0].tolist()}"

    @pytest.mark.parametrize("p", [-0.5, 1.5])
    def test_p_is_a_probability(self, p):
        """A p that is no probability is refused at once."""
        with pytest.raises(ValueError):
            layers.MyDropout(p)
