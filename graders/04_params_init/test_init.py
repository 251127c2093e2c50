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

import pytest
import torch
from torch import nn

from torchkata.grading import assert_matches, assert_that, misconception, once, presuppose, probe

K = 5.5
BAND = 3.0
EDGE = 18.0

USUAL_NAMES = ["net", "network", "model", "mlp"]  # of a net that stands outside of a function

bias_untouched = misconception(
    "bias-untouched", "The bias still has the numbers that it had before. A layer has two parameters to initialise.")
fails_without_bias = misconception(
    "fails-without-bias",
    "A layer made with bias=False has None for its bias, which cannot be filled. Look before you write.")
fails_with_a_bias = misconception(
    "fails-with-a-bias", "Without a bias it works. A bias has one axis and several numbers, and not everything can be done with "
    "such a tensor.", keeps=0.5)
fails_on_other_modules = misconception(
    "fails-on-other-modules",
    "net.apply calls the initialiser with every module: ReLUs, batch norms, and the net itself. Ask what m is, not "
    "what its class is called, before you touch its weight.")
other_modules_changed = misconception(
    "other-modules-changed",
    "Other modules have a weight as well, but this initialiser is for linear layers. Ask for the type of m, not for "
    "what it has, nor for what its type is called.")
global_net = misconception(
    "global-net",
    "The function works on a net outside of it and not on the module that it was given. net.apply hands over the "
    "module: use the argument.")
replaces_the_parameter = misconception(
    "replaces-the-parameter",
    "The layer has a new Parameter now. An optimizer made before still holds the old one and would train nothing, and "
    "what was tied is tied no longer. Write into the Parameter that is there.")
recorded_in_the_graph = misconception(
    "recorded-in-the-graph",
    "Autograd watches a parameter that requires a gradient, and initialising is not part of the computation that it "
    "should watch. Do it where autograd does not look.", keeps=0.4)
requires_grad_changed = misconception(
    "requires-grad-changed",
    "Initialising changes numbers only. What was trained before should be trained afterwards, and what was frozen "
    "stays frozen.")
frozen_skipped = misconception(
    "frozen-skipped", "requires_grad says whether a layer is trained, not whether it gets a start.", keeps=0.4)
bias_drawn_too = misconception(
    "bias-drawn-too", "The bias has random numbers now, like the weight. The exercise wants zeros there.")
layers_skipped = misconception(
    "layers-skipped", "Some of the net's linear layers still have the numbers that they had before.")
whole_numbers = misconception(
    "whole-numbers", "All weights are whole numbers. A uniform number may be any between the two ends.")
old_numbers = misconception(
    "old-numbers", "The numbers that the layer had before were only scaled. Whatever they are, draw new ones.")
one_draw = misconception(
    "one-draw", "Many weights share one random number. Every weight needs a draw of its own, or the units of the layer "
    "all compute the same.")
reseeded = misconception(
    "reseeded",
    "Two layers of one size got exactly the same numbers, as if the generator were set back on every call, or nothing "
    "drawn at all.")


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
            return str(error)[:150]
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
        return type(error).__name__ + ": " + str(error)[:100]
    return None


@probe
def initialise(student, name, inputs, outputs, bias, value):
    """A linear layer, full of known numbers and with this bias (None for none), after `name` was applied to it."""
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
            layer.apply(init if value is None else lambda m: init(m, value))
    except Exception as caught:
        if isinstance(caught, NameError) and caught.name in USUAL_NAMES:
            return {"global": str(caught)[:100]}
        if refuses_a_tensor(student, caught):
            error = recorded = str(caught)[:150]
        elif layer.bias is not None:
            raise
        else:
            with torch.set_grad_enabled(not recorded):
                nn.Linear(inputs, outputs).apply(init)  # raises too where the error has nothing to do with the bias
            error = type(caught).__name__ + ": " + str(caught)[:100]
    after = [p.detach() for net in others for p in net.parameters()]
    return {
        "weight": layer.weight,
        "bias": layer.bias,
        "error": error,
        "recorded": recorded,
        "stopped": stopped,
        "global": None if all(torch.equal(a, b) for a, b in zip(before, after)) else "a net of the file was changed",
    }


