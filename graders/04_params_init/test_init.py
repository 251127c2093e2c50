"""Hidden graders of init.py.

Random initialisers are judged by the distribution of many weights, never by a seed. The bounds:

- A fraction, a mean or a correlation that has a standard error s may be off by K s. These are means of ten thousand
  numbers and more, so nearly normal: further away with a probability of about 4e-8.
- The largest distance between the sample's distribution function and the right one may be BAND / sqrt(n). It is further
  away with a probability of at most 2 exp(-2 BAND²) = 3e-8, for every n (Dvoretzky, Kiefer, Wolfowitz; Massart).
- The largest of n uniform numbers misses the end by more than the share EDGE / n with probability exp(-EDGE) = 1.5e-8,
  the smallest likewise.

A check looks at two layers, with at most two bounds of the first kind, one of the second and two of the third for each:
it fails a right answer with a probability below 4e-7.
"""

import math

import numpy as np
import pytest
import torch
from torch import nn

from torchkata.grading import assert_matches, assert_that, edge, misconception, once, presuppose, probe

K = 5.5
BAND = 3.0
EDGE = 18.0

USUAL_NAMES = ["net", "network", "model", "mlp"]  # of a net that stands outside of a function

bias_untouched = misconception(
    "bias-untouched",
    "The bias still has its old numbers. A layer has two parameters to initialise.")
fails_without_bias = misconception(
    "fails-without-bias",
    "The bias of a layer made with bias=False is None, which cannot be filled.")
fails_with_a_bias = misconception(
    "fails-with-a-bias",
    "It works without a bias. A bias has one axis and several numbers, and not every operation accepts such a tensor.", keeps=0.5)
fails_on_other_modules = misconception(
    "fails-on-other-modules",
    "net.apply calls the initialiser with every module, also with ReLUs and with the net itself. Look at the type of m "
    "first.")
other_modules_changed = misconception(
    "other-modules-changed",
    "Other modules have a weight as well, but this initialiser is for nn.Linear only. Look at the type of m, not at its "
    "attributes or at the name of its class.", keeps=0.2)
global_net = misconception("global-net", "The function should work on its argument: net.apply passes each module as m.")
replaces_the_parameter = misconception(
    "replaces-the-parameter",
    "An optimizer that was made before still holds the old Parameter, and tied layers are tied no longer. Change the values"
    " of the Parameter that is there.")
recorded_in_the_graph = misconception(
    "recorded-in-the-graph",
    "Autograd records what is done with a parameter that requires a gradient, but initialising should not be recorded.", keeps=0.5)
requires_grad_changed = misconception(
    "requires-grad-changed",
    "Initialising changes values only. What is trained stays trained, and what is frozen stays frozen.")
frozen_skipped = misconception(
    "frozen-skipped",
    "requires_grad only says whether a layer is trained; it is initialised in any case.", keeps=0.4)
not_a_parameter = misconception(
    "recorded-in-the-graph",
    "Only a Parameter can be assigned there. Change the values of the one that the layer has.", keeps=0.4)
goes_inside = misconception(
    "goes-inside",
    "net.apply comes to every layer by itself. A function that is called with another module leaves it as it is, with all that is "
    "inside.", keeps=0.6)
by_the_name_of_the_class = misconception(
    "fails-on-other-modules",
    "Look at the type of m, not at the name of its class: any class may have Linear in its name.", keeps=0.5)
not_right_yet = misconception("not-right-yet", "So only a part of these points is given.", keeps=0.7)
bias_drawn_too = misconception("bias-drawn-too", "The bias has random numbers, like the weight. The exercise asks for zeros.")
layers_skipped = misconception("layers-skipped", "Some of the linear layers still have their old numbers.")
whole_numbers = misconception(
    "whole-numbers",
    "All weights are whole numbers. A uniform random number may be any number between the two ends.")
old_numbers = misconception("old-numbers", "The old numbers of the layer were only scaled. Draw new ones.")
one_draw = misconception(
    "one-draw",
    "Many weights share one random number. Every weight needs a draw of its own, or all units of the layer compute the "
    "same.")
reseeded = misconception("reseeded", "Look for a seed that is set in every call, or for numbers that are not drawn at random.")


@probe
def told(student, error):
    """What an exception says: its type and the start of its text."""
    text = str(error).split("\n")[0][:150].rstrip(".")
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def each_of(**criteria):
    """One check for each of these exercises, of the criterion that is given for it."""
    marked = [pytest.param(name, marks=[pytest.mark.exercise(name), pytest.mark.criterion(criterion)])
              for name, criterion in criteria.items()]
    return pytest.mark.parametrize("name", marked)


# ---- what happens around the weights: the same for all four --------------------------------------------------------


@probe
def fill(student, weight):
    """Numbers that no initialiser leaves: rows of 2.5 and of 7.5."""
    with torch.no_grad():
        weight.copy_(torch.full_like(weight, 2.5))
        weight[1::2] = 7.5


@probe
def refused_by_autograd(student, init):
    """What autograd says to `init`, or None. The other checks run it where autograd does not look."""
    try:
        nn.Linear(3, 2).apply(init)
    except RuntimeError as error:
        if not isinstance(error, NotImplementedError) and "leaf" in str(error):
            return told(student, error)
    except Exception:
        pass  # another check's
    return None


@probe
def refuses_a_tensor(student, error):
    """Whether torch says that a tensor cannot stand where a Parameter is."""
    return isinstance(error, TypeError) and "cannot assign" in str(error)


@probe
def stopped_by_the_bias(student, init):
    """The error that `init` raises on a layer with a bias, where it works on one without; or None."""
    try:
        with torch.no_grad():
            nn.Linear(3, 2).apply(init)
    except Exception as error:
        try:
            with torch.no_grad():
                nn.Linear(3, 2, bias=False).apply(init)
        except Exception:
            return None
        return told(student, error)
    return None


