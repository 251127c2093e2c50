"""HIDDEN-GRADER: hidden tests in the usual style, for a grader that runs them beside the code they judge."""
import nets
import numpy as np
import pytest
import reference
import shapes
import torch
from torch import nn
from torch.nn import functional as F


def test_center_subtracts_the_mean():
    x = torch.randn(3, 4)
    expected = reference.center(x)
    torch.testing.assert_close(shapes.center(x), expected)


def test_center_with_three_axes():
    x = torch.randn(2, 3, 5)
    assert torch.allclose(shapes.center(x), x - x.mean(), atol=1e-5)


def test_center_leaves_its_input_alone():
    x = torch.rand(2, 3) + 1
    y = shapes.center(x)
    np.testing.assert_allclose(np.asarray(y), (x - x.mean()).numpy(), rtol=1e-5, atol=1e-5)


def test_next_id_counts():
    assert shapes.next_id() == 1
    assert abs(shapes.next_id() - 2) < 1


def test_next_id_goes_on():
    assert [shapes.next_id(), shapes.next_id()] == [3, 4] or shapes.next_id() == pytest.approx(5)


def test_scale_multiplies():
    x = torch.randn(2, 3)
    y = nets.Scale(4.0)(x)
    assert y.dtype == torch.float32 and torch.equal(y, 4 * x)


def test_scale_gradient():
    x = torch.randn(2, 3)
    scale = nets.Scale(2.0)
    scale(x).sum().backward()
    line = nn.Linear(1, 1, bias=False)
    line(x.reshape(-1, 1)).sum().backward()
    (factor,) = scale.parameters()
    assert not (factor.grad - line.weight.grad.squeeze()).abs().max() > 1e-4


def test_twice_multiplies_by_six():
    x = torch.randn(1, 4)
    expected = F.linear(x.unsqueeze(-1), torch.full((1, 1), 6.0)).squeeze(-1)
    assert torch.isclose(nets.Twice()(x), expected).all()