def initialised(student, name, inputs, outputs, *, bias="random", value=None):
    """What `initialise` saw; ends the check where the function worked on another net."""
    if isinstance(bias, str):
        bias = torch.rand(outputs) + 1
    seen = student(initialise, name, inputs, outputs, bias, value)
    assert_that(seen["global"] is None, f"{name}(m): {seen['global']}.", global_net)
    return seen


def assert_runs(seen, name):
    """In ordinary use nothing stops this initialiser; looked at last, when the numbers that it would give are known."""
    assert_that(not seen["recorded"], f"{name}(m) raises: {seen['recorded']}", recorded_in_the_graph)
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


@each_of(init_normal="missing", init_constant="missing", init_xavier="bias", my_init="bias")
def test_layer_without_bias(student, name):
    """A linear layer without a bias is initialised too, and gets none."""
    seen = initialised(student, name, 6, 5, bias=None)
    assert_that(seen["error"] is None, f"{name} on a Linear(..., bias=False) raises {seen['error']}.",
                fails_without_bias)
    if changed(initialised(student, name, 6, 5)["weight"]):  # or else it leaves every weight as it was, which is another check's
        assert_that(changed(seen["weight"]), f"{name} leaves the weight of a layer without a bias as it was.")
    assert_that(seen["bias"] is None, f"{name} gave a bias to a layer that has none.")


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
    with torch.no_grad():
        for p in net.parameters():
            p.copy_(torch.rand_like(p) + 1)
    for layer in linears:
        fill(student, layer.weight)
    ours = [layer.weight.data_ptr() for layer in linears] + [layer.bias.data_ptr() for layer in linears]
    others = [(key, p, p.clone()) for key, p in net.state_dict().items() if p.data_ptr() not in ours]
    watched = not refused_by_autograd(student, init)
    try:
        with torch.set_grad_enabled(watched):
            net.apply(init)
    except Exception as caught:
        if stopped_by_the_bias(student, init) or refuses_a_tensor(student, caught):  # which linear layers alone show as well
            return {"error": type(caught).__name__ + ": " + str(caught)[:100], "stopped": True}
        with torch.set_grad_enabled(watched):
            nn.Linear(2, 2).apply(init)  # raises too where the error has nothing to do with other modules
        return {"error": type(caught).__name__ + ": " + str(caught)[:100], "stopped": False}
    state = net.state_dict()
    return {
        "error": None,
        "stopped": False,
        "linear": [layer.weight for layer in linears],
        "changed": [key for key, p, before in others if not torch.equal(state[key], before)],
    }


@once
def initialised_net(student, name):
    return student(initialise_a_net, name)


@each_of(init_normal="others", init_constant="others", init_xavier="others", my_init="others")
def test_nothing_else(student, name):
    """net.apply leaves all modules but linear layers as they are."""
    seen = initialised_net(student, name)
    presuppose(not seen["stopped"], f"{name} raises {seen['error']} already on a linear layer.")
    assert_that(seen["error"] is None, f"net.apply({name}) on a net with other modules raises {seen['error']}.",
                fails_on_other_modules)
    presuppose(any(changed(weight) for weight in seen["linear"]), f"net.apply({name}) leaves all linear layers as they were.")
    assert_that(not seen["changed"], f"net.apply({name}) changed {', '.join(seen['changed'][:4])} of other modules.",
                other_modules_changed)


@each_of(init_normal="weight", init_constant="weight", init_xavier="bound", my_init="uniform")
def test_every_linear_layer(student, name):
    """net.apply reaches linear layers at every depth."""
    seen = initialised_net(student, name)
    if seen["error"]:
        return  # which is another check's
    untouched = sum(not changed(weight) for weight in seen["linear"])
    assert_that(untouched == 0, f"net.apply({name}) leaves {untouched} of {len(seen['linear'])} linear layers of a "
                "nested net as they were.", layers_skipped if untouched < len(seen["linear"]) else None)