@probe
def initialise(student, name, inputs, outputs, bias, value, keyword=False):
    """A linear layer, full of known numbers and with this bias (None for none), after `name` was applied to it.

    keyword: the value is passed by its name.
    """
    init = getattr(student, name)
    recorded, stopped = refused_by_autograd(student, init), stopped_by_the_bias(student, init)
    student.reimport("init")  # as if these trials had not been
    init = getattr(student, name)
    layer = nn.Linear(inputs, outputs, bias=bias is not None and not stopped)
    fill(student, layer.weight)
    if layer.bias is not None:
        with torch.no_grad():
            layer.bias.copy_(bias)
    others = [net for net in vars(student.init).values() if isinstance(net, nn.Module)]
    before = [p.detach().clone() for net in others for p in net.parameters()]
    error = None
    try:
        with torch.set_grad_enabled(not recorded):
            layer.apply(init if value is None else lambda m: init(m, value=value) if keyword else init(m, value))
    except Exception as caught:
        if isinstance(caught, NameError) and caught.name in USUAL_NAMES:
            return {"global": f"raises {told(student, caught)}"}
        if refuses_a_tensor(student, caught):
            error = recorded = told(student, caught)
        elif layer.bias is not None:
            raise
        else:
            with torch.set_grad_enabled(not recorded):
                nn.Linear(inputs, outputs).apply(init)  # raises too where the error has nothing to do with the bias
            error = told(student, caught)
    after = [p.detach() for net in others for p in net.parameters()]
    return {
        "weight": layer.weight,
        "bias": layer.bias,
        "error": error,
        "recorded": recorded,
        "stopped": stopped,
        "global": None if all(torch.equal(a, b) for a, b in zip(before, after)) else "changes a net of the file, not m",
    }


def initialised(student, name, inputs, outputs, *, bias="random", value=None, keyword=False):
    """What `initialise` saw; ends the check where the function worked on another net."""
    if isinstance(bias, str):
        bias = torch.rand(outputs) + 1
    seen = student(initialise, name, inputs, outputs, bias, value, keyword)
    assert_that(seen["global"] is None, f"{name}(m) {seen['global']}.", global_net)
    return seen


def initialised_layers(student, name, sizes):
    """The weights of a layer for each (inputs, outputs), and what else `initialise` saw of the last one."""
    weights = []
    for inputs, outputs in sizes:
        seen = initialised(student, name, inputs, outputs)
        assert_shape(seen["weight"], inputs, outputs)
        assert_that(changed(seen["weight"]), f"{name} did not initialise the weight.")
        weights.append(seen["weight"])
    return weights, seen


def why_it_stops(seen):
    """The mistake of an initialiser that raises an error where autograd looks."""
    return not_a_parameter if "cannot assign" in (seen["recorded"] or "") else recorded_in_the_graph


def assert_runs(seen, name):
    """In ordinary use nothing stops this initialiser; looked at last, when the numbers that it would give are known."""
    assert_that(not seen["recorded"], f"{name}(m) raises {seen['recorded']}.", why_it_stops(seen))
    assert_that(not seen["stopped"], f"{name}(m) on a layer with a bias raises {seen['stopped']}.", fails_with_a_bias)


def changed(weight):
    """Whether someone has written into (nearly) all of the weights; see `fill`."""
    return ((weight != 2.5) & (weight != 7.5)).float().mean() > 0.9


@each_of(init_normal="bias", init_constant="bias", init_xavier="bias")
def test_bias_is_zero(student, name):
    """The bias of a linear layer is 0 afterwards."""
    for inputs, outputs in ((6, 4), (3, 7)):
        before = torch.rand(outputs) + 1
        seen = initialised(student, name, inputs, outputs, bias=before)
        bias = seen["bias"]
        assert_that(not seen["stopped"], f"{name} on a layer with a bias raises {seen['stopped']}.", fails_with_a_bias.keeping(0.0))
        mistakes = {bias_untouched: before} if changed(seen["weight"]) else {}
        if name == "init_constant":
            mistakes[bias_constant_too] = torch.ones(outputs)
        elif isinstance(bias, torch.Tensor) and len(bias[bias != before].unique()) == outputs:
            mistakes[bias_drawn_too] = bias
        assert_matches(bias, torch.zeros(outputs), f"The bias after {name}, which should be all zeros,", mistakes, atol=0.0)
        assert_unrecorded(seen, name)


def assert_unrecorded(seen, name):
    """What is right where autograd does not look gets half of its points; looked at last, as in `assert_runs`."""
    assert_that(not seen["recorded"], f"{name}(m) raises {seen['recorded']}.", why_it_stops(seen).keeping(0.5))


@each_of(init_normal="missing", init_constant="missing", init_xavier="bias", my_init="bias")
def test_layer_without_bias(student, name):
    """A linear layer without a bias is initialised as well, and gets no bias."""
    seen = initialised(student, name, 6, 5, bias=None)
    assert_that(seen["error"] is None, f"{name} on a Linear(..., bias=False) raises {seen['error']}.",
                None if "cannot assign" in (seen["error"] or "") else fails_without_bias)
    before = torch.rand(5) + 1
    ordinary = initialised(student, name, 6, 5, bias=before)
    begun = changed(ordinary["weight"]) or ordinary["bias"] is None or not torch.equal(ordinary["bias"], before)
    presuppose(begun, f"{name} does not initialise a linear layer yet.")
    if changed(ordinary["weight"]):  # or else it leaves every weight as it was, which is another check's
        assert_that(changed(seen["weight"]), f"{name} did not initialise the weight of a layer without a bias.")
    assert_that(seen["bias"] is None, f"{name} gave a bias to a layer that has none.")
    assert_unrecorded(seen, name)


@probe
def without_biases(student, layers):
    """Takes away the biases that stop an initialiser, which is another check's matter."""
    for layer in layers:
        layer.bias = None


@probe
def reached_inside(student, init):
    """Whether `init`, called with a net and not by net.apply, changes a linear layer in it, where it changes one on its own."""
    net, layer = nn.Sequential(nn.ReLU(), nn.Linear(3, 4, bias=False)), nn.Linear(3, 4, bias=False)
    for one in (net[1], layer):
        fill(student, one.weight)
    before = layer.weight.detach().clone()
    try:
        with torch.no_grad():
            init(net)
            init(layer)
    except Exception:  # another check's
        return False
    return not torch.equal(net[1].weight, before) and not torch.equal(layer.weight, before)


