"""Visible tests of params.py: the ordinary cases and an edge or two. Run them with `pytest test_params.py`."""

import pytest
import torch
from torch import nn

import params


def small_net():
    """A net with a nested part, a layer without parameters, and a frozen bias. It holds 12 + 3 + 9 + 3 + 6 numbers."""
    net = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Sequential(nn.Linear(3, 3), nn.Tanh()))
    net.append(nn.Linear(3, 2, bias=False))
    net[0].bias.requires_grad_(False)
    return net


class Test_parameter_shapes:
    def test_names_and_shapes(self):
        """Every parameter is listed by its full name, in the order of the net."""
        shapes = params.parameter_shapes(small_net())
        expected = [("0.weight", (3, 4)), ("0.bias", (3,)), ("2.0.weight", (3, 3)), ("2.0.bias", (3,)),
                    ("3.weight", (2, 3))]
        listed = [(name, tuple(shape)) for name, shape in shapes.items()]
        assert listed == expected, f"names and shapes should be {expected}, they are {listed}"

    def test_buffers_are_left_out(self):
        """A batch norm has two parameters; its running averages are buffers."""
        shapes = params.parameter_shapes(nn.BatchNorm1d(5))
        assert set(shapes) == {"weight", "bias"}, (
            f"only weight and bias are parameters of a batch norm, and there are {list(shapes)}"
        )


class Test_find_parameter:
    def test_finds_the_object(self):
        """What comes back is the parameter itself, also deep inside."""
        net = small_net()
        assert params.find_parameter(net, "0.bias") is net[0].bias, (
            "the parameter 0.bias itself should come back, and it is another object"
        )
        assert params.find_parameter(net, "2.0.weight") is net[2][0].weight, (
            "the parameter 2.0.weight itself should come back, and it is another object"
        )

    @pytest.mark.parametrize("name", ["nothing", "0.nothing", "2"])
    def test_wrong_name(self, name):
        """A name that no parameter has raises KeyError and is in its message."""
        with pytest.raises(KeyError, match=name):
            params.find_parameter(small_net(), name)


class Test_count_parameters:
    def test_all(self):
        """All parameters count, frozen or not."""
        count = params.count_parameters(small_net())
        assert count == 33, f"the parameters of the small net hold 33 numbers, count_parameters says {count}"

    def test_trainable_only(self):
        """trainable_only leaves the frozen bias out."""
        count = params.count_parameters(small_net(), trainable_only=True)
        assert count == 30, f"3 of the 33 numbers are frozen, so 30 are left; count_parameters says {count}"

    def test_shared_once(self):
        """A layer that is used twice counts once."""
        layer = nn.Linear(3, 3)
        count = params.count_parameters(nn.Sequential(layer, nn.ReLU(), layer))
        assert count == 12, f"one Linear(3, 3), used twice, holds 12 numbers; count_parameters says {count}"


class Test_gradient_norms:
    def test_before_backward(self):
        """Before backward there are no gradients."""
        norms = params.gradient_norms(nn.Linear(3, 2))
        assert norms == {"weight": None, "bias": None}, f"before backward both values should be None, they are {norms}"

    def test_after_backward(self):
        """A gradient of (3, 4) has the norm 5."""
        layer = nn.Linear(2, 1)
        (layer(torch.tensor([[3.0, 4.0]])) * 2).sum().backward()
        norms = params.gradient_norms(layer)
        assert norms == pytest.approx({"weight": 10.0, "bias": 2.0}), (
            f"the norms should be 10 for the weight and 2 for the bias, they are {norms}"
        )
        assert not any(isinstance(norm, torch.Tensor) for norm in norms.values()), (
            "the norms should be floats, and there is a tensor among them"
        )


class Test_nested_net:
    def test_block1(self):
        """block1 keeps the width 4 and ends in a ReLU."""
        out = params.block1()(torch.randn(50, 4))
        assert out.shape == (50, 4), f"block1 should give the shape (50, 4), it gives {tuple(out.shape)}"
        assert (out >= 0).all(), f"nothing below zero comes out of a ReLU, and there is {out.min():.3g}"

    def test_block2(self):
        """block2 is four blocks with their own names and their own parameters."""
        net = params.block2()
        assert isinstance(net, nn.Sequential), f"block2() should return an nn.Sequential, not {type(net).__name__}"
        expected, count = [f"block{i}" for i in range(4)], len(list(net.parameters()))
        assert count == 16, f"four blocks with four parameters each make 16, and there are {count}: do they share some?"
        names = [name for name, _ in net.named_children()]
        assert names == expected, f"the blocks should be called {expected}, they are called {names}"

    def test_nested_net(self):
        """nested_net gives one number per row, and no two nets share parameters."""
        one, two = params.nested_net(), params.nested_net()
        y = one(torch.randn(3, 4))
        assert y.shape == (3, 1), f"for three rows the output's shape should be (3, 1), it is {tuple(y.shape)}"
        shared = {id(p) for p in one.parameters()} & {id(p) for p in two.parameters()}
        assert not shared, f"every call should make new parameters, and two nets share {len(shared)}"


class Test_tied_mlp:
    def test_shape(self):
        """Seven steps, four numbers in, one out."""
        net = params.tied_mlp()
        assert len(net) == 7, f"the nn.Sequential should have seven steps, it has {len(net)}"
        y = net(torch.randn(5, 4))
        assert y.shape == (5, 1), f"for five rows the output's shape should be (5, 1), it is {tuple(y.shape)}"

    def test_one_parameter_in_two_places(self):
        """net[2] and net[4] use one and the same weight and bias."""
        net = params.tied_mlp()
        assert net[2].weight is net[4].weight, "net[2] and net[4] should have one weight together, and they have two"
        assert net[2].bias is net[4].bias, "net[2] and net[4] should have one bias together, and they have two"


class Test_tie_weights:
    def test_tied(self):
        """Afterwards the target computes with the source's parameters, and follows when they change."""
        source, target = nn.Linear(3, 2), nn.Linear(3, 2)
        params.tie_weights(source, target)
        x = torch.randn(4, 3)
        torch.testing.assert_close(target(x), source(x), msg="source and target should compute the same")
        nn.init.ones_(source.weight)
        torch.testing.assert_close(target(x), source(x), msg="target should follow when source changes")

    def test_gradients_meet(self):
        """Both uses of the weight add to one gradient."""
        source, target = nn.Linear(3, 2), nn.Linear(3, 2)
        params.tie_weights(source, target)
        target(torch.ones(1, 3)).sum().backward()
        assert source.weight.grad is not None, "a loss of the target should reach the source's weight, and its .grad is None"

    def test_shapes_must_agree(self):
        """Layers of different shapes cannot be tied."""
        with pytest.raises(ValueError):
            params.tie_weights(nn.Linear(3, 2), nn.Linear(2, 3))