@probe
def look_at_the_parameters(student, name):
    """Who the parameters are, before and after `name`: a frozen layer, a trained one, and two that are tied."""
    init = getattr(student, name)
    frozen, trained, first, second = [nn.Linear(4, 4) for _ in range(4)]
    first.weight = nn.Parameter(torch.empty(4, 4).T)  # not contiguous
    second.weight, second.bias = first.weight, first.bias
    layers = [frozen, trained, first, second]
    frozen.weight.requires_grad_(False)
    frozen.bias.requires_grad_(False)
    for layer in layers:
        fill(student, layer.weight)
    before = [p for layer in layers for p in (layer.weight, layer.bias)]
    flags = [(p.requires_grad, p.dtype) for p in before]
    try:
        for layer in layers:
            layer.apply(init)
    except RuntimeError as caught:
        if isinstance(caught, NotImplementedError) or "leaf" not in str(caught):
            raise
        return {"error": str(caught)[:150]}
    after = [p for layer in layers for p in (layer.weight, layer.bias)]
    if any(p is None for p in after):
        return {"error": None, "lost": True}
    return {
        "error": None,
        "lost": False,
        "same": all(a is b for a, b in zip(before, after)),
        "flags": [flag for flag, _ in flags] == [p.requires_grad for p in after],
        "dtypes": [dtype for _, dtype in flags] == [p.dtype for p in after],
        "graph": any(p.grad_fn is not None for p in after),
        "weights": [layer.weight for layer in layers],
    }


@each_of(init_normal="others", init_constant="others", init_xavier="others", my_init="leaf")
def test_the_same_parameters_afterwards(student, name):
    """The parameters are the same objects as before, trained or frozen or tied as they were, without a graph."""
    seen = student(look_at_the_parameters, name)
    assert_that(seen["error"] is None, f"{name}(m) raises: {seen['error']}", recorded_in_the_graph.keeping(0.0))
    assert_that(not seen["lost"], f"A layer has None for its weight or its bias after {name}.")
    frozen, *others = [changed(weight) for weight in seen["weights"]]
    assert_that(frozen or not all(others), f"{name} leaves the weight of a frozen layer as it was; frozen layers need a start too.",
                frozen_skipped)
    presuppose(any(others), f"{name} leaves the weights as they were.")
    assert_that(all(others), f"{name} leaves some weights as they were.")
    assert_that(not seen["graph"], f"A weight has a grad_fn after {name}.", recorded_in_the_graph.keeping(0.0))
    assert_that(seen["same"], f"A layer has other Parameter objects after {name} than before.", replaces_the_parameter)
    assert_that(
        seen["dtypes"], f"A parameter has another dtype after {name} than before, so that the layer no longer takes its input."
    )
    assert_that(seen["flags"], f"A parameter's requires_grad is not after {name} what it was before.",
                requires_grad_changed)


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
    """Weights have nothing to do with each other, in one layer or in two."""
    one, two = student(initialise_twins, name, 120, 120)
    assert_that(changed(one) and changed(two), f"{name} leaves the weights as they were.")
    if not (one.any() and two.any()):
        assert_not_one_number(student, name, [one, two])
    assert_that(one.any() and two.any(), f"After {name} all weights of a layer are 0.")
    assert_that(not torch.equal(one, two), f"{name} gave two layers the same weights.",
                reseeded if distinct_share(one) > 0.9 else repeated(one))
    for weight in (one, two):
        # Of 14,400 float32 draws (7,200 for my_init) less than one in a thousand is there twice; rounded to four digits,
        # as many as four in a hundred.
        share = distinct_share(weight)
        assert_that(share > 0.99, f"Of the weights after {name} only {share:.1%} are different numbers.",
                    repeated(weight) if share < 0.2 else None)
        assert_that(neighbours_unrelated(weight), f"After {name} weights side by side depend on each other.")


def distinct_share(weight):
    """How many different numbers there are among the weights that are not 0, as a share."""
    rest = weight[weight != 0]
    return len(rest.unique()) / max(len(rest), 1)


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
    right = cumulative(sample.double().flatten().sort().values)
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
    "The spread is ten times too large, which is what comes out if 0.01 is taken for the variance: 0.1 is its root. "
    "The exercise gives the standard deviation.")
deviation_squared = misconception(
    "deviation-squared",
    "The spread is a hundred times too small: 0.01 was squared. Look up what the function expects, a standard "
    "deviation or a variance.")