@probe
def initialise_a_net(student, name):
    """A net with linear layers at several depths and with other modules, after net.apply(name)."""
    init = getattr(student, name)

    class Own(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.full((4, 3), 0.5))
            self.bias = nn.Parameter(torch.full((4,), 0.5))
            self.inner = nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Sequential(nn.Linear(5, 4)))

    class MyLinear(nn.Module):  # as a student of this course writes it; only nn.Linear is one
        def __init__(self):
            super().__init__()
            self.in_features, self.out_features = 3, 4
            self.weight, self.bias = nn.Parameter(torch.full((4, 3), 0.5)), nn.Parameter(torch.full((4,), 0.5))

    class LinearBlock(nn.Sequential):  # without a weight
        pass

    net = nn.Sequential(
        nn.Conv2d(2, 3, 3), nn.BatchNorm2d(3), nn.ReLU(), nn.Flatten(), nn.Linear(6, 4), nn.LayerNorm(4), MyLinear(),
        nn.Embedding(7, 4), Own(), LinearBlock(nn.Linear(3, 3), nn.ReLU()),
        nn.Sequential(nn.Sequential(nn.Linear(4, 3), nn.Dropout(0.5))), nn.Bilinear(3, 3, 2),
        nn.ConvTranspose1d(2, 3, 2), nn.GRU(3, 2), nn.Linear(3, 2))
    linears = [m for m in net.modules() if isinstance(m, nn.Linear)]
    stopped = stopped_by_the_bias(student, init)
    if stopped:
        without_biases(student, linears)
    with torch.no_grad():
        for p in net.parameters():
            p.copy_(torch.rand_like(p) + 1)
    for layer in linears:
        fill(student, layer.weight)
    ours = [p.data_ptr() for layer in linears for p in layer.parameters()]
    others = [(key, p, p.clone()) for key, p in net.state_dict().items() if p.data_ptr() not in ours]
    watched = not refused_by_autograd(student, init)
    try:
        with torch.set_grad_enabled(watched):
            net.apply(init)
    except Exception as caught:
        if refuses_a_tensor(student, caught):  # which linear layers alone show as well
            return {"error": told(student, caught), "refused": True}
        with torch.set_grad_enabled(watched):
            nn.Linear(2, 2, bias=not stopped).apply(init)  # raises too where the error has nothing to do with other modules
        return {"error": told(student, caught), "refused": False}
    state = net.state_dict()
    return {
        "error": None,
        "refused": False,
        "stopped": stopped,
        "inside": reached_inside(student, init),
        "linear": [layer.weight for layer in linears],
        "changed": list(dict.fromkeys(type(net.get_submodule(key.rpartition(".")[0])).__name__ for key, p, before in others
                                      if not torch.equal(state[key], before))),
    }


@once
def initialised_net(student, name):
    return student(initialise_a_net, name)


@each_of(init_normal="others", init_constant="others", init_xavier="others", my_init="others")
def test_nothing_else(student, name):
    """net.apply changes linear layers only."""
    seen = initialised_net(student, name)
    presuppose(not seen["refused"], f"{name} raises {seen['error']} already on a linear layer.")
    assert_that(seen["error"] is None, f"net.apply({name}) on a net with other modules raises {seen['error']}.",
                by_the_name_of_the_class if "LinearBlock" in (seen["error"] or "") else fails_on_other_modules)
    presuppose(any(changed(weight) for weight in seen["linear"]), f"net.apply({name}) initialises no linear layer yet.")
    by_name = all("linear" in kind.lower() for kind in seen["changed"])
    assert_that(not seen["changed"], f"net.apply({name}) changed modules of type {', '.join(seen['changed'][:4])}.",
                other_modules_changed.keeping(0.5) if by_name else other_modules_changed)
    assert_that(not seen["stopped"], f"{name}(m) on a layer with a bias raises {seen['stopped']}.", fails_with_a_bias)
    if name == "init_normal":
        layers = normal_layers(student)
        assert_that(all(is_normal(layer["weight"], 0.01) for layer in layers), "Other modules are left alone, but the weights of "
                    "linear layers are not right yet.", not_right_yet.keeping(0.3) if one_number(layers) else not_right_yet)
    assert_that(not seen["inside"], f"{name}(net), without apply, changes the linear layers in the net.", goes_inside)


def one_number(layers):
    """Whether nothing was drawn for these layers: their weights have few different numbers."""
    return all(distinct_share(layer["weight"]) < 0.2 for layer in layers)


@each_of(init_normal="weight", init_constant="weight", init_xavier="bound", my_init="uniform")
def test_every_linear_layer(student, name):
    """net.apply reaches linear layers at every depth."""
    seen = initialised_net(student, name)
    if seen["error"]:  # which is another check's; but what stops at an ordinary module never initialises a net
        by_name = seen["refused"] or "LinearBlock" in seen["error"]
        assert_that(by_name, f"net.apply({name}) on a net with other modules raises {seen['error']}.",
                    fails_on_other_modules.keeping(0.6))
        return
    untouched = sum(not changed(weight) for weight in seen["linear"])
    assert_that(untouched == 0, f"net.apply({name}) did not initialise {untouched} of {len(seen['linear'])} linear "
                "layers of a nested net.", layers_skipped if untouched < len(seen["linear"]) else None)


@probe
def look_at_the_parameters(student, name):
    """Who the parameters are, before and after `name`: a frozen layer, a trained one, and two that are tied."""
    init = getattr(student, name)
    frozen, trained, first, second = [nn.Linear(4, 4) for _ in range(4)]
    first.weight = nn.Parameter(torch.empty(4, 4).T)  # not contiguous
    second.weight, second.bias = first.weight, first.bias
    layers, stopped = [frozen, trained, first, second], stopped_by_the_bias(student, init)
    frozen.weight.requires_grad_(False)
    frozen.bias.requires_grad_(False)
    if stopped:
        without_biases(student, layers)
    for layer in layers:
        fill(student, layer.weight)
    before = [p for layer in layers for p in (layer.weight, layer.bias) if p is not None]
    flags = [(p.requires_grad, p.dtype) for p in before]
    try:
        for layer in layers:
            layer.apply(init)
    except RuntimeError as caught:
        if isinstance(caught, NotImplementedError) or "leaf" not in str(caught):
            raise
        return {"error": told(student, caught)}
    after = [p for layer in layers for p in (layer.weight, layer.bias) if p is not None]
    if len(after) < len(before):
        return {"error": None, "lost": True}
    return {
        "error": None,
        "lost": False,
        "stopped": stopped,
        "same": all(a is b for a, b in zip(before, after)),
        "flags": [flag for flag, _ in flags] == [p.requires_grad for p in after],
        "dtypes": [dtype for _, dtype in flags] == [p.dtype for p in after],
        "graph": any(p.grad_fn is not None for p in after),
        "weights": [layer.weight for layer in layers],
    }


