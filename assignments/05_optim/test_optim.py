import importlib

import numpy as np
import pytest
import torch
from torch import nn

import optim


def follow(optimizer_class, *arguments, steps=4):
    """Parameters of two shapes after some steps with made-up gradients, with the class given -> a list of tensors."""
    parameters = [nn.Parameter(torch.tensor([[1.0, -2.0, 3.0]])), nn.Parameter(torch.tensor([0.5, 1.5]))]
    stepper = optimizer_class(parameters, *arguments)
    for step in range(steps):
        for parameter in parameters:
            parameter.grad = torch.cos(parameter.detach() + step)
        stepper.step()
    return [parameter.detach() for parameter in parameters]


def rounded(tensor):
    """A tensor as text, on one line."""
    return str(np.array(tensor.tolist()).round(4).tolist())


def assert_same(seen, expected, when="after these steps"):
    for a, b in zip(seen, expected):
        assert a.shape == b.shape, f"a parameter should keep its shape {tuple(b.shape)}, and it has {tuple(a.shape)}"
        told = f"{when} the parameter should be {rounded(b)}, and it is {rounded(a)}"
        assert torch.allclose(a, b, atol=1e-6), told


@pytest.fixture
def without_torch_optim(monkeypatch):
    """torch.optim, but it refuses to work."""

    def refuse(*arguments, **named):
        raise AssertionError("torch.optim does the work here; write the update yourself")

    monkeypatch.setattr(torch.optim.Optimizer, "__init__", refuse)
    for update in ("sgd", "rmsprop", "adam"):  # each is a function in a module of the same name
        monkeypatch.setattr(importlib.import_module(f"torch.optim.{update}"), update, refuse)


class TestSGD:
    def test_follows_torch(self):
        """Four steps go where torch.optim.SGD goes."""
        assert_same(follow(optim.SGD, 0.1), follow(torch.optim.SGD, 0.1))

    def test_trains_a_net(self):
        """Two rounds of backward, step and zero_grad on a net whose parameters come as a generator."""
        net, right = nn.Linear(3, 2), nn.Linear(3, 2)
        right.load_state_dict(net.state_dict())
        stepper, expected = optim.SGD(net.parameters(), 0.1), torch.optim.SGD(right.parameters(), 0.1)
        x = torch.randn(5, 3)
        for _ in range(2):
            for model, one in ((net, stepper), (right, expected)):
                (model(x) ** 2).mean().backward()
                one.step()
                one.zero_grad()
        when = "after two rounds with parameters that came as a generator"
        assert_same(list(net.parameters()), list(right.parameters()), when)

    def test_parameter_without_gradient(self):
        """A parameter whose grad is None stays where it is, and the others move."""
        unused, used = nn.Parameter(torch.ones(2)), nn.Parameter(torch.ones(2))
        stepper = optim.SGD([unused, used], 0.1)
        used.grad = torch.ones(2)
        stepper.step()
        stepper.zero_grad()
        assert torch.equal(unused.detach(), torch.ones(2)), (
            f"a parameter without a gradient should stay at 1, and it is {rounded(unused)}"
        )
        assert torch.allclose(used.detach(), torch.full((2,), 0.9)), (
            f"the parameter with a gradient should have moved to 0.9, and it is {rounded(used)}"
        )

    def test_from_scratch(self, without_torch_optim):
        """It works without torch.optim."""
        follow(optim.SGD, 0.1, steps=2)


class TestMomentum:
    def test_follows_torch(self):
        """Four steps go where torch.optim.SGD with momentum goes."""
        assert_same(follow(optim.Momentum, 0.1, 0.8), follow(torch.optim.SGD, 0.1, 0.8))

    def test_first_step_has_no_history(self):
        """The first step is plain gradient descent."""
        assert_same(follow(optim.Momentum, 0.1, steps=1), follow(torch.optim.SGD, 0.1, steps=1))

    def test_learning_rate_may_change(self):
        """After lr has become 0 nothing moves any more, whatever the velocity."""
        p = nn.Parameter(torch.ones(2))
        stepper = optim.Momentum([p], 0.1)
        p.grad = torch.ones(2)
        stepper.step()
        assert torch.allclose(p.detach(), torch.full((2,), 0.9)), (
            f"the first step should move p from 1 to 0.9, and it is {rounded(p)}"
        )
        if hasattr(stepper, "lr"):  # where it is kept by another name, there is nothing to change
            stepper.lr = 0.0
            stepper.step()
        assert torch.allclose(p.detach(), torch.full((2,), 0.9)), (
            f"with lr = 0 a step should leave p at 0.9, and it is {rounded(p)}"
        )

    def test_from_scratch(self, without_torch_optim):
        """It works without torch.optim."""
        follow(optim.Momentum, 0.1, steps=2)