uniform_for_normal = misconception(
    "uniform-for-normal", "The weights end abruptly and have no bell shape: they are uniform. A normal one is asked "
    "for.")
mean_not_zero = misconception(
    "mean-not-zero", "The weights lie to one side of 0. The mean of the distribution should be 0.")


@pytest.mark.exercise("init_normal")
@pytest.mark.criterion("weight")
def test_normal_weights(student):
    """Many weights together are normal, with mean 0 and standard deviation 0.01."""
    for inputs, outputs in ((240, 120), (100, 250)):
        result = initialised(student, "init_normal", inputs, outputs)
        weight = result["weight"]
        assert_shape(weight, inputs, outputs)
        assert_that(changed(weight), "init_normal leaves the weight as it was.")
        assert_own_draws(weight, "init_normal")
        n = weight.numel()
        mean, std = weight.double().mean(), weight.double().std()
        seen = f"After init_normal {n} weights have the mean {mean:.2g} and the standard deviation {std:.2g}"
        assert_that(not is_normal(weight, 0.1), f"{seen}.", taken_as_variance)
        assert_that(not is_normal(weight, 0.01**2), f"{seen}.", deviation_squared)
        half = math.sqrt(3) * float(std)
        assert_that(not is_uniform(weight, -weight.abs().max(), weight.abs().max()) and weight.abs().max() > half * 1.1,
                    f"{seen}, and none is larger than {weight.abs().max():.2g}.", uniform_for_normal)
        assert_that(within(mean, 0, std / math.sqrt(n)), f"{seen}; the mean should be 0.", mean_not_zero)
        assert_that(within(std, 0.01, 0.01 / math.sqrt(2 * n)), f"{seen}; the spread is not right.")
        assert_that(is_normal(weight, 0.01), f"{seen}, but their histogram is not the normal distribution's.")
        assert_runs(result, "init_normal")


def assert_own_draws(weight, name):
    """Repeated numbers would look like a wrong distribution."""
    share = distinct_share(weight)
    assert_that(share > 0.2, f"Of the weights after {name} only {share:.1%} are different numbers.", repeated(weight))


def assert_shape(weight, inputs, outputs):
    assert_that(list(weight.shape) == [outputs, inputs], f"The weight of Linear({inputs}, {outputs}) has the shape "
                f"{tuple(weight.shape)} afterwards; it should not change.")


# ---- init_constant -------------------------------------------------------------------------------------------------

bias_constant_too = misconception(
    "bias-constant-too", "The bias was filled with the constant as well. The constant is for the weight; the bias "
    "starts at 0.")
value_ignored = misconception(
    "value-ignored", "The weights are 1 although another value was given. Use the argument.")


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
    for value in (0.25, -float(torch.rand(())) - 2, 0.0, 1e-8 * float(torch.rand(()) + 1)):
        seen = initialised(student, "init_constant", 4, 3, value=value)
        what = f"after init_constant(m, {value:.3g})"
        assert_matches(seen["weight"], torch.full((3, 4), float(value)), f"The weight {what}",
                       {value_ignored: torch.ones(3, 4)}, rtol=1e-6, atol=0.0)
        assert_runs(seen, "init_constant")


# ---- init_xavier ---------------------------------------------------------------------------------------------------

xavier_normal = misconception(
    "xavier-normal",
    "The spread is Xavier's, but the shape is a bell: these weights are normal. Xavier has a normal and a uniform "
    "flavour, and the uniform one is asked for.", keeps=0.5)
fan_in_only = misconception(
    "fan-in-only",
    "The bound looks at the number of inputs only, as Kaiming's rule does (and a new Linear's). Xavier keeps the "
    "signal on the way back too, so the outputs belong into it.")
fan_out_only = misconception(
    "fan-out-only", "The bound looks at the number of outputs only. Xavier's has the inputs in it too.")
wrong_gain = misconception(
    "wrong-gain",
    "The weights are uniform around 0, but the bound is off by a factor. Compute it again for this layer: the gain is "
    "1, and the variance of a uniform number in (-a, a) is not a².")
not_centred = misconception("not-centred", "The weights do not lie evenly around 0.", keeps=0.4)