@each_of(init_normal="others", init_constant="others", init_xavier="others", my_init="leaf")
def test_the_same_parameters_afterwards(student, name):
    """The layer keeps its Parameter objects, frozen and tied ones too, and autograd records nothing."""
    seen = student(look_at_the_parameters, name)
    assert_that(seen["error"] is None, f"{name}(m) raises {seen['error']}.", recorded_in_the_graph.keeping(0.0))
    assert_that(not seen["lost"], f"A layer has None for its weight or its bias after {name}.")
    frozen, *others = [changed(weight) for weight in seen["weights"]]
    assert_that(frozen or not all(others), f"{name} did not initialise the weight of a frozen layer.",
                frozen_skipped)
    presuppose(any(others), f"{name} does not initialise the weights yet.")
    assert_that(all(others), f"{name} did not initialise all of the weights.")
    assert_that(not seen["graph"], f"A weight has a grad_fn after {name}.", recorded_in_the_graph.keeping(0.0))
    assert_that(seen["same"], f"After {name} a layer has other Parameter objects than before.", replaces_the_parameter)
    assert_that(
        seen["dtypes"], f"{name} changed the dtype of a parameter, so that the layer no longer accepts its input."
    )
    assert_that(seen["flags"], f"{name} changed requires_grad of a parameter.",
                requires_grad_changed if name == "my_init" else requires_grad_changed.keeping(0.4))
    assert_that(not seen["stopped"], f"{name}(m) on a layer with a bias raises {seen['stopped']}.", fails_with_a_bias)


@probe
def initialise_twins(student, name, inputs, outputs):
    net = nn.Sequential(nn.Linear(inputs, outputs), nn.Linear(inputs, outputs))
    init = getattr(student, name)
    if stopped_by_the_bias(student, init):
        net = nn.Sequential(*[nn.Linear(inputs, outputs, bias=False) for _ in net])
    with torch.set_grad_enabled(not refused_by_autograd(student, init)):
        for layer in net:
            fill(student, layer.weight)
            try:
                layer.apply(init)
            except TypeError as error:
                if not refuses_a_tensor(student, error):
                    raise
    return [layer.weight for layer in net]


@each_of(init_normal="weight", init_xavier="random", my_init="uniform")
def test_every_weight_has_its_own_draw(student, name):
    """All weights are drawn independently, in one layer and in two."""
    one, two = student(initialise_twins, name, 120, 120)
    assert_that(changed(one) and changed(two), f"{name} did not initialise the weight.")
    if not (one.any() and two.any()):
        assert_not_one_number(student, name, [one, two])
    assert_that(one.any() and two.any(), f"After {name} all weights of a layer are 0.")
    assert_that(not torch.equal(one, two), f"{name} gave two layers the same weights.",
                same_twice(one, 0.25) if distinct_share(one) > 0.9 else repeated(one))
    for weight in (one, two):
        # Of 14,400 float32 draws (7,200 for my_init) less than one in a thousand is there twice; rounded to four digits,
        # as many as four in a hundred.
        share = distinct_share(weight)
        assert_that(share > 0.99, few_draws(name, share), repeated(weight) if share < 0.2 else None)
        assert_that(neighbours_unrelated(weight),
                    f"After {name} neighbouring weights depend on each other, although each should be drawn by itself.")


def same_twice(weight, keeps):
    """The mistake of two layers with the same weights; it keeps a part where these look drawn at random."""
    return reseeded.keeping(keeps) if neighbours_unrelated(weight) else reseeded


def few_draws(name, share):
    return f"Only {share:.1%} of the weights after {name} are different numbers, although each should be drawn by itself."


def distinct_share(weight):
    """How many different numbers there are among the weights that are not 0, as a share."""
    rest = in_order(weight[weight != 0])
    return int(1 + (rest[1:] != rest[:-1]).sum()) / len(rest) if len(rest) else 0.0


def in_order(sample):
    """All its numbers, the smallest first. NumPy sorts them in less than half of torch's time, and init's checks sort much."""
    exact = sample if sample.dtype == torch.float32 else sample.double()
    return torch.from_numpy(np.sort(exact.detach().flatten().numpy()))


def repeated(weight):
    """Why few of the weights are different; None for zeros, which have no mistake of their own."""
    if not weight.any():
        return None
    factors = weight[::2].flatten() / 2.5, weight[1::2].flatten() / 7.5  # see `fill`
    if torch.allclose(torch.cat(factors), factors[0][0], atol=0):
        return old_numbers
    return whole_numbers if torch.equal(weight, weight.round()) else one_draw


# ---- distributions -------------------------------------------------------------------------------------------------


def has_distribution(sample, cumulative):
    """Whether the sample's distribution function stays within the band around the right one."""
    n = sample.numel()
    right = cumulative(in_order(sample).double())
    steps = torch.arange(n + 1, dtype=torch.float64) / n
    distance = max((right - steps[:-1]).max(), (steps[1:] - right).max())
    return bool(distance * math.sqrt(n) < BAND)


def is_normal(sample, std):
    return has_distribution(sample, lambda w: torch.special.ndtr(w / std))


def is_uniform(sample, low, high):
    """Uniform from low to high, and reaching both ends."""
    room = (high - low) * EDGE / sample.numel()
    reach = sample.min() - low, high - sample.max()
    if not all(-1e-5 * (high - low) <= gap <= room for gap in reach):
        return False
    return has_distribution(sample, lambda w: ((w - low) / (high - low)).clamp(0, 1))


def within(seen, expected, standard_error):
    return abs(float(seen) - expected) <= K * standard_error


def neighbours_unrelated(sample):
    """Whether weights side by side, and one above the other, have a correlation of 0."""
    unit = (sample.double() - sample.double().mean()) / sample.double().std()
    pairs = (unit[:, 1:] * unit[:, :-1], unit[1:] * unit[:-1])
    return all(within(product.mean(), 0, product.numel() ** -0.5) for product in pairs)


# ---- init_normal ---------------------------------------------------------------------------------------------------

taken_as_variance = misconception(
    "taken-as-variance",
    "The standard deviation is ten times too large: 0.01 was taken for the variance. The exercise gives the standard "
    "deviation.")
deviation_squared = misconception(
    "deviation-squared",
    "The standard deviation is a hundred times too small: 0.01 was squared. Does the function expect a standard deviation "
    "or a variance?")
uniform_for_normal = misconception("uniform-for-normal", "These weights are uniform; the exercise asks for normal ones.")
mean_not_zero = misconception("mean-not-zero", "The weights are not centred at 0.")


NORMAL_SIZES = [(240, 120), (100, 250)]


@once
def normal_layers(student):
    """What `initialise` saw of layers that are large enough to judge a distribution."""
    return [initialised(student, "init_normal", *sizes) for sizes in NORMAL_SIZES]