class TestRMSProp:
    def test_follows_torch(self):
        """Four steps go where torch.optim.RMSprop goes."""
        assert_same(follow(optim.RMSProp, 0.1, 0.9), follow(torch.optim.RMSprop, 0.1, 0.9))

    def test_gradient_of_zero(self):
        """Where the gradient has always been 0, eps keeps the division from giving nan."""
        p = nn.Parameter(torch.ones(2))
        stepper = optim.RMSProp([p], 0.1)
        p.grad = torch.tensor([0.0, 1.0])
        stepper.step()
        assert p[0].item() == 1.0, f"a gradient of 0 should leave its entry at 1, and it is {p[0].item()}"
        assert p[1].item() < 1.0, f"the other entry should have moved down from 1, and it is {p[1].item()}"

    def test_from_scratch(self, without_torch_optim):
        """It works without torch.optim."""
        follow(optim.RMSProp, 0.1, steps=2)


class TestAdam:
    def test_follows_torch(self):
        """Four steps go where torch.optim.Adam goes."""
        assert_same(follow(optim.Adam, 0.1, (0.8, 0.95)), follow(torch.optim.Adam, 0.1, (0.8, 0.95)))

    def test_first_step_has_length_lr(self):
        """The first step moves every entry by lr, up for a negative gradient and down for a positive one."""
        p = nn.Parameter(torch.zeros(3))
        stepper = optim.Adam([p], 0.1)
        p.grad = torch.tensor([0.01, 1.0, -100.0])
        stepper.step()
        told = f"the first step should bring p from 0 to [-0.1, -0.1, 0.1], and it is {rounded(p)}"
        assert torch.allclose(p.detach(), torch.tensor([-0.1, -0.1, 0.1]), atol=1e-5), told

    def test_from_scratch(self, without_torch_optim):
        """It works without torch.optim."""
        follow(optim.Adam, 0.1, steps=2)


class Test_train_step:
    def test_loss_and_update(self):
        """Two steps give the losses and the weight that one finds by hand."""
        model = nn.Linear(1, 1, bias=False)
        nn.init.constant_(model.weight, 1.0)
        stepper = torch.optim.SGD(model.parameters(), lr=0.125)
        x, y = torch.tensor([[1.0]]), torch.tensor([[3.0]])
        losses = [optim.train_step(model, nn.functional.mse_loss, stepper, x, y) for _ in range(2)]
        moved = f"the weight, which should go from 1 to 1.5 and 1.875, is {model.weight.item()}"
        assert losses == [4.0, 2.25], f"the losses before each update should be 4 and 2.25, and they are {losses}; {moved}"
        assert isinstance(losses[0], float), f"a loss should be a float, and it is a {type(losses[0]).__name__}"
        assert model.weight.item() == 1.875, f"the weight should go 1, 1.5, 1.875; it is {model.weight.item()}"

    def test_training_mode(self):
        """Dropout is active, although the model came in eval mode."""
        model = nn.Sequential(nn.Linear(1, 1), nn.Dropout(p=1.0)).eval()
        stepper = torch.optim.SGD(model.parameters(), lr=0.1)
        loss = optim.train_step(model, nn.functional.mse_loss, stepper, torch.ones(4, 1), torch.ones(4, 1))
        assert loss == 1.0, f"with everything dropped the model gives 0, so the loss should be 1, and it is {loss}"