@once
def xavier_weights(student):
    """Weights of two layers, about 30,000 each, and what else was seen."""
    weights = []
    for inputs, outputs in ((120, 250), (260, 110)):
        seen = initialised(student, "init_xavier", inputs, outputs)
        weight = seen["weight"]
        assert_shape(weight, inputs, outputs)
        assert_that(changed(weight), "init_xavier leaves the weight as it was.")
        assert_own_draws(weight, "init_xavier")
        weights.append(weight)
    return weights, seen


@pytest.mark.exercise("init_xavier")
@pytest.mark.criterion("random")
def test_xavier_is_uniform(student):
    """The weights of a layer are uniform and lie evenly around 0, whatever the bound is."""
    (weight, _), seen = xavier_weights(student)
    end, std = weight.abs().max(), weight.double().std()
    what = f"After init_xavier the weights of Linear(120, 250) lie in ({weight.min():.3g}, {weight.max():.3g})"
    assert_that(within(weight.double().mean(), 0, std / math.sqrt(weight.numel())), f"{what}.", not_centred.keeping(0.0))
    bell = float(end / std) > 1.1 * math.sqrt(3)
    assert_that(is_uniform(weight, -end, end), f"{what}, and are not evenly spread there.",
                xavier_normal.keeping(0.0) if bell else None)
    assert_runs(seen, "init_xavier")


@pytest.mark.exercise("init_xavier")
@pytest.mark.criterion("bound")
def test_xavier_bound(student):
    """Many weights together are uniform, within the bound for this number of inputs and outputs."""
    weights, seen = xavier_weights(student)
    one, two = student(initialise_twins, "init_xavier", 20, 30)
    assert_that(not torch.equal(one, two), "init_xavier gave two layers the same weights.", reseeded.keeping(0.4))
    for weight in weights:
        outputs, inputs = weight.shape
        assert_that(is_uniform(weight, -xavier_bound(weight), xavier_bound(weight)), f"After init_xavier the weights of "
                    f"Linear({inputs}, {outputs}) lie in ({weight.min():.3g}, {weight.max():.3g}); this is not the "
                    "distribution that is asked for.", lambda: xavier_mistake(weights))
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
    "threshold-reversed", "The small weights are left and the large ones are gone: the comparison is the wrong way "
    "round.")
wrong_range = misconception(
    "wrong-range", "The draw does not cover the range from -10 to 10. What are its lower and upper ends?")
one_tail_only = misconception(
    "one-tail-only",
    "Positive and negative weights were treated differently. What counts is how far a weight is from 0, on either "
    "side.")
mask_from_another_sample = misconception(
    "mask-from-another-sample",
    "Half of the weights are 0, but not the small ones: which to clear was decided by other random numbers than those "
    "in the weight. Draw once, then look at what you drew.")
nothing_cleared = misconception("nothing-cleared", "No weight is 0. Small weights have to be set to 0.")
bias_changed = misconception("bias-changed", "This initialiser is about the weight; the bias keeps its numbers.")


# What each criterion keeps where a mistake is the other's.
ZERO_KEEPS = {wrong_range: 0.4, one_tail_only: 0.2, whole_numbers: 0.6}
UNIFORM_KEEPS = {nothing_cleared: 0.4, one_tail_only: 0.4, threshold_reversed: 0.4, mask_from_another_sample: 0.4}


def keeping(weight, keeps):
    """A function that says which mistake the weight shows, with what is left by `keeps`."""
    def mistake():
        found = diagnose(weight)
        return found and found.keeping(keeps.get(found, 0.0))

    return mistake


@once
def drawn_weights(student):
    """Weights of two layers, 28,000 each, and what else was seen; ends the check where one random number fills a layer."""
    weights = []
    for inputs, outputs in ((200, 140), (100, 280)):
        seen = initialised(student, "my_init", inputs, outputs)
        weight = seen["weight"]
        assert_shape(weight, inputs, outputs)
        assert_that(changed(weight), "my_init leaves the weight as it was.")
        weights.append(weight)
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
    """No weight is small without being 0."""
    weights, seen = drawn_weights(student)
    for weight in weights:
        size = weight.abs()
        small = int(((size > 0) & (size < 4.99999)).sum())
        assert_that(small == 0, f"After my_init {small} of {weight.numel()} weights lie between 0 and 5 in absolute "
                    "value.", keeping(weight, ZERO_KEEPS))
        assert_that(size.any(), "After my_init all weights are 0.", keeping(weight, ZERO_KEEPS))
    assert_runs(seen, "my_init")