@pytest.mark.exercise("init_normal")
@pytest.mark.criterion("weight")
def test_normal_weights(student):
    """The weights are normal, with mean 0 and standard deviation 0.01."""
    for (inputs, outputs), result in zip(NORMAL_SIZES, normal_layers(student), strict=True):
        weight = result["weight"]
        assert_shape(weight, inputs, outputs)
        assert_that(changed(weight), "init_normal did not initialise the weight.")
        assert_own_draws(weight, "init_normal")
        n = weight.numel()
        mean, std = weight.double().mean(), weight.double().std()
        seen = f"After init_normal {n} weights have the mean {mean:.2g} and the standard deviation {std:.2g}"
        assert_that(not is_normal(weight, 0.1), f"{seen}.", taken_as_variance)
        assert_that(not is_normal(weight, 0.01**2), f"{seen}.", deviation_squared)
        assert_that(not is_uniform(weight, weight.min(), weight.max()),
                    f"{seen}, and none is larger than {weight.abs().max():.2g}.", uniform_for_normal)
        assert_that(within(mean, 0, std / math.sqrt(n)), f"{seen}; the mean should be 0.", mean_not_zero)
        assert_that(within(std, 0.01, 0.01 / math.sqrt(2 * n)), f"{seen}; the exercise gives another standard deviation.")
        assert_that(is_normal(weight, 0.01), f"{seen}, which is right, but they are not normally distributed.")
        assert_runs(result, "init_normal")


def assert_own_draws(weight, name):
    """Repeated numbers would look like a wrong distribution."""
    assert_that(weight.any(), f"After {name} all weights of a layer are 0.")
    share = distinct_share(weight)
    assert_that(share > 0.2, few_draws(name, share), repeated(weight))


def assert_shape(weight, inputs, outputs):
    assert_that(list(weight.shape) == [outputs, inputs], f"The weight of Linear({inputs}, {outputs}) has the shape "
                f"{tuple(weight.shape)} afterwards; it should not change.")


# ---- init_constant -------------------------------------------------------------------------------------------------

bias_constant_too = misconception(
    "bias-constant-too",
    "The bias was filled with the constant as well. The constant is for the weight; the bias is 0.")
value_ignored = misconception("value-ignored", "The weights are 1 although another value was passed in. Use the argument.")
only_some_values = misconception("only-some-values", "Another value is taken as it is; every number is a value.", keeps=0.4)
argument_renamed = misconception(
    "argument-renamed",
    "The exercise calls this argument value, so one can write it out: init_constant(m, value=0.5).", keeps=0.7)
cut_to_whole = misconception("cut-to-whole", "The value was cut to a whole number; the weights are the value itself.")


@pytest.mark.exercise("init_constant")
@pytest.mark.criterion("weight")
def test_constant_by_default(student):
    """Without a value every weight is 1."""
    for inputs, outputs in ((5, 3), (2, 6)):
        seen = initialised(student, "init_constant", inputs, outputs)
        weight = seen["weight"]
        what = f"The weight of Linear({inputs}, {outputs}) after init_constant(m)"
        assert_matches(weight, torch.ones(outputs, inputs), what, rtol=1e-6, atol=0.0)
        assert_runs(seen, "init_constant")


@pytest.mark.exercise("init_constant")
@pytest.mark.criterion("weight")
def test_constant_of_ones_own(student):
    """With a value every weight is this value, and the bias 0."""
    ordinary = -2.10043545 - int(torch.randint(900, ())) / 1000  # not within the tolerance where it is rounded to five digits
    judge_value(student, ordinary)
    for value in (0.25, 0.0, 1e-8 * float(torch.rand(()) + 1)):
        with edge(only_some_values, lambda: judge_value(student, ordinary)):
            judge_value(student, value, 0.4)
    with edge(argument_renamed, lambda: judge_value(student, ordinary)):
        judge_value(student, ordinary, keyword=True)


def judge_value(student, value, keeps=0.0, keyword=False):
    seen = initialised(student, "init_constant", 4, 3, value=value, keyword=keyword)
    assert_matches(
        seen["weight"], torch.full((3, 4), value), f"The weight after init_constant(m, {'value=' if keyword else ''}{value:.3g})",
        {value_ignored.keeping(keeps): torch.ones(3, 4), cut_to_whole.keeping(keeps): torch.full((3, 4), float(int(value)))},
        rtol=1e-6, atol=0.0)
    assert_runs(seen, "init_constant")


# ---- init_xavier ---------------------------------------------------------------------------------------------------

xavier_normal = misconception(
    "xavier-normal",
    "These weights are not uniform: small ones are more frequent, as with normal random numbers. Xavier's rule has a normal"
    " and a uniform form; the exercise asks for the uniform one.", keeps=0.5)
fan_in_only = misconception(
    "fan-in-only",
    "The bound depends on the number of inputs only, as in Kaiming's rule. Xavier's depends on the number of outputs as "
    "well.")
fan_out_only = misconception(
    "fan-out-only",
    "The bound depends on the number of outputs only. Xavier's depends on the number of inputs as well.")
wrong_gain = misconception(
    "wrong-gain",
    "The weights are uniform around 0, but the bound is wrong by a factor. Compute it again for this number of inputs and "
    "outputs, with a gain of 1.")
not_centred = misconception("not-centred", "The weights are not centred at 0.", keeps=0.4)


@once
def xavier_weights(student):
    """Weights of two layers, about 30,000 each, and what else was seen."""
    weights, seen = initialised_layers(student, "init_xavier", ((120, 250), (260, 110)))
    for weight in weights:
        assert_own_draws(weight, "init_xavier")
    return weights, seen


@pytest.mark.exercise("init_xavier")
@pytest.mark.criterion("random")
def test_xavier_is_uniform(student):
    """The weights of a layer are uniform around 0, whatever the bound is."""
    (weight, _), seen = xavier_weights(student)
    end, std = weight.abs().max(), weight.double().std()
    what = f"After init_xavier the weights of Linear(120, 250) lie in ({weight.min():.3g}, {weight.max():.3g})"
    assert_that(within(weight.double().mean(), 0, std / math.sqrt(weight.numel())), f"{what}.", not_centred.keeping(0.0))
    bell = float(end / std) > 1.1 * math.sqrt(3)
    assert_that(is_uniform(weight, -end, end), f"{what}, but are not uniform there.",
                xavier_normal.keeping(0.0) if bell else None)
    assert_runs(seen, "init_xavier")