class Test_evaluate:
    def test_short_last_batch(self):
        """Every sample counts the same, also those of a short last batch."""
        data = torch.utils.data.TensorDataset(torch.tensor([[1.0], [2.0], [6.0]]), torch.zeros(3, 1))
        loader = torch.utils.data.DataLoader(data, batch_size=2)
        seen = optim.evaluate(nn.Identity(), nn.functional.l1_loss, loader)
        assert isinstance(seen, float), f"the result should be a float, and it is a {type(seen).__name__}"
        assert seen == pytest.approx(3.0), f"the mean of the losses 1, 2 and 6 should be 3, and it is {seen}"

    @pytest.mark.parametrize("training", [True, False])
    def test_mode(self, training):
        """Dropout is off while the model is evaluated; afterwards the model is in its old mode."""
        model = nn.Sequential(nn.Dropout(p=1.0)).train(training)
        data = torch.utils.data.TensorDataset(torch.ones(2, 3), torch.zeros(2, 3))
        loader = torch.utils.data.DataLoader(data, batch_size=2)
        seen = optim.evaluate(model, nn.functional.l1_loss, loader)
        assert seen == pytest.approx(1.0), f"with dropout off the loss should be 1, and it is {seen}"
        assert model.training is training, f"afterwards model.training should be {training} again, and it is {model.training}"
        assert model[0].training is training, f"inside too training should be {training} again, and it is {model[0].training}"


class Test_set_learning_rate:
    def test_every_group(self):
        """All groups have the new learning rate, and the next step uses it."""
        a, b = nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1))
        stepper = torch.optim.SGD([{"params": [a]}, {"params": [b], "lr": 5.0}], lr=1.0)
        optim.set_learning_rate(stepper, 0.25)
        a.grad, b.grad = torch.ones(1), torch.ones(1)
        stepper.step()
        assert a.item() == 0.75, f"a step with lr 0.25 should bring the first parameter to 0.75, and it is {a.item()}"
        assert b.item() == 0.75, f"a step with lr 0.25 should bring the second parameter to 0.75, and it is {b.item()}"


class Test_data:
    def test_synthetic_data(self):
        """A noisy parabola: x and y of shape (n, 1), y near x²."""
        x, y = optim.synthetic_data(200)
        assert x.shape == (200, 1), f"x should have the shape (200, 1), and it has {tuple(x.shape)}"
        assert y.shape == (200, 1), f"y should have the shape (200, 1), and it has {tuple(y.shape)}"
        assert x[0] == -1 and x[-1] == 1, f"x should go from -1 to 1, and it goes from {x[0].item():.3g} to {x[-1].item():.3g}"
        deviation = (y - x**2).std().item()
        assert 0.05 < deviation < 0.15, f"the noise should deviate by about 0.1, and it does by {deviation:.3f}"

    def test_data_loader(self):
        """Every row comes once in each epoch, with its label."""
        x = torch.arange(50)
        for shuffle in (True, False):
            batches = list(optim.data_loader((x, 10 * x), 8, shuffle=shuffle))
            sizes = [len(batch[0]) for batch in batches]
            assert sizes == [8] * 6 + [2], f"50 rows should come as six batches of 8 and one of 2, and they come as {sizes}"
            seen = torch.cat([batch[0] for batch in batches])
            assert torch.equal(torch.cat([batch[1] for batch in batches]), 10 * seen), (
                "each x should come with its own y, and some come with another"
            )
            assert torch.equal(seen.sort().values, x), (
                f"every row should come once in an epoch; the rows, sorted, are {seen.sort().values.tolist()}"
            )
            assert torch.equal(seen, x) is not shuffle, (
                f"with shuffle={shuffle} the order should be {'another' if shuffle else 'the given one'}, and it is not"
            )


class Test_compare_optimizers:
    def test_a_fair_race(self):
        """Two equal optimizers have equal losses; one that stands still has others."""
        x = torch.linspace(-1, 1, 40).unsqueeze(1)
        race = {
            "one": lambda params: torch.optim.SGD(params, lr=0.1),
            "two": lambda params: torch.optim.SGD(params, lr=0.1),
            "still": lambda params: torch.optim.SGD(params, lr=0.0),
        }
        losses = optim.compare_optimizers(race, x, x**2, epochs=3, batch_size=20)
        assert set(losses) == set(race), f"there should be a list for each of {list(race)}, and the names are {list(losses)}"
        counts = [len(losses[name]) for name in race]
        assert counts == [6, 6, 6], f"three epochs of two batches should give 6 losses for each optimizer, and they give {counts}"
        assert losses["one"] == pytest.approx(losses["two"]), (
            "two equal optimizers with the same start and batches should have the same losses, and they differ"
        )
        assert losses["one"][0] == pytest.approx(losses["still"][0]), (
            "before the first update all losses should be equal, and they differ"
        )
        assert losses["one"] != pytest.approx(losses["still"]), (
            "an optimizer with lr = 0 should have other losses than one that learns, and it has the same"
        )