@pytest.mark.exercise("my_init")
@pytest.mark.criterion("zero")
def test_half_of_the_weights_are_zero(student):
    """About half of the weights are 0, as many as are small in a draw from the whole range."""
    weights, seen = drawn_weights(student)
    for weight in weights:
        n, zeros = weight.numel(), int((weight == 0).sum())
        found = diagnose(weight)
        assert_that(found is not one_draw, f"Of the weights after my_init only {distinct_share(weight):.1%} are "
                    "different numbers, so that their share of zeros says little.", one_draw)
        assert_that(within(zeros / n, 0.5, 0.5 / math.sqrt(n)), f"After my_init {zeros / n:.1%} of the weights are 0; "
                    "about half are expected.", keeping(weight, ZERO_KEEPS))
        assert_that(found is not wrong_range, f"After my_init the weights lie between {weight.min():.3g} and {weight.max():.3g}.",
                    keeping(weight, ZERO_KEEPS))
    assert_runs(seen, "my_init")


@pytest.mark.exercise("my_init")
@pytest.mark.criterion("uniform")
def test_both_tails_are_uniform(student):
    """The weights that are not 0 fill the two ends of the range evenly."""
    weights, seen = drawn_weights(student)
    for weight in weights:
        rest, mistake = weight[weight != 0], keeping(weight, UNIFORM_KEEPS)
        assert_that(len(rest), "After my_init all weights are 0.", mistake)
        largest = weight.flatten()[weight.abs().argmax()]
        assert_that(largest.abs() <= 10.0001, f"After my_init there is a weight of {largest:.3g}.", mistake)
        positive = (rest > 0).double().mean()
        assert_that(within(positive, 0.5, 0.5 / math.sqrt(len(rest))), f"After my_init {positive:.1%} of the "
                    "weights that are not 0 are positive; about half are expected.", mistake)
        assert_that(is_uniform(rest.abs(), 5, 10), f"After my_init the weights that are not 0 are between "
                    f"{rest.abs().min():.3g} and {rest.abs().max():.3g} in absolute value, and not as evenly spread "
                    "there as they should be.", mistake)
    assert_runs(seen, "my_init")


@pytest.mark.exercise("my_init")
@pytest.mark.criterion("bias")
def test_bias_is_untouched(student):
    """The bias has the numbers that it had before."""
    bias = torch.randn(6)
    seen = initialised(student, "my_init", 9, 6, bias=bias)
    assert_that(not seen["stopped"], f"my_init on a layer with a bias raises {seen['stopped']}.", fails_with_a_bias.keeping(0.0))
    presuppose(changed(seen["weight"]), "my_init leaves the weight as it was.")
    assert_matches(seen["bias"], bias, "The bias after my_init", {bias_changed: seen["bias"]}, rtol=0.0, atol=0.0)


# ---- embedding -----------------------------------------------------------------------------------------------------

freeze_ignored = misconception(
    "freeze-ignored",
    "Whether the rows can be trained does not depend on freeze as it should. Which attribute of the weight decides it?")
not_float = misconception(
    "not-float", "The numbers are right, their dtype is not: these cannot be multiplied with float vectors.", keeps=0.5)
aliases_the_vectors = misconception(
    "aliases-the-vectors",
    "The embedding and the tensor that it was made from share memory, so that changing one changes the other. Give the "
    "embedding numbers of its own.")
out_of_range_accepted = misconception(
    "out-of-range-accepted",
    "An index of num_classes or more has no place in the vector. Without an error such a mistake in the data goes "
    "unnoticed.")