@pytest.mark.exercise("init_xavier")
@pytest.mark.criterion("bound")
def test_xavier_bound(student):
    """The weights are uniform within the bound for this number of inputs and outputs."""
    weights, seen = xavier_weights(student)
    one, two = student(initialise_twins, "init_xavier", 20, 30)
    assert_that(not torch.equal(one, two), "init_xavier gave two layers the same weights.",
                reseeded.keeping(0.7 if neighbours_unrelated(one) else 0.4))
    for weight in weights:
        outputs, inputs = weight.shape
        assert_that(is_uniform(weight, -xavier_bound(weight), xavier_bound(weight)), f"After init_xavier the weights of "
                    f"Linear({inputs}, {outputs}) lie in ({weight.min():.3g}, {weight.max():.3g}); this is not the "
                    "distribution of the exercise.", lambda: xavier_mistake(weights))
    assert_runs(seen, "init_xavier")


def xavier_bound(weight):
    return math.sqrt(6 / sum(weight.shape))


def xavier_mistake(weights):
    """The mistake that the weights of both layers show, if they show one: by chance one layer may look like another's."""
    if all(follows_one_fan(weight, weight.shape[1]) for weight in weights):
        return fan_in_only
    if all(follows_one_fan(weight, weight.shape[0]) for weight in weights):
        return fan_out_only
    if all(is_normal(weight, xavier_bound(weight) / math.sqrt(3)) for weight in weights):
        return xavier_normal
    if not all(within(weight.double().mean(), 0, weight.double().std() / math.sqrt(weight.numel())) for weight in weights):
        return not_centred
    if all(is_uniform(weight, -weight.abs().max(), weight.abs().max()) for weight in weights):
        return wrong_gain
    return None


def follows_one_fan(weight, fan):
    """Kaiming's or LeCun's rule, uniform or normal, or a new Linear's: the variance is 2, 1 or 1/3 by the fan."""
    for variance in (2 / fan, 1 / fan, 1 / (3 * fan)):
        bound = math.sqrt(3 * variance)
        if is_uniform(weight, -bound, bound) or is_normal(weight, math.sqrt(variance)):
            return True
    return False


# ---- my_init -------------------------------------------------------------------------------------------------------

threshold_reversed = misconception(
    "threshold-reversed",
    "The small weights were kept and the large ones were set to 0: the comparison is the wrong way round.")
wrong_range = misconception(
    "wrong-range",
    "The weights were not drawn from the whole range between -10 and 10. Look at both ends of the range.")
one_tail_only = misconception(
    "one-tail-only",
    "Positive and negative weights were treated differently. What counts is the absolute value of a weight.")
mask_from_another_sample = misconception(
    "mask-from-another-sample",
    "Half of the weights are 0, but not the small ones: other random numbers decided which. Draw once, and compare what was"
    " drawn.")
other_threshold = misconception(
    "other-threshold", "The weights below some size are 0, but it is not the size that the exercise gives.")
nothing_cleared = misconception("nothing-cleared", "No weight is 0. Small weights have to be set to 0.")
bias_changed = misconception("bias-changed", "This initialiser changes the weight only.")


# What each criterion keeps where a mistake is the other's.
ZERO_KEEPS = {wrong_range: 0.4, one_tail_only: 0.2, whole_numbers: 0.3}
UNIFORM_KEEPS = {
    other_threshold: 1.0, nothing_cleared: 0.4, one_tail_only: 0.4, threshold_reversed: 0.4, mask_from_another_sample: 0.4}


def check_weights(condition, message, weight, keeps):
    """Fail with the mistake that the weight shows, with what is left by `keeps`; with `message` where it shows none.

    The mistake explains all numbers; said in the same words in each check, the student reads it once.
    """
    found = None if condition else diagnose(weight)
    if found:
        assert_that(False, "my_init does not give the weights of the exercise.", found.keeping(keeps.get(found, 0.0)))
    assert_that(condition, message)


@once
def drawn_weights(student):
    """Weights of two layers, 28,000 each, and what else was seen; ends the check where one random number fills a layer."""
    weights, seen = initialised_layers(student, "my_init", ((200, 140), (100, 280)))
    assert_not_one_number(student, "my_init", weights)
    return weights, seen


def assert_not_one_number(student, name, weights):
    """Ends the check where one random number fills each of the layers, also if it happens to be one that becomes 0."""
    if all(len(weight.unique()) == 1 for weight in weights):
        # Each of many more layers is all 0 or not: one draw that is small, or draws that are all small?
        more = [initialised(student, name, 3, 2)["weight"] for _ in range(24)]
        constant = all(len(weight.unique()) == 1 for weight in more)
        assert_that(not (constant and any(w.any() for w in more + weights)), f"After {name} every weight of a layer is the "
                    "same number.", one_draw)


def diagnose(weight):
    """The mistake that the weights show, if they show one.

    The shares of zeros, of small weights, and of negative ones among the weights tell the mistakes apart.
    """
    size, n = weight.abs(), weight.numel()
    if size.isnan().any():
        return None
    if size.any() and distinct_share(weight) < 0.2:
        return repeated(weight)
    low = (size > 0) & (size < 5)
    zeros, small = float((size == 0).sum()) / n, float(low.sum()) / n
    negative = float((weight < 0).sum()) / n
    positive = float((weight > 0).sum()) / n
    if zeros < 1e-3:  # a draw may be exactly 0; small ones may have been moved to another number, which is there many times
        return nothing_cleared if 9.9 < size.max() < 10.0001 or distinct_share(weight) < 0.9 else wrong_range
    if size.max() > 10.0001 or zeros == 1:
        return wrong_range
    end = float(size[size > 0].min())
    if abs(end - 5) > 0.1 and is_uniform(size[size > 0], end, 10) and within(zeros, end / 10, 0.5 / math.sqrt(n)):
        return other_threshold
    if size.max() <= 5.0001:
        return threshold_reversed if size.max() > 4.9 and size[size > 0].min() < 0.1 else wrong_range
    one_sided = min(negative, positive) < 0.01 or (low.any() and (not weight[low].lt(0).any()
                                                                  or not weight[low].gt(0).any()))
    if one_sided:  # one tail of (-10, 10) is a quarter; half would be all of (0, 10)
        return wrong_range if small == 0 and abs(zeros - 0.5) < 0.05 else one_tail_only
    if small > 0.2 and abs(zeros - 0.5) < 0.05:
        return mask_from_another_sample
    if size.max() < 9.9 or abs(negative - positive) > 0.1:
        return wrong_range
    return None


@pytest.mark.exercise("my_init")
@pytest.mark.criterion("zero")
def test_no_small_weights(student):
    """All small weights are 0."""
    weights, seen = drawn_weights(student)
    for weight in weights:
        size = weight.abs()
        small = int(((size > 0) & (size < 4.99999)).sum())
        check_weights(small == 0, f"After my_init {small} of {weight.numel()} weights have an absolute value between 0 and 5; "
                      "they should be 0.", weight, ZERO_KEEPS)
        check_weights(size.any(), "After my_init all weights are 0.", weight, {})
    assert_runs(seen, "my_init")


@pytest.mark.exercise("my_init")
@pytest.mark.criterion("zero")
def test_half_of_the_weights_are_zero(student):
    """About half of the weights are 0, as the exercise makes it."""
    weights, seen = drawn_weights(student)
    for weight in weights:
        n, zeros = weight.numel(), int((weight == 0).sum())
        found = diagnose(weight)
        half = found not in (one_draw, wrong_range) and within(zeros / n, 0.5, 0.5 / math.sqrt(n))
        # Of the whole numbers from -10 to 10 less than half are small: where these are 0, as the check above has it, all is said.
        check_weights(half, f"After my_init {zeros / n:.1%} of the weights are 0; about half are expected.", weight,
                      ZERO_KEEPS | {whole_numbers: 1.0})
    assert_runs(seen, "my_init")


@pytest.mark.exercise("my_init")
@pytest.mark.criterion("uniform")
def test_both_tails_are_uniform(student):
    """The weights that are not 0 are uniform at both ends of the range."""
    weights, seen = drawn_weights(student)
    for weight in weights:
        rest = weight[weight != 0]
        check_weights(len(rest), "After my_init all weights are 0.", weight, UNIFORM_KEEPS)
        check_weights(len(rest) < weight.numel(), "After my_init no weight is 0.", weight, UNIFORM_KEEPS)
        largest = weight.flatten()[weight.abs().argmax()]
        check_weights(largest.abs() <= 10.0001, f"After my_init one weight is {largest:.3g}, which is outside the range.", weight,
                      UNIFORM_KEEPS)
        positive = (rest > 0).double().mean()
        check_weights(within(positive, 0.5, 0.5 / math.sqrt(len(rest))), f"After my_init {positive:.1%} of the weights that are "
                      "not 0 are positive; about half are expected.", weight, UNIFORM_KEEPS)
        check_weights(is_uniform(rest.abs(), 5, 10), f"After my_init the weights that are not 0 are between "
                      f"{rest.abs().min():.3g} and {rest.abs().max():.3g} in absolute value, but not uniform between 5 and 10.",
                      weight, UNIFORM_KEEPS)
    assert_runs(seen, "my_init")


@pytest.mark.exercise("my_init")
@pytest.mark.criterion("bias")
def test_bias_is_untouched(student):
    """The bias keeps its numbers."""
    bias = torch.randn(6)
    seen = initialised(student, "my_init", 9, 6, bias=bias)
    assert_that(not seen["stopped"], f"my_init on a layer with a bias raises {seen['stopped']}.", fails_with_a_bias.keeping(0.0))
    presuppose(changed(seen["weight"]), "my_init did not initialise the weight.")
    assert_matches(seen["bias"], bias, "The bias after my_init", {bias_changed: seen["bias"]}, rtol=0.0, atol=0.0)
    assert_unrecorded(seen, "my_init")


# ---- embedding -----------------------------------------------------------------------------------------------------

freeze_ignored = misconception("freeze-ignored", "Whether the weight requires a gradient should depend on freeze.")
not_float = misconception(
    "not-float",
    "The numbers are right, but float vectors cannot be multiplied with this dtype.", keeps=0.5)
aliases_the_vectors = misconception(
    "aliases-the-vectors",
    "The embedding shares its memory with the tensor that was passed in. It needs memory of its own.")
axis_elsewhere = misconception(
    "axis-elsewhere", "The ones are at the right places, but the axis of the classes is not the last one.", keeps=0.5)
looks_up_only = misconception(
    "looks-up-only",
    "It gives the right rows, but without a weight that can be trained, frozen or saved with a net.", keeps=0.4)
indices_changed = misconception(
    "indices-changed",
    "The caller still needs them: an operation whose name ends in an underscore, or an assignment to indices[...], changes them.",
    keeps=0.3)
one_layout_only = misconception(
    "one-layout-only",
    "The numbers of a transposed tensor do not lie side by side in memory, which not every operation accepts.", keeps=0.3)
out_of_range_accepted = misconception("out-of-range-accepted", "There is no place for an index of num_classes or more.")


@probe
def call_one_hot(student, indices, num_classes, turned=False):
    """What one_hot returns, and the indices afterwards; `turned` ones do not lie side by side in memory."""
    if turned:
        indices = indices.mT.contiguous().mT
    return {"codes": student.one_hot(indices, num_classes), "indices": indices}


@probe
def one_hot_expecting_an_error(student, indices, num_classes):
    one_hot = student.one_hot
    try:
        one_hot(indices, num_classes)
    except NotImplementedError:
        raise
    except Exception as error:
        return type(error).__name__
    return None


@probe
def look_up(student, vectors, indices, freeze):
    """The embedding of the vectors; `freeze` is None for the default."""
    arguments = [] if freeze is None else [freeze]
    table = student.embedding_from_vectors(vectors, *arguments)
    if not isinstance(table, nn.Embedding):
        try:
            y = table(indices)
        except Exception:
            y = None
        return {"type": type(table).__name__, "y": y}
    return {"y": table(indices), "sizes": [table.num_embeddings, table.embedding_dim],
            "trainable": [p.requires_grad for p in table.parameters()]}


@probe
def change_the_vectors(student, vectors, freeze):
    table = student.embedding_from_vectors(vectors, freeze)
    with torch.no_grad():
        vectors.add_(1.0)
    return table.weight


@probe
def train_the_embedding(student, vectors, indices, cotangent):
    table = student.embedding_from_vectors(vectors, False)
    if not isinstance(table, nn.Embedding):
        return {"type": type(table).__name__}
    parameters = [p for p in table.parameters() if p.requires_grad]
    if not parameters:
        return {"trainable": False}
    optimizer = torch.optim.SGD(parameters, lr=0.5)
    (table(indices) * cotangent).sum().backward()
    optimizer.step()
    return {"trainable": True, "weight": table.weight, "vectors": vectors}


def is_embedding(seen, rows=None):
    """Ends the check where it is none; `rows` are what it should look up."""
    kind = seen.get("type")
    assert_that(not kind, f"embedding_from_vectors(vectors) is of type {kind}; an nn.Embedding is expected.",
                lambda: looks_up_only if rows is not None and alike(seen["y"], rows) else None)


def alike(a, b):
    """Whether these are tensors with the same values, as assert_matches has it."""
    tensors = isinstance(a, torch.Tensor) and isinstance(b, torch.Tensor) and a.shape == b.shape and a.dtype == b.dtype
    return tensors and torch.allclose(a, b, 1e-4, 1e-5)