@probe
def call_one_hot(student, indices, num_classes):
    return student.one_hot(indices, num_classes)


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
    return {"is_embedding": isinstance(table, nn.Embedding), "type": type(table).__name__, "y": table(indices),
            "sizes": [table.num_embeddings, table.embedding_dim] if isinstance(table, nn.Embedding) else None,
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
    parameters = [p for p in table.parameters() if p.requires_grad]
    if not parameters:
        return {"trainable": False}
    optimizer = torch.optim.SGD(parameters, lr=0.5)
    (table(indices) * cotangent).sum().backward()
    optimizer.step()
    return {"trainable": True, "weight": table.weight, "vectors": vectors}


def codes(indices, num_classes):
    return (indices.unsqueeze(-1) == torch.arange(num_classes)).float()


@pytest.mark.exercise("embedding")
@pytest.mark.criterion("codes")
def test_one_hot(student):
    """one_hot puts a 1 at the place of each index, along a new last axis, in float32."""
    for shape, num_classes in (((7,), 5), ((4, 3), 6), ((2, 3, 2), 4), ((), 3)):
        indices = torch.randint(num_classes - 1, shape)
        right = codes(indices, num_classes)
        seen = student(call_one_hot, indices, num_classes)
        if isinstance(seen, torch.Tensor) and seen.shape[:-1] == right.shape[:-1] and seen.dim() == right.dim():
            right = codes(indices, seen.shape[-1])  # how many classes there are is another check's
        assert_matches(seen, right, f"one_hot(indices, {num_classes}) for indices of shape {shape}",
                       {not_float: right.to(getattr(seen, "dtype", None))})


@pytest.mark.exercise("embedding")
@pytest.mark.criterion("width")
def test_width(student):
    """The new axis has num_classes entries, whichever classes occur."""
    for num_classes in (5, 9):
        seen = student(call_one_hot, torch.randint(3, (6,)), num_classes)
        assert_that(isinstance(seen, torch.Tensor) and num_classes in seen.shape, f"one_hot(indices, {num_classes}) for indices of "
                    f"shape (6,) has shape {tuple(getattr(seen, 'shape', ()))}.")


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
        assert_that(seen["is_embedding"], f"embedding_from_vectors(vectors) is of type {seen['type']}; an nn.Embedding is "
                    "expected.")
        assert_matches(seen["y"], codes(indices, n) @ vectors, "embedding_from_vectors(vectors)(indices)", rtol=1e-6, atol=0.0)
        assert_matches(seen["sizes"], [n, d], "[num_embeddings, embedding_dim] of the embedding")


@pytest.mark.exercise("embedding")
@pytest.mark.criterion("freeze")
def test_freeze(student):
    """The rows are frozen by default and with freeze=True, and trainable with freeze=False."""
    vectors, indices = torch.randn(5, 3), torch.tensor([1, 4])
    for freeze, trainable in ((None, False), (True, False), (False, True)):
        seen = student(look_up, vectors, indices, freeze)["trainable"]
        call = "embedding_from_vectors(vectors" + ("" if freeze is None else f", freeze={freeze}") + ")"
        assert_that(seen == [trainable], f"{call}: requires_grad of its parameters is {seen}.", freeze_ignored)


@pytest.mark.exercise("embedding")
@pytest.mark.criterion("freeze")
def test_changing_the_vectors_later(student):
    """Changing the vectors afterwards does not change the embedding."""
    vectors = torch.randn(5, 3)
    for freeze in (True, False):
        weight = student(change_the_vectors, vectors, freeze)
        assert_matches(weight, vectors, "The embedding's weight after a change of vectors",
                       {aliases_the_vectors: vectors + 1})


@pytest.mark.exercise("embedding")
@pytest.mark.criterion("freeze")
def test_training_the_embedding(student):
    """With freeze=False an optimizer trains the rows that were looked up, and the vectors stay as they are."""
    vectors, indices, cotangent = torch.randn(5, 3), torch.tensor([0, 4, 1, 0]), torch.randn(4, 3)
    seen = student(train_the_embedding, vectors, indices, cotangent)
    assert_that(seen["trainable"], "embedding_from_vectors(vectors, freeze=False) has nothing to train.",
                freeze_ignored)
    trained = vectors - 0.5 * codes(indices, 5).T @ cotangent
    assert_matches(seen["weight"], trained, "The embedding's weight after a step of SGD")
    assert_matches(seen["vectors"], vectors, "The tensor vectors, after a step of SGD on the embedding,",
                   {aliases_the_vectors: trained})