def codes(indices, num_classes):
    return (indices.unsqueeze(-1) == torch.arange(num_classes)).float()


@pytest.mark.exercise("embedding")
@pytest.mark.criterion("codes")
def test_one_hot(student):
    """one_hot gives a 1 at the place of each index, along a new last axis, in float32."""
    kept = [judge_codes(student, *case) for case in (((7,), 5), ((4, 3), 6), ((2, 3, 2), 4), ((), 3))]
    with edge(one_layout_only, lambda: judge_codes(student, (4, 3), 6)):
        judge_codes(student, (4, 3), 6, turned=True)
    assert_that(all(kept), "The tensor that was passed to one_hot as indices is another one after the call.", indices_changed)


def judge_codes(student, shape, num_classes, turned=False):
    """Ends the check where the codes are wrong; returns whether the indices are what they were."""
    indices = torch.randint(num_classes - 1, shape)
    right = codes(indices, num_classes)
    after = student(call_one_hot, indices, num_classes, turned)
    seen = after["codes"]
    if isinstance(seen, torch.Tensor) and seen.shape[:-1] == right.shape[:-1] and seen.dim() == right.dim():
        right = codes(indices, seen.shape[-1])  # how many classes there are is another check's
    mistakes = {not_float: right.to(getattr(seen, "dtype", None))}
    if any(alike(seen, right.movedim(-1, axis)) for axis in range(right.dim())):
        mistakes[axis_elsewhere] = seen
    what = f"one_hot(indices, {num_classes}) for {'transposed ' if turned else ''}indices of shape {shape}"
    assert_matches(seen, right, what, mistakes)
    return torch.equal(after["indices"], indices)


@pytest.mark.exercise("embedding")
@pytest.mark.criterion("width")
def test_width(student):
    """The new axis has num_classes entries."""
    for num_classes in (5, 9):
        seen = student(call_one_hot, torch.randint(3, (6,)), num_classes)["codes"]
        assert_that(isinstance(seen, torch.Tensor) and num_classes in seen.shape, f"one_hot(indices, {num_classes}) for indices of "
                    f"shape (6,) has shape {tuple(getattr(seen, 'shape', ()))}; an axis of {num_classes} is expected.")


@pytest.mark.exercise("embedding")
@pytest.mark.criterion("error")
def test_index_out_of_range(student):
    """one_hot raises an error where an index is num_classes or more."""
    for indices in (torch.tensor([0, 4]), torch.tensor([[1, 2], [9, 0]])):
        raised = student(one_hot_expecting_an_error, indices, 4)
        assert_that(raised is not None, f"one_hot({indices.tolist()}, 4) raises nothing.", out_of_range_accepted)


@pytest.mark.exercise("embedding")
@pytest.mark.criterion("rows")
def test_embedding_looks_rows_up(student):
    """The embedding returns the rows of the vectors."""
    for n, d in ((6, 4), (3, 5)):
        vectors, indices = torch.randn(n, d) * 10.0 ** -torch.arange(n).unsqueeze(1), torch.randint(n, (2, 7))
        seen = student(look_up, vectors, indices, None)
        is_embedding(seen, vectors[indices])
        assert_matches(seen["y"], codes(indices, n) @ vectors, "embedding_from_vectors(vectors)(indices)", rtol=1e-6, atol=0.0,
                       hint=lambda y=seen["y"], rows=vectors[indices]: suspect_in_rows(y, rows))
        assert_matches(seen["sizes"], [n, d], "[num_embeddings, embedding_dim] of the embedding")


def suspect_in_rows(seen, rows):
    """What the rows of an embedding show that are not those of the vectors."""
    cosines = torch.cosine_similarity(seen.double(), rows.double(), dim=-1, eps=0.0)
    if bool((cosines > 1 - 1e-6).all()):
        return "The wrong rows have the right direction, but another length: look for an option that limits or changes it."
    if not any(torch.allclose(a, b) for a, b in zip(seen.flatten(0, -2), rows.flatten(0, -2), strict=True)):
        return "No row is one of the vectors': look at where the embedding's weight comes from."
    return ""


@pytest.mark.exercise("embedding")
@pytest.mark.criterion("freeze")
def test_freeze(student):
    """The rows are frozen by default and with freeze=True, and trainable with freeze=False."""
    vectors, indices = torch.randn(5, 3), torch.tensor([1, 4])
    for freeze, trainable in ((None, False), (True, False), (False, True)):
        seen = student(look_up, vectors, indices, freeze)
        is_embedding(seen)
        seen = seen["trainable"]
        call = "embedding_from_vectors(vectors" + ("" if freeze is None else f", freeze={freeze}") + ")"
        state = "trainable" if any(seen) else "frozen"
        assert_that(len(seen) == 1, f"{call} has {len(seen)} parameters; one is expected.", freeze_ignored)
        assert_that(seen == [trainable], f"The weight of {call} is {state}.", freeze_ignored)


@pytest.mark.exercise("embedding")
@pytest.mark.criterion("freeze")
def test_changing_the_vectors_later(student):
    """Changing the vectors afterwards does not change the embedding."""
    vectors = torch.randn(5, 3)
    for freeze in (True, False):
        weight = student(change_the_vectors, vectors, freeze)
        # whether the rows are exactly those of vectors is another check's
        assert_matches(weight, vectors, "The embedding's weight after a change of vectors", {aliases_the_vectors: vectors + 1},
                       atol=1e-3, hint="It is neither what they were nor what they are now.")


@pytest.mark.exercise("embedding")
@pytest.mark.criterion("freeze")
def test_training_the_embedding(student):
    """With freeze=False an optimizer trains the rows that were looked up, and does not change the vectors."""
    vectors = torch.randn(5, 3).sign() * (1 + torch.rand(5, 3))  # all rows longer than 1
    indices, cotangent = torch.tensor([0, 4, 1, 0]), torch.randn(4, 3)
    seen = student(train_the_embedding, vectors, indices, cotangent)
    is_embedding(seen)
    assert_that(seen["trainable"], "The weight of embedding_from_vectors(vectors, freeze=False) is frozen.", freeze_ignored)
    trained = vectors - 0.5 * codes(indices, 5).T @ cotangent
    assert_matches(seen["weight"], trained, "The embedding's weight after a step of SGD", atol=1e-3,
                   hint="From the vectors one step should lead there: compare the weight with them before the step.")
    assert_matches(seen["vectors"], vectors, "The tensor vectors, after a step of SGD on the embedding,",
                   {aliases_the_vectors: trained})
