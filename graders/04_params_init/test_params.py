"""Hidden graders of params.py."""

import copy
import itertools

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from torchkata.grading import (
    as_number,
    assert_matches,
    assert_that,
    edge,
    misconception,
    once,
    other_activations,
    presuppose,
    probe,
)

# ---- parameter_shapes ----------------------------------------------------------------------------------------------

buffers_included = misconception(
    "buffers-included",
    "A buffer, such as a running average, belongs to the state of a net, but is not a parameter. Ask for parameters only.",
    keeps=0.3)
top_level_only = misconception(
    "top-level-only",
    "Parameters of inner modules are missing. They count as well, however deep they lie.")
nested_prefix_missing = misconception(
    "nested-prefix-missing",
    "A name should give the whole path to the parameter, with dots. Otherwise the weights of two layers have the same name.")
shared_listed_twice = misconception(
    "shared-listed-twice",
    "A parameter that is used in two places is listed once, under its first name.", keeps=0.3)
later_name = misconception(
    "later-name",
    "A parameter that is used in two places is listed under its first name, not under a later one.")
frozen_left_out = misconception(
    "frozen-left-out",
    "A frozen parameter is a parameter as well; requires_grad only says whether it is trained.", keeps=0.4)
empty_left_out = misconception(
    "empty-left-out",
    "A parameter can have an axis of length 0, and so no numbers. It has no place in memory then: look whether two parameters are "
    "the same object.", keeps=0.4)
not_the_usual_layers = misconception(
    "not-the-usual-layers",
    "The names are right for a net of the usual layers alone. A module of one's own can have parameters of its own, with any name.",
    keeps=0.5)


@probe
def bare_weight(student, inputs, outputs):
    """A module with a weight and nothing else: no bias of None either, which is a matter of its own."""
    module = nn.Module()
    module.weight = nn.Parameter(torch.ones(outputs, inputs))
    return module


@probe
def build(student, kind, a, b, c):
    """A net to look at. No two parameters have one shape, but for those of "equal", where this is what is looked at."""
    if kind == "flat":
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.zoom = nn.Parameter(torch.ones(()))
                self.late = nn.Linear(a, b)
                self.conv = nn.Conv2d(a, c, (b, 1))
                self.act = nn.ReLU()
                self.early = bare_weight(student, b, c)
        return Net()
    if kind == "meta":  # where every tensor has the same place in memory, which is none
        with torch.device("meta"):
            net = nn.Sequential(nn.Linear(a, b), bare_weight(student, b, c))
        net.again = net[0]
        return net
    if kind == "buffers":  # whatever they are called, and whether they are saved; and parameters that are called like some
        net = nn.Sequential(nn.BatchNorm1d(a), nn.Linear(a, b))
        del net[0].bias
        net.register_buffer("mask", torch.ones(b))
        net[1].register_buffer("table", torch.ones(a), persistent=False)
        net[1].running_mean = nn.Parameter(torch.ones(c))
        return net
    if kind == "nested":
        inner = nn.Sequential(nn.Linear(b, c), nn.Tanh(), nn.Sequential(nn.Linear(c, a)))
        return nn.Sequential(nn.Linear(a, b), nn.ReLU(), inner, nn.Linear(a, 4))
    if kind == "equal":  # equal numbers make no shared parameter
        net = nn.Sequential(nn.Linear(a, a), nn.Linear(a, a), nn.Linear(a, b))
        for p in net.parameters():
            nn.init.zeros_(p)
        return net
    if kind == "shared":
        layer, other, third = nn.Linear(a, a), bare_weight(student, b, a), bare_weight(student, b, a)
        third.weight, third.bias = other.weight, nn.Parameter(torch.ones(c))
        return nn.Sequential(layer, nn.ReLU(), other, layer, third)
    if kind == "empty":  # parameters that hold no numbers
        return nn.Sequential(bare_weight(student, 0, b), bare_weight(student, 0, c), nn.Linear(a, b))
    if kind == "no bias":
        return nn.Sequential(nn.Linear(a, b), nn.ReLU(), nn.Linear(b, c, bias=False))
    if kind == "all frozen":
        return nn.Sequential(nn.Linear(a, b), nn.Linear(b, c)).requires_grad_(False)
    if kind == "frozen":
        net = nn.Sequential(nn.Linear(a, b), nn.Linear(b, c))
        net[0].weight.requires_grad_(False)
        net[1].bias.requires_grad_(False)
        return net
    return nn.ReLU()


@probe
def shapes_of(student, kind, a, b, c):
    """The answer as {name: [sizes]}, and what is odd about the sizes' types; a value that has no sizes is its type's name."""
    result = student.parameter_shapes(build(student, kind, a, b, c))
    kind = "dict" if isinstance(result, dict) else type(result).__name__
    pairs = isinstance(result, (list, tuple)) and all(isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in result)
    if kind != "dict" and not pairs:
        return {"type": kind, "shapes": None, "odd": None}
    result, shapes, odd = dict(result if kind == "dict" else [(str(name), shape) for name, shape in result]), {}, None
    for name, shape in result.items():
        if not isinstance(shape, (tuple, list)):
            shapes[str(name)] = "of type " + type(shape).__name__
        else:
            shapes[str(name)] = [int(n) if hasattr(n, "__index__") else -1 for n in shape]
            if any(type(n) is not int for n in shape):
                odd = f"a {type(shape).__name__} of " + ", ".join(type(n).__name__ for n in shape)
    return {"type": kind, "shapes": shapes, "odd": odd}


def three_sizes():
    """Three different sizes."""
    return (torch.randperm(20)[:3] + 5).tolist()


def seen_shapes(student, kind, sizes):
    """The answer, be it pairs in a list in place of a dict: that is the first check's."""
    seen = student(shapes_of, kind, *sizes)
    assert_that(seen["shapes"] is not None, f"parameter_shapes(net) returns a {seen['type']}; a dict is expected.")
    return seen["shapes"]


def judge_names(shapes, expected, known=(), again=()):
    """The right names, in any order.

    `known` has pairs of a name and the misconception that its presence shows; `again` has pairs of a later and the first
    name of a shared parameter.
    """
    said = f"parameter_shapes(net) has the names {', '.join(shapes) or '(none)'}."
    for name, mistake in known:
        assert_that(name not in shapes, said, mistake)
    for later, first in again:
        assert_that(later not in shapes, said, shared_listed_twice if first in shapes else later_name)
    shortened = any(name not in expected and any(n.endswith("." + name) for n in expected) for name in shapes)
    part = set(shapes) < set(expected)
    overwritten = part and any(shapes[name] != expected[name] and type(shapes[name]) is list for name in shapes)
    assert_that(not shortened and not overwritten, said, nested_prefix_missing)
    deepest = max(name.count(".") for name in expected)
    assert_that(not part or deepest in [name.count(".") for name in shapes], said, top_level_only)
    assert_matches(dict.fromkeys(shapes), dict.fromkeys(expected), "parameter_shapes(net)")


def judge_shapes(shapes, expected, **hints):
    """The right names, each with its shape."""
    judge_names(shapes, expected, **hints)
    for name, shape in shapes.items():
        assert_that(type(shape) is list, f"parameter_shapes(net)[{name!r}] is {shape}; a tuple of ints is expected.")
    assert_matches(shapes, expected, "parameter_shapes(net)")


bias_of_none = misconception(
    "missing-bias", "A layer that was made with bias=False has no such parameter: its bias is None.")


def flat_shapes(a, b, c):
    return {"zoom": [], "late.weight": [b, a], "late.bias": [b], "conv.weight": [c, a, b, 1], "conv.bias": [c],
            "early.weight": [c, b]}


@pytest.mark.exercise("parameter_shapes")
@pytest.mark.criterion("names")
def test_names(student):
    """Every parameter is listed under its name."""
    sizes = three_sizes()
    with edge(not_the_usual_layers, lambda: judge_nested_names(student)):
        judge_names(seen_shapes(student, "flat", sizes), flat_shapes(*sizes))
    kind = student(shapes_of, "flat", *sizes)["type"]
    assert_that(kind == "dict", f"parameter_shapes(net) returns a {kind}; a dict is expected.")


@pytest.mark.exercise("parameter_shapes")
@pytest.mark.criterion("names")
def test_nested_names(student):
    """A parameter of an inner module is listed with its whole path."""
    judge_nested_names(student)


def judge_nested_names(student):
    a, b, c = sizes = three_sizes()
    expected = {"0.weight": [b, a], "0.bias": [b], "2.0.weight": [c, b], "2.0.bias": [c], "2.2.0.weight": [a, c],
                "2.2.0.bias": [a], "3.weight": [4, a], "3.bias": [4]}
    judge_names(seen_shapes(student, "nested", sizes), expected)


@pytest.mark.exercise("parameter_shapes")
@pytest.mark.criterion("shapes")
def test_shapes(student):
    """Each parameter that is listed has its shape, a tuple of ints."""
    sizes = three_sizes()
    seen, expected = student(shapes_of, "flat", *sizes), flat_shapes(*sizes)
    assert_that(seen["shapes"] is not None, f"parameter_shapes(net) returns a {seen['type']}; a dict is expected.")
    # A name that lacks its beginning may stand for several parameters: what names there are is another check's.
    meant = {name: [n for n in expected if n == name or n.endswith("." + name)] for name in seen["shapes"]}
    listed = {name: shape for name, shape in seen["shapes"].items() if meant[name]}
    own_names = sorted(map(str, seen["shapes"].values())) == sorted(map(str, expected.values()))  # all shapes, whatever the names
    presuppose(own_names or len(listed) >= 3,
               "parameter_shapes(net) lists too few of the net's parameters to look at their shapes.")
    for name, shape in listed.items():
        assert_that(type(shape) is list, f"parameter_shapes(net)[{name!r}] is {shape}; a tuple of ints is expected.")
        assert_that(shape in [expected[n] for n in meant[name]], f"parameter_shapes(net)[{name!r}] is {tuple(shape)}, which is "
                    "not right.")
    assert_that(not seen["odd"], f"parameter_shapes(net) has {seen['odd']} among its values; a tuple of ints is expected.")


@pytest.mark.exercise("parameter_shapes")
@pytest.mark.criterion("order")
def test_order(student):
    """The names come in the order in which the net defines its parameters."""
    sizes = three_sizes()
    seen, right = seen_shapes(student, "flat", sizes), flat_shapes(*sizes)
    expected, names = list(right), [name for name in seen if name in right]
    if len(names) < 3:  # under names of the student's own their shapes tell which is which
        names = [name for shape in seen.values() for name in expected if right[name] == shape]
    presuppose(len(names) >= 3, "parameter_shapes(net) lists too few of the net's parameters to look at their order.")
    assert_that(names == [name for name in expected if name in names], f"The names come in the order {', '.join(names)}; the net "
                "defines its parameters in another order.")


@pytest.mark.exercise("parameter_shapes")
@pytest.mark.criterion("special")
def test_no_buffers(student):
    """For a net with buffers only the parameters are listed, whatever they are called."""
    a, b, c = sizes = three_sizes()
    seen, expected = seen_shapes(student, "buffers", sizes), {"0.weight": [a], "1.weight": [b, a], "1.bias": [b]}
    if "1.running_mean" in seen or "zoom" in seen_shapes(student, "flat", sizes):  # names that are unusual are another check's
        expected["1.running_mean"] = [c]
    judge_shapes(seen, expected,
                 known=[(name, buffers_included) for name in ("0.running_mean", "running_mean", "mask", "1.table")])


@pytest.mark.exercise("parameter_shapes")
@pytest.mark.criterion("special")
def test_shared_parameter_listed_once(student):
    """What is used twice is listed once, under its first name; what holds no numbers is not shared."""
    judge_shared(student)
    a, b, c = sizes = three_sizes()
    with edge(empty_left_out, lambda: judge_shared(student)):
        judge_shapes(seen_shapes(student, "empty", sizes), {
            "0.weight": [b, 0], "1.weight": [c, 0], "2.weight": [b, a], "2.bias": [b]})


def judge_shared(student):
    a, b, c = sizes = three_sizes()
    expected = {"0.weight": [a, a], "0.bias": [a], "2.weight": [a, b], "4.bias": [c]}
    judge_shapes(seen_shapes(student, "shared", sizes), expected,
                 again=[("3.weight", "0.weight"), ("3.bias", "0.bias"), ("4.weight", "2.weight")])


@pytest.mark.exercise("parameter_shapes")
@pytest.mark.criterion("special")
def test_missing_bias(student):
    """A layer that was made without a bias has no entry for one."""
    a, b, c = sizes = three_sizes()
    judge_shapes(seen_shapes(student, "no bias", sizes), {"0.weight": [b, a], "0.bias": [b], "2.weight": [c, b]},
                 known=[("2.bias", bias_of_none)])


@pytest.mark.exercise("parameter_shapes")
@pytest.mark.criterion("special")
def test_equal_numbers(student):
    """Different parameters with equal numbers are all listed."""
    a, b, _ = sizes = three_sizes()
    expected = {"0.weight": [a, a], "0.bias": [a], "1.weight": [a, a], "1.bias": [a], "2.weight": [b, a], "2.bias": [b]}
    judge_shapes(seen_shapes(student, "equal", sizes), expected)


@pytest.mark.exercise("parameter_shapes")
@pytest.mark.criterion("special")
def test_frozen_parameters_listed(student):
    """Frozen parameters are listed like the others."""
    a, b, c = sizes = three_sizes()
    seen = seen_shapes(student, "frozen", sizes)
    assert_that(set(seen) != {"0.bias", "1.weight"}, f"parameter_shapes(net) of a net whose other parameters are "
                f"frozen has the names {', '.join(seen)}.", frozen_left_out)
    expected = {"0.weight": [b, a], "0.bias": [b], "1.weight": [c, b], "1.bias": [c]}
    judge_shapes(seen, expected)


# ---- find_parameter ------------------------------------------------------------------------------------------------

data_returned = misconception(
    "data-returned",
    "It shares its memory with the parameter, but it is another object, which has no gradient and is not known to an "
    "optimizer. Return the Parameter itself.")
copy_returned = misconception(
    "copy-returned",
    "It is a copy, so changing it does not change the net. Return the Parameter itself.")
attribute_error_leaks = misconception(
    "attribute-error-leaks-out",
    "The caller sees the error of the search inside; the exercise asks for a KeyError.", keeps=0.4)
name_not_told = misconception("name-not-told", "The message should say which name was not found.", keeps=0.5)
one_depth_only = misconception(
    "one-depth-only", "It works for the parameters of the net's own layers. A name may have no dot or several ones.", keeps=0.4)
frozen_not_found = misconception(
    "frozen-not-found", "This one is frozen, and a parameter all the same: requires_grad only says whether it is trained.",
    keeps=0.5)
place_for_name = misconception(
    "place-for-name",
    'A number in a name is a name as well. In net[1:] the first part is still called "1", though it stands at place 0.',
    keeps=0.7)
nothing_raised = misconception("nothing-raised", "A wrong name should be an error at once.")


@probe
def named_type(student, value):
    """What kind of thing the value is, for a message."""
    return "None" if value is None else "something of type " + type(value).__name__


@probe
def look_up(student, name):
    layer, shared = nn.Linear(3, 2), nn.Linear(2, 2)
    net = nn.Sequential(layer, nn.Sequential(nn.BatchNorm1d(2), nn.Sequential(shared)), nn.ReLU(), shared)
    net.temperature = nn.Parameter(torch.ones(()))
    net[1][0].bias.requires_grad_(False)
    wanted = {"0.weight": layer.weight, "temperature": net.temperature, "1.0.bias": net[1][0].bias,
              "1.1.0.weight": shared.weight}.get(name)
    if name == "3.weight":  # where a part's name is not its place
        net = nn.Sequential(*[nn.Linear(2, 2) for _ in range(6)])[2:]
        wanted = net._modules["3"].weight
    with torch.no_grad():  # numbers that no other parameter has
        wanted.copy_(torch.rand_like(wanted) + 3)
    found = student.find_parameter(net, name)
    is_tensor = isinstance(found, torch.Tensor) and found.shape == wanted.shape
    return {
        "type": named_type(student, found),
        "same": found is wanted,
        "shares": is_tensor and found.data_ptr() == wanted.data_ptr(),
        "equal": is_tensor and bool((found == wanted).all()),
    }


@probe
def look_up_wrong_name(student, name):
    find_parameter = student.find_parameter
    net = nn.Sequential(nn.Linear(3, 2), nn.Sequential(nn.BatchNorm1d(2), nn.Linear(2, 2, bias=False)))
    net[0].register_buffer("mask", torch.ones(2))
    net[0].register_buffer("table", torch.ones(2), persistent=False)
    try:
        found = find_parameter(net, name)
    except NotImplementedError:
        raise
    except Exception as error:
        is_key_error = isinstance(error, KeyError)
        return {"raised": type(error).__name__, "is_key_error": is_key_error, "names_it": name in str(error)}
    return {"raised": None, "found": named_type(student, found)}


def assert_found(student, name):
    seen = student(look_up, name)
    mistake = data_returned if seen["shares"] else copy_returned if seen["equal"] else None
    call = "find_parameter(net, name)" if mistake else f'find_parameter(net, "{name}")'  # the same in each check is read once
    assert_that(seen["same"], f"{call} returns {seen['type']}, which is not the net's own parameter of this name.", mistake)


# the same in each check, so that the student reads them once
RETURNS_NONE = "find_parameter(net, name) returns None for a name that no parameter has; KeyError is expected."
RAISES_ANOTHER = "find_parameter(net, name) raises AttributeError for a name that no parameter has; KeyError is expected."


def assert_key_error(student, name):
    student(look_up, "0.weight")  # what finds nothing at all, but raises, ends here
    seen = student(look_up_wrong_name, name)
    call = f'find_parameter(net, "{name}")'
    if seen["raised"] is None:
        found = seen["found"]
        assert_that(found != "None", RETURNS_NONE, nothing_raised)
        assert_that(False, f"{call} returns {found}; no parameter has this name, so KeyError is expected.", nothing_raised)
    leaks = seen["raised"] in ("AttributeError", "ModuleAttributeError")
    assert_that(seen["is_key_error"] or not leaks, RAISES_ANOTHER, attribute_error_leaks)
    assert_that(seen["is_key_error"], f"{call} raises {seen['raised']}; KeyError is expected.")


@pytest.mark.exercise("find_parameter")
@pytest.mark.criterion("itself")
def test_finds_the_parameter_itself(student):
    """The result is the net's own Parameter object."""
    assert_found(student, "0.weight")
    with edge(one_depth_only, lambda: assert_found(student, "0.weight")):
        assert_found(student, "temperature")
    with edge(place_for_name, lambda: assert_found(student, "0.weight")):
        assert_found(student, "3.weight")


@pytest.mark.exercise("find_parameter")
@pytest.mark.criterion("itself")
def test_finds_a_nested_parameter(student):
    """A parameter of an inner module is found by its whole path, also if it is frozen."""
    with edge(one_depth_only, lambda: assert_found(student, "0.weight")), \
            edge(frozen_not_found, lambda: assert_found(student, "1.1.0.weight")):
        assert_found(student, "1.0.bias")


@pytest.mark.exercise("find_parameter")
@pytest.mark.criterion("itself")
def test_finds_a_shared_parameter(student):
    """A shared parameter is found under its first name."""
    with edge(one_depth_only, lambda: assert_found(student, "0.weight")):
        assert_found(student, "1.1.0.weight")


@pytest.mark.exercise("find_parameter")
@pytest.mark.criterion("error")
def test_missing_name_is_a_key_error(student):
    """A name that does not exist raises KeyError."""
    for name in ("missing", "0.missing", "1.7.weight", "weight"):
        assert_key_error(student, name)


@pytest.mark.exercise("find_parameter")
@pytest.mark.criterion("other")
def test_what_is_no_parameter_is_a_key_error(student):
    """Names of a module, a buffer, or a bias that is not there raise KeyError."""
    for name in ("1", "1.0.running_mean", "0.mask", "0.table", "1.1.bias", "0.weight.data"):
        assert_key_error(student, name)


@pytest.mark.exercise("find_parameter")
@pytest.mark.criterion("error")
def test_error_names_the_name(student):
    """The error's message holds the whole name that was asked for."""
    student(look_up, "0.weight")
    for name in ("missing", "0.missing"):
        seen = student(look_up_wrong_name, name)
        nothing = RETURNS_NONE if seen.get("found") == "None" else f'find_parameter(net, "{name}") raises nothing.'
        assert_that(seen["raised"] is not None, nothing, nothing_raised)
        if seen["raised"] == "AttributeError":
            assert_that(seen["names_it"], RAISES_ANOTHER, attribute_error_leaks)
        assert_that(seen["names_it"], f'find_parameter(net, "{name}") raises {seen["raised"]}, whose message does not '
                    "hold the whole name.", name_not_told if seen["is_key_error"] else attribute_error_leaks)


# ---- count_parameters ----------------------------------------------------------------------------------------------

shared_counted_twice = misconception(
    "shared-counted-twice",
    "A parameter that is used in two places was counted twice; it is one tensor.")
number_of_tensors = misconception(
    "number-of-tensors",
    "This is the number of tensors. A tensor holds many numbers, which are to be counted.")
frozen_counted = misconception(
    "frozen-counted",
    "With trainable_only=True parameters that do not require a gradient are left out; here they were counted.")
frozen_never_counted = misconception("frozen-never-counted", "Frozen parameters count as well, unless trainable_only=True.")
buffers_counted = misconception(
    "buffers-counted",
    "Running averages and counters are buffers, not parameters, and do not count.")
first_axis_only = misconception(
    "first-axis-only",
    "This adds up the lengths of the first axes. A tensor holds as many numbers as the product of its sizes.")
two_axes_only = misconception("two-axes-only", "The weight of a convolution has four axes; all of them count.", keeps=0.3)
top_level_counted = misconception(
    "own-parameters-only",
    "Only some modules were looked at. The parameters of modules inside them count as well.")


other_axes = misconception(
    "other-axes",
    "A bias has one axis, a linear layer's weight has two; other parameters have other numbers of axes, or none.", keeps=0.4)
flag_the_wrong_way = misconception(
    "flag-the-wrong-way",
    "With trainable_only=True the number is right: look at which parameters count without it.", keeps=0.5)
no_empty_net = misconception("no-empty-net", "A net without parameters has 0 numbers, an int as well.", keeps=0.5)
all_frozen = misconception(
    "all-frozen", "With trainable_only=True a net that is frozen as a whole has 0 numbers, an int as well.", keeps=0.5)
not_an_int = misconception("not-an-int", "Even a right number should be a plain int.", keeps=0.5)


@probe
def count(student, kind, sizes, *trainable_only):
    counted = student.count_parameters(build(student, kind, *sizes), *trainable_only)
    try:
        number = int(counted)
    except (TypeError, ValueError, RuntimeError):  # None, a list, a tensor of several numbers, ...
        number = None
    return {"count": number, "type": type(counted).__name__}


@probe
def count_or_stop(student, *arguments):
    """What `count` saw; None where the student's code raises, which is another check's."""
    try:
        return count(student, *arguments)
    except NotImplementedError:
        raise
    except Exception:
        return {"count": None, "type": None}


@once
def ways_to_count(student):
    """The further arguments with which a net that has nothing frozen is counted: which flag leaves out what is another check's."""
    sizes = three_sizes()
    return [arguments for arguments in ([], [True]) if student(count_or_stop, "nested", sizes, *arguments)["count"]] or [[]]


def judge_count(student, kind, sizes, right, what, mistakes, *trainable_only):
    """The count of this net is right, or one of the mistakes' counts; `what` says of which net."""
    what = f"count_parameters(net{', True' if True in trainable_only else ''}) {what}"
    seen = student(count, kind, sizes, *trainable_only)
    assert_that(seen["count"] is not None, f"count_parameters(net) is of type {seen['type']}; a Python int is expected.")
    for mistake, value in mistakes.items():
        if mistake.id in (number_of_tensors.id, first_axis_only.id) and seen["count"] == value != right:
            # one mistake that every net shows; the same in each check, so that the student reads it once
            assert_that(False, "count_parameters(net) does not count the numbers in the parameters.", mistake)
    assert_matches(seen["count"], right, what, mistakes)


told_apart_by_address = misconception(
    "told-apart-by-address", "Tensors without memory all have the address 0: an address does not say which parameter it is.",
    keeps=0.5)
equal_counted_once = misconception(
    "equal-counted-once",
    "Parameters with equal shapes or equal numbers were counted once; a parameter is shared only if it is the same object.")


def judge_nested_count(student):
    a, b, c = sizes = three_sizes()
    outer, way = a * b + b + 4 * a + 4, ways_to_count(student)[0]
    judge_count(student, "nested", sizes, outer + b * c + c + a * c + a, "of a nested net",
                {number_of_tensors: 8, first_axis_only: 2 * (b + c + a + 4), top_level_counted: outer}, *way)


@pytest.mark.exercise("count_parameters")
@pytest.mark.criterion("numbers")
def test_counts_numbers(student):
    """All numbers in all parameters count, also in inner modules."""
    for _ in range(2):
        judge_nested_count(student)
    way = ways_to_count(student)[0]
    assert_that(not way, "count_parameters(net) of a net without frozen parameters is 0, which is not right.", flag_the_wrong_way)


@pytest.mark.exercise("count_parameters")
@pytest.mark.criterion("numbers")
def test_counts_any_axes(student):
    """Parameters with any number of axes count with all of their numbers."""
    a, b, c = sizes = three_sizes()
    rest = 1 + a * b + b + c + b * c
    with edge(other_axes, lambda: judge_nested_count(student)):
        judge_count(student, "flat", sizes, rest + a * b * c, "of a net with a convolution and a number of shape ()",
                    {two_axes_only: rest + a * c}, *ways_to_count(student)[0])


@pytest.mark.exercise("count_parameters")
@pytest.mark.criterion("trainable")
def test_frozen_count_by_default(student):
    """Frozen parameters count by default."""
    a, b, c = sizes = three_sizes()
    trainable, frozen = b + b * c, a * b + c
    for arguments in ([], [False]):
        mistakes = {number_of_tensors.keeping(0.5): 4, first_axis_only.keeping(0.5): 2 * (b + c), frozen_never_counted: trainable}
        judge_count(student, "frozen", sizes, trainable + frozen, "of a partly frozen net", mistakes, *arguments)


@pytest.mark.exercise("count_parameters")
@pytest.mark.criterion("trainable")
def test_trainable_only(student):
    """With trainable_only=True frozen parameters are left out."""
    judge_trainable(student)
    if student(count_or_stop, "none", three_sizes(), *ways_to_count(student)[0])["count"] == 0:  # if not, that is another check's
        with edge(all_frozen, lambda: judge_trainable(student)):
            judge_count(student, "all frozen", three_sizes(), 0, "of a frozen net", {}, True)


def judge_trainable(student):
    a, b, c = sizes = three_sizes()
    trainable, frozen = b + b * c, a * b + c
    mistakes = {frozen_counted: trainable + frozen, number_of_tensors.keeping(0.5): 2, first_axis_only.keeping(0.5): b + c}
    judge_count(student, "frozen", sizes, trainable, "of a partly frozen net", mistakes, True)


@pytest.mark.exercise("count_parameters")
@pytest.mark.criterion("shared")
def test_shared_counts_once(student):
    """A layer used twice, and a parameter that two layers use, count once."""
    a, b, c = sizes = three_sizes()
    layer, weight = a * a + a, a * b
    for arguments in ways_to_count(student):
        weight_twice = layer + 2 * weight + c
        seen = student(count, "shared", sizes, *arguments)["count"]
        assert_that(seen != weight_twice, f"count_parameters(net) of a net with shared parameters is {seen}, which is not right.",
                    shared_counted_twice)
        mistakes = {shared_counted_twice: layer + weight_twice, number_of_tensors.keeping(0.5): 4,
                    first_axis_only.keeping(0.5): 3 * a + c}
        judge_count(student, "shared", sizes, layer + weight + c, "of a net with shared parameters", mistakes, *arguments)


@pytest.mark.exercise("count_parameters")
@pytest.mark.criterion("shared")
def test_missing_bias_does_not_count(student):
    """A bias that a layer was made without does not count."""
    a, b, c = sizes = three_sizes()
    expected = a * b + b + b * c
    judge_count(student, "no bias", sizes, expected, "of a net with a layer without a bias", {
        bias_of_none: expected + c, number_of_tensors.keeping(0.5): 3, first_axis_only.keeping(0.5): 2 * b + c,
    }, *ways_to_count(student)[0])


@pytest.mark.exercise("count_parameters")
@pytest.mark.criterion("shared")
def test_buffers_do_not_count(student):
    """Buffers do not count, whatever they are called."""
    a, b, c = sizes = three_sizes()
    way = ways_to_count(student)[0]
    seen = student(count, "buffers", sizes, *way)["count"]
    right, saved, not_saved = a + a * b + b + c, 2 * a + 1 + b, a
    some = (right + saved, right + not_saved, right + b, right + b - c)  # all that is saved; the rest; those unlike batch norm's
    assert_that(seen not in some, f"count_parameters(net) of a net with buffers is {seen}, which is not right.", buffers_counted)
    judge_count(student, "buffers", sizes, right, "of a net with buffers", {
        buffers_counted: right + saved + not_saved, number_of_tensors.keeping(0.5): 4,
        first_axis_only.keeping(0.5): a + 2 * b + c}, *way)


@pytest.mark.exercise("count_parameters")
@pytest.mark.criterion("shared")
def test_counts_on_meta(student):
    """A net on the device meta, whose tensors have no values, is counted like any other."""
    a, b, c = sizes = three_sizes()
    expected = a * b + b + b * c
    for arguments in ways_to_count(student):
        judge_count(student, "meta", sizes, expected, "of a net on the device meta, where tensors have no memory,", {
            shared_counted_twice: expected + a * b + b,
            told_apart_by_address: b * c,  # one parameter is left
            number_of_tensors.keeping(0.5): 3,
            first_axis_only.keeping(0.5): 2 * b + c,
        }, *arguments)


@pytest.mark.exercise("count_parameters")
@pytest.mark.criterion("shared")
def test_equal_numbers_count_each(student):
    """Different parameters with equal numbers all count."""
    a, b, _ = sizes = three_sizes()
    judge_count(student, "equal", sizes, 2 * (a * a + a) + a * b + b, "of a net whose parameters are all zeros",
                {equal_counted_once: a * a + a + a * b + b,
                 number_of_tensors.keeping(0.5): 6, first_axis_only.keeping(0.5): 4 * a + 2 * b}, *ways_to_count(student)[0])


@pytest.mark.exercise("count_parameters")
@pytest.mark.criterion("shared")
def test_count_is_an_int(student):
    """The count is a Python int."""
    for kind in ("nested", "flat"):
        seen = student(count_or_stop if kind == "flat" else count, kind, three_sizes())
        assert_that(seen["type"] in ("int", None), f"count_parameters(net) is of type {seen['type']}; a Python int is expected.",
                    not_an_int)


@pytest.mark.exercise("count_parameters")
@pytest.mark.criterion("shared")
def test_empty_net_has_0(student):
    """A net without parameters has 0 numbers, an int."""
    with edge(no_empty_net, lambda: student(count, "nested", three_sizes())):
        seen = student(count, "none", three_sizes())
        assert_matches(seen["count"], 0, "count_parameters(nn.ReLU())")
        assert_that(seen["type"] == "int", f"count_parameters(net) is of type {seen['type']}; a Python int is expected.",
                    not_an_int)


# ---- gradient_norms ------------------------------------------------------------------------------------------------

zero_for_none = misconception(
    "zero-for-none",
    "No gradient is not the same as a gradient of size zero. Where there is none, the exercise asks for None.")
crash_on_none = misconception(
    "crash-on-none",
    "Before backward, and for parameters that the loss does not use, .grad is None and has no norm.")
tensors_returned = misconception("tensors-returned", "A tensor of shape () is not a float.", keeps=0.5)
none_for_zero = misconception(
    "none-for-zero",
    "This gradient exists and is all zeros, so its norm is the number 0. A zero counts as false in Python; compare with "
    "None.", keeps=0.4)
norm_of_the_weight = misconception(
    "norm-of-the-weight",
    "This is the norm of the parameter; the exercise asks for the norm of its gradient.")
spectral_norm = misconception(
    "spectral-norm",
    "This is the largest singular value of the matrix. The L2 norm is the root of the sum of all squares.", keeps=0.4)
root_of_the_mean = misconception(
    "root-of-the-mean",
    "This is the root of the mean of the squares. A norm adds the squares up.", keeps=0.2)
squared_norm = misconception("squared-norm", "This is the sum of the squares, without the root.", keeps=0.2)
absolute_sum = misconception("absolute-sum", "This is the sum of the absolute values (the L1 norm).", keeps=0.2)
largest_entry = misconception("largest-entry", "This is the largest absolute value (the maximum norm).", keeps=0.2)
no_python_floats = misconception(
    "no-python-floats",
    "NumPy's numbers have types of their own; the exercise asks for Python floats.", keeps=0.5)
net_changed = misconception(
    "net-changed",
    "The exercise asks only for the norms; gradients and parameters should stay as they are.")
rounded = misconception("rounded", "The norms were rounded, and of a small one nothing is left.", keeps=0.4)
other_names_left_out = misconception(
    "other-names-left-out",
    "Not every parameter is called weight or bias, and the net itself can have some too: a module of one's own has what it likes.",
    keeps=0.6)
skipped_none = misconception(
    "none-left-out",
    "A parameter without a gradient should be in the dict as well, with the value None.", keeps=0.2)


@probe
def strided(student, tensor):
    """The same numbers in another place, not side by side in memory."""
    return tensor.mT.contiguous().mT if tensor.dim() > 1 else tensor.repeat_interleave(2)[::2]


@probe
def norms_of(student, weights, gradients, apart=False):
    """The norms of a nested net whose parameters are `weights`; a gradient of None is none.

    apart: the numbers of a gradient do not lie side by side in memory.
    """
    gradient_norms = student.gradient_norms
    net = nn.Sequential(nn.Linear(4, 3), nn.Sequential(nn.Conv1d(2, 3, 2), nn.Linear(3, 5, bias=False)))
    parameters = list(net.parameters())
    with torch.no_grad():
        for p, weight, gradient in zip(parameters, weights, gradients):
            p.copy_(weight)
            p.grad = None if gradient is None else strided(student, gradient) if apart else gradient.clone()
    parameters[1].requires_grad_(gradients[1] is not None)  # frozen, it has no gradient and is listed all the same
    try:
        result = gradient_norms(net)
    except (AttributeError, TypeError) as error:
        return {"error": f"raises {type(error).__name__}: {str(error)[:100].rstrip('.')}"}
    if not isinstance(result, dict):
        return {"error": f"is of type {type(result).__name__}; a dict is expected"}
    norms = {}
    for name, norm in result.items():
        try:
            norms[str(name)] = None if norm is None else float(norm)
        except (TypeError, ValueError, RuntimeError):
            norms[str(name)] = "of type " + type(norm).__name__
    return {
        "error": None,
        "norms": norms,
        "types": ["float" if isinstance(norm, float) else type(norm).__name__ for norm in result.values()],
        "weights": parameters,
        "gradients": [p.grad for p in parameters],
    }


@probe
def norms_of_own(student, gradients):
    """The names and the norms of a net with parameters of its own, one in the net and one in a layer."""
    net = nn.Sequential(nn.Linear(3, 2), nn.Tanh())
    net.zoom, net[1].shift = nn.Parameter(torch.ones(4)), nn.Parameter(torch.ones(2))
    for p, gradient in zip(net.parameters(), gradients):
        p.grad = gradient.clone()
    student.reimport("params")  # what is kept from one call to the next is another check's, here and later
    norms = {str(name): as_number(norm) for name, norm in student.gradient_norms(net).items()}
    student.reimport("params")
    return norms


NORM_NAMES = ["0.weight", "0.bias", "1.0.weight", "1.0.bias", "1.1.weight"]


def random_parameters():
    return [torch.randn(3, 4), torch.randn(3), torch.randn(3, 2, 2), torch.randn(3), torch.randn(5, 3)]


def root_of_squares(tensor):
    return float(tensor.double().square().sum().sqrt())


def seen_norms(student, weights, gradients, what):
    seen = student(norms_of, weights, gradients)
    missing = any(gradient is None for gradient in gradients)
    assert_that(seen["error"] is None, f"{what} {seen['error']}.",
                crash_on_none if missing and "raises" in (seen["error"] or "") else None)
    return seen


def odd_values(norms, what):
    """(whether all values are numbers, a sentence about those that are not)."""
    odd = [norm for norm in norms.values() if isinstance(norm, str)]
    return not odd, f"{what} has values {odd[0] if odd else ''}; each should be a float, or None without a gradient."


def by_name(function, tensors):
    return {name: float(function(tensor)) for name, tensor in zip(NORM_NAMES, tensors, strict=True)}


@once
def ordinary_norms_first(student):
    """What checks of special gradients presuppose: that ordinary ones have the right norms."""
    gradients = random_parameters()
    seen = seen_norms(student, random_parameters(), gradients, "gradient_norms(net)")["norms"]
    right = by_name(root_of_squares, gradients)
    presuppose(seen.keys() == right.keys() and all(isinstance(seen[name], float) and abs(seen[name] - norm) < 1e-3 * norm
                                                   for name, norm in right.items()),
               "gradient_norms(net) does not have the right values for ordinary gradients yet.")


@pytest.mark.exercise("gradient_norms")
@pytest.mark.criterion("norm")
def test_norms_of_the_gradients(student):
    """Each value is the L2 norm of this parameter's gradient."""
    weights, gradients = random_parameters(), random_parameters()
    what = "gradient_norms(net)"
    seen = seen_norms(student, weights, gradients, what)["norms"]
    assert_that(*odd_values(seen, what))
    for name in ("0.weight", "1.1.weight"):
        largest = float(torch.linalg.matrix_norm(gradients[NORM_NAMES.index(name)], 2))
        assert_that(not isinstance(seen.get(name), float) or abs(seen[name] - largest) > 1e-4,
                    f"{what}[{name!r}] is not right.", spectral_norm)
    assert_matches(seen, by_name(root_of_squares, gradients), what, {
        norm_of_the_weight: by_name(root_of_squares, weights),
        squared_norm: by_name(lambda g: g.square().sum(), gradients),
        root_of_the_mean: by_name(lambda g: g.square().mean().sqrt(), gradients),
        absolute_sum: by_name(lambda g: g.abs().sum(), gradients),
        largest_entry: by_name(lambda g: g.abs().max(), gradients),
    }, rtol=1e-3, atol=0.0)


@pytest.mark.exercise("gradient_norms")
@pytest.mark.criterion("norm")
def test_norms_of_own_parameters(student):
    """Parameters of the net itself, and those with other names than weight and bias, are listed too."""
    gradients = [torch.rand(shape) + 1 for shape in ((4,), (2, 3), (2,), (2,))]
    norms = dict(zip(("zoom", "0.weight", "0.bias", "1.shift"), map(root_of_squares, gradients), strict=True))
    with edge(other_names_left_out, lambda: ordinary_norms_first(student)):
        seen = student(norms_of_own, gradients)
        missing = [name for name in norms if name not in seen]
        assert_that(not missing, f"gradient_norms(net) lacks {', '.join(map(repr, missing))}.")
        assert_matches(seen, norms, "gradient_norms(net)", rtol=1e-3, atol=0.0)


@pytest.mark.exercise("gradient_norms")
@pytest.mark.criterion("rest")
def test_small_gradients(student):
    """The norms of very small gradients are right."""
    gradients = [10.0**-power * gradient for power, gradient in zip((3, 5, 8, 8, 6), random_parameters(), strict=True)]
    what = "gradient_norms(net), where gradients are small,"
    ordinary_norms_first(student)
    seen = seen_norms(student, random_parameters(), gradients, what)["norms"]
    right = {name: root_of_squares(gradient) for name, gradient in zip(NORM_NAMES, gradients, strict=True)}
    cut = any(seen.values()) and all(norm == round(norm, 7) for norm in seen.values() if norm is not None)
    assert_matches(seen, right, what, {rounded: seen} if cut else {}, rtol=1e-5, atol=0.0,
                   hint=lambda: suspect_in_norms(seen, right))


def suspect_in_norms(seen, right):
    """What small norms show: something that is added below the root, or a bound below which they are 0."""
    names = [name for name in right if abs(seen[name] - right[name]) > 1e-5 * right[name]]
    added = [seen[name] ** 2 - right[name] ** 2 for name in names]
    if len(names) > 1 and 0 < max(added) < 1.05 * min(added):
        return "Below the root the same small number was added to each; it is needed where one divides by a norm, not here."
    return "" if any(seen[name] for name in names) else "A small gradient is one as well: here a norm below some bound became 0."


@pytest.mark.exercise("gradient_norms")
@pytest.mark.criterion("rest")
def test_gradients_in_any_layout(student):
    """The norms of gradients that are not contiguous, as after a transpose, are right."""
    gradients = [g * (1 + torch.rand(())) / g.norm() for g in random_parameters()]  # so that rounding is another check's
    what = "gradient_norms(net), where gradients are not contiguous,"
    ordinary_norms_first(student)
    seen = student(norms_of, random_parameters(), gradients, True)
    assert_that(seen["error"] is None, f"{what} {seen['error']}.")
    right = {name: root_of_squares(gradient) for name, gradient in zip(NORM_NAMES, gradients, strict=True)}
    assert_matches(seen["norms"], right, what, rtol=1e-4, atol=0.0)


@pytest.mark.exercise("gradient_norms")
@pytest.mark.criterion("none")
def test_none_before_backward(student):
    """Before backward every value is None."""
    what = "gradient_norms(net) before backward"
    seen = seen_norms(student, random_parameters(), [None] * 5, what)["norms"]
    missing = [name for name in NORM_NAMES if name not in seen]
    assert_that(not missing, f"{what} lacks {', '.join(map(repr, missing))}.", skipped_none)
    assert_matches(seen, dict.fromkeys(NORM_NAMES), what, {zero_for_none: dict.fromkeys(NORM_NAMES, 0.0)})


@pytest.mark.exercise("gradient_norms")
@pytest.mark.criterion("none")
def test_some_gradients_missing(student):
    """Parameters with and without a gradient may be mixed."""
    weights, gradients = random_parameters(), random_parameters()
    gradients[1] = gradients[2] = None
    what = "gradient_norms(net), where two of five parameters have no gradient,"
    seen = seen_norms(student, weights, gradients, what)["norms"]
    norms = {name: None if g is None else root_of_squares(g) for name, g in zip(NORM_NAMES, gradients, strict=True)}
    for name in ("0.bias", "1.0.weight"):
        assert_that(name in seen, f"{what} lacks {name!r}.", skipped_none)
        assert_that(seen[name] is None, f"{what} has {seen[name]} for {name!r}.",
                    zero_for_none if seen[name] == 0 else None)
    given = [name for name, norm in norms.items() if norm is not None]
    assert_that(all(seen.get(name) is not None for name in given), f"{what} has None for some of the parameters that have a "
                "gradient.")
    assert_that(set(seen) == set(norms), f"{what} has the names {list(seen)}.")


@pytest.mark.exercise("gradient_norms")
@pytest.mark.criterion("rest")
def test_zero_gradient_is_a_number(student):
    """A gradient of zeros has the norm 0."""
    gradients = random_parameters()
    gradients[3] = torch.zeros(3)
    what = "gradient_norms(net), where one gradient is all zeros,"
    seen = seen_norms(student, random_parameters(), gradients, what)["norms"]
    name = "1.0.bias"
    assert_that(name in seen, f"{what} lacks {name!r}.")
    assert_that(seen[name] is not None, f"{what} has None for this one.", none_for_zero)
    presuppose(*odd_values(seen, what))
    assert_matches(seen[name], 0.0, "The norm of a gradient that is all zeros, as gradient_norms(net) has it,", atol=0.0,
                   hint="All of its squares are 0, so something else was added.")


@pytest.mark.exercise("gradient_norms")
@pytest.mark.criterion("norm")
def test_values_are_floats(student):
    """The values are Python floats."""
    seen = seen_norms(student, random_parameters(), random_parameters(), "gradient_norms(net)")
    wrong = [kind for kind in seen["types"] if kind != "float"]
    assert_that(seen["types"], "gradient_norms(net) is empty, after backward.")
    assert_that(not wrong, f"gradient_norms(net) has values of type {', '.join(sorted(set(wrong)))}; "
                "Python floats are expected.", tensors_returned if set(wrong) & {"Tensor", "Parameter"} else
                no_python_floats if all(kind.startswith("float") for kind in wrong) else None)


@pytest.mark.exercise("gradient_norms")
@pytest.mark.criterion("rest")
def test_leaves_the_net_as_it_is(student):
    """The gradients and the parameters are unchanged."""
    weights, gradients = random_parameters(), random_parameters()
    seen = seen_norms(student, weights, gradients, "gradient_norms(net)")
    presuppose(seen["norms"].keys() == set(NORM_NAMES), "gradient_norms(net) does not list every parameter.")
    for what, before in (("gradients", gradients), ("weights", weights)):
        parts = [f"that of {name}" if what == "gradients" else name for name in NORM_NAMES]
        said = f"The list of the net's {'gradients' if what == 'gradients' else 'parameters'} after gradient_norms(net)"
        assert_matches(seen[what], before, said, {net_changed: seen[what]}, parts=parts)


# ---- a second call: the same for three of them -----------------------------------------------------------------------

kept_between_calls = misconception(
    "kept-between-calls",
    "Something is kept from one call to the next. A list, set or dict in the line with def, as in f(net, seen=set()), is made only "
    "once; make a new one inside the function.", keeps=0.4)


@probe
def call_again(student, name, arguments):
    """Which later results are not what they are in a first call; None where there is no result that can be compared."""
    large = nn.Sequential(nn.Linear(4, 3), nn.Sequential(nn.Linear(3, 4)), nn.Linear(4, 2))
    small = nn.Sequential(nn.Linear(2, 3), nn.Sequential(nn.Linear(3, 2)))

    def call(net):
        with torch.no_grad():  # anew for each call: whether the net changes is another check's
            for i, p in enumerate(net.parameters()):
                p.fill_(i + 1)
                p.grad = torch.full_like(p, i + 1)
        return getattr(student, name)(net, *arguments)

    try:
        student.reimport("params")  # as if no call had been, here and below
        alone = repr(call(small))
        student.reimport("params")
        first = call(large)
        told = repr(first)
        again, other = repr(call(large)), repr(call(small))
    except NotImplementedError:
        raise
    except Exception:
        return None
    finally:
        student.reimport("params")
    if " at 0x" in told + alone:
        return None
    return {"again": again != told, "other": other != alone, "first": repr(first) != told}


@pytest.mark.parametrize("name", [
    pytest.param(name, marks=[pytest.mark.exercise(name), pytest.mark.criterion(criterion)])
    for name, criterion in (("parameter_shapes", "special"), ("count_parameters", "shared"), ("gradient_norms", "rest"))])
def test_second_call(student, name):
    """A later call is not influenced by an earlier one."""
    seen = student(call_again, name, ways_to_count(student)[0] if name == "count_parameters" else [])
    presuppose(seen, f"{name}(net) has no result for an ordinary net that could be compared with that of a second call.")
    assert_that(not seen["again"], f"The second call of {name}(net) for the same net does not give what the first gave.",
                kept_between_calls)
    assert_that(not seen["other"], f"{name}(net) does not give the same after a call for another net.", kept_between_calls)
    assert_that(not seen["first"], f"A second call of {name}(net) changes what the first one returned.", kept_between_calls)


# ---- nested_net ----------------------------------------------------------------------------------------------------

one_block_four_times = misconception(
    "one-block-four-times",
    "The same block is used in several places, so they share their parameters. Each place needs its own block.")
one_memory = misconception(
    "one-memory-four-times",
    "Parameters of several blocks share their memory, so training one changes the others.")
wrong_names = misconception("wrong-names", "These are not the names of the exercise.")
last_relu_dropped = misconception("last-relu-dropped", "The ReLU after the second linear layer of a block is missing.")
not_sequential = misconception("not-sequential", "The exercise asks for an nn.Sequential.")
same_parameters_every_call = misconception(
    "same-parameters-every-call",
    "Training one net would change the other. Every call should make new layers.")
too_few_blocks = misconception("too-few-blocks", "The exercise asks for four, each with parameters of its own.", keeps=0.5)
no_relu = misconception(
    "no-activation",
    "There is no ReLU in a block. Two linear functions in a row are just one linear function.")
other_activation = misconception("other-activation", "A ReLU gives 0 for every negative number; here it is another activation.")
relu_in_the_middle_dropped = misconception(
    "first-relu-dropped",
    "The ReLU between the two linear layers of a block is missing.")
other_blocks = misconception(
    "blocks-of-another-kind",
    "The exercise asks for blocks as block1() makes them: compare what is in block2()'s blocks with what is in block1().",
    keeps=0.6)
other_first_part = misconception(
    "first-part-of-another-kind",
    "The exercise asks for what block2() makes: print nested_net()[0] and block2(), and compare the two.", keeps=0.3)


@probe
def repeats(student, net):
    """How many places hold a module with parameters that stands in the same container before."""
    count = 0
    for module in net.modules():
        children = [id(child) for child in module._modules.values() if list(child.parameters())]
        count += len(children) - len(set(children))
    return count


@probe
def run_block1(student, weights, x):
    """Output of block1 with these parameters, or the shapes that it has in place of theirs."""
    net = student.block1()
    shapes = [list(p.shape) for p in net.parameters()]
    if shapes != [list(w.shape) for w in weights]:
        return {"shapes": shapes}
    set_parameters(student, net, weights)
    try:
        return {"shapes": None, "y": net(x)}
    except NotImplementedError:  # an nn.ModuleList or nn.ModuleDict, which must not look like a stub
        return {"shapes": None, "y": None}


@probe
def set_parameters(student, net, weights):
    """Write as many of the weights into the net as fit its parameters."""
    with torch.no_grad():
        for p, weight in zip(net.parameters(), weights):
            if p.shape == weight.shape:
                p.copy_(weight)


@probe
def run_in_turn(student, name, weights, x):
    """Output of the net that the function `name` makes, and of its blocks (and its last layer) when one runs after the other.

    What the blocks compute is their own matter. `last` is the sizes of the last layer of a nested_net.
    """
    net = getattr(student, name)()
    children = list(net._modules.values())
    body = net if name != "nested_net" else children[0] if len(children) == 2 else nn.Sequential(*children[:-1])
    blocks, last = list(body._modules.values()), children[-1:] if name == "nested_net" else []
    set_parameters(student, net, weights)
    seen = {"last": [list(p.shape) for layer in last for p in layer.parameters()], "blocks": len(blocks)}
    try:
        seen["y"] = net(x)
    except NotImplementedError:  # as above
        return {**seen, "y": None}
    for module in blocks + last:
        x = module(x)
    return {**seen, "in turn": x}


@probe
def is_like(student, net, model, x):
    """Whether `net` has parameters of the model's shapes and, with the model's numbers, the model's output."""
    parameters, known = list(net.parameters()), list(model.parameters())
    if [p.shape for p in parameters] != [p.shape for p in known]:
        return False
    set_parameters(student, net, [p.detach().clone() for p in known])
    try:
        return torch.allclose(net.eval()(x.clone()), model.eval()(x.clone()), rtol=1e-4, atol=1e-5)
    except Exception:  # a container without a forward, or of other sizes
        return False


@probe
def made_by(student, name, weights):
    """What the function `name` makes, with as many of these weights as fit; None where it raises, which is another check's."""
    try:
        net = getattr(student, name)()
        set_parameters(student, net, weights)
    except Exception:
        return None
    return net


@probe
def right_block(student):
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU())


@probe
def blocks_unlike_block1(student, weights, x):
    """The names of those blocks of block2 that are neither block1's nor, where block1 is wrong, right ones."""
    right, model = right_block(student), made_by(student, "block1", weights)
    set_parameters(student, right, weights)
    blocks = student.block2()._modules
    return [name for name, block in blocks.items()
            if model is not None and not is_like(student, block, model, x) and not is_like(student, block, right, x)]


@probe
def first_part(student, weights, x):
    """How the first of nested_net's two parts differs from block2() and, where this is wrong, from a right one."""
    children = list(student.nested_net().children())
    model = made_by(student, "block2", weights)
    if len(children) != 2 or model is None:
        return None
    right = nn.Sequential()
    for i in range(4):
        right.add_module(f"block{i}", right_block(student))
    set_parameters(student, right, weights)
    models = [model, right]
    return {"named": any(list(children[0]._modules) == list(net._modules) for net in models),
            "like": any(is_like(student, children[0], net, x) for net in models),
            "repeats": repeats(student, children[0])}


@probe
def structure(student, name):
    net = getattr(student, name)()
    children = list(net.children())
    inner = children[0] if name == "nested_net" and children else net
    firsts = [list(child.parameters())[:1] for child in inner._modules.values()]
    return {
        "blocks": len([first for first in firsts if first]),
        "different": len({id(p) for first in firsts for p in first}),
        "types": [isinstance(net, nn.Sequential), isinstance(inner, nn.Sequential)],
        "names": list(inner._modules),
        "parameters": len(list(net.parameters())),
        "memories": len({p.data_ptr() for p in net.parameters()}),
        "repeats": repeats(student, net),
        "length": len(net._modules),
    }


@probe
def shared_between_calls(student, names):
    shared = {}
    for name in names:
        make = getattr(student, name)
        try:
            first, second = make(), make()
        except NotImplementedError:
            if name != "nested_net":
                raise
            continue  # nested_net may not be written yet: its blocks are there all the same
        known = [p.data_ptr() for p in first.parameters()]  # the same Parameter, or another one for the same memory
        shared[name] = [len(known), sum(p.data_ptr() in known for p in second.parameters())]
    return shared


def block_weights(blocks):
    """Parameters under which signals get through several blocks: large weights, biases mostly above zero."""
    weights = []
    for _ in range(blocks):
        weights += [torch.randn(8, 4), torch.rand(8), torch.randn(4, 8) * 0.5, torch.rand(4) - 0.2]
    return weights


def through_blocks(x, weights, first=F.relu, last=F.relu):
    for w1, b1, w2, b2 in zip(*[iter(weights)] * 4, strict=True):
        x = last(first(x @ w1.T + b1) @ w2.T + b2)
    return x


def same(x):
    return x


OTHERS = other_activations()


def block_inputs(blocks):
    """Weights and inputs on which every ReLU counts."""
    while True:
        weights, x = block_weights(blocks), torch.randn(9, 4)
        right = through_blocks(x, weights)
        others = [{place: activation} for place in ("first", "last") for activation in (same, F.leaky_relu)]
        if all((through_blocks(x, weights, **other) - right).abs().max() > 1e-2 for other in others):
            return weights, x


def judge_in_turn(student, name):
    """The net runs its blocks one after the other. What they compute is a matter of block1 alone."""
    weights, x = block_inputs(6)
    seen = student(run_in_turn, name, weights, x)
    what = f"{name}()"
    assert_that(name == "block2" or seen["last"] == [[1, 4], [1]], f"The last layer of {what} has parameters of the shapes "
                f"{', '.join(str(tuple(shape)) for shape in seen['last']) or '(none)'}; they do not fit the exercise.")
    assert_that(seen["y"] is not None, f"{what} cannot be called: it, or one of its parts, has no forward.", not_sequential)
    presuppose(seen["blocks"], f"{what} has no blocks.")
    assert_matches(seen["y"], seen["in turn"], f"{what}(x), compared with its blocks one after the other,")


@pytest.mark.exercise("nested_net")
@pytest.mark.criterion("block")
def test_block1_computes(student):
    """block1 is linear, ReLU, linear, ReLU."""
    weights, x = block_inputs(1)
    seen = student(run_block1, weights, x)
    shapes = seen["shapes"] or []
    assert_that(not shapes, f"block1() has {len(shapes)} parameters, of the shapes {', '.join(str(tuple(s)) for s in shapes[:6])}; "
                "they do not fit the layers of the exercise.")
    assert_that(seen["shapes"] is None, "block1() has no parameters.")
    assert_that(seen["y"] is not None, "block1() cannot be called: it, or one of its parts, has no forward.", not_sequential)
    ways = {last_relu_dropped: {"last": same}, relu_in_the_middle_dropped: {"first": same}, no_relu: {"first": same, "last": same}}
    results = {mistake: through_blocks(x, weights, **activations) for mistake, activations in ways.items()}
    others = [dict.fromkeys(places, other) for other in OTHERS for places in (["first"], ["last"], ["first", "last"])]
    if any(alike(seen["y"], through_blocks(x, weights, **activations)) for activations in others):
        results[other_activation] = seen["y"]
    assert_matches(seen["y"], through_blocks(x, weights), "block1()(x)", results)


@pytest.mark.exercise("nested_net")
@pytest.mark.criterion("own")
def test_block2_computes(student):
    """block2 runs its blocks, which are block1's, one after the other."""
    judge_in_turn(student, "block2")
    unlike = student(blocks_unlike_block1, *block_inputs(1))
    assert_that(not unlike, f"These blocks of block2() have other parameters than a block1(), or another output with the same "
                f"numbers: {', '.join(unlike)}.", other_blocks)


@pytest.mark.exercise("nested_net")
@pytest.mark.criterion("sequential")
def test_nested_net_computes(student):
    """nested_net is block2 and a linear layer with one output."""
    judge_in_turn(student, "nested_net")
    seen = student(first_part, *block_inputs(4))
    if seen:
        assert_that(seen["like"] or not seen["repeats"], "In the first part of nested_net() one block stands in several places.",
                    one_block_four_times.keeping(0.3))
        said = "The first part of nested_net() is not what block2() makes"
        assert_that(seen["like"], f"{said}: it has other layers.", other_first_part)
        assert_that(seen["named"], f"{said}: its blocks have other names.", other_first_part)


@pytest.mark.exercise("nested_net")
@pytest.mark.criterion("sequential")
def test_everything_is_a_sequential(student):
    """block1, block2, nested_net and its first part are nn.Sequential."""
    for name in ("block1", "block2", "nested_net"):
        seen = student(structure, name)
        assert_that(all(seen["types"]), f"{name}(), or its first part, is not an nn.Sequential.", not_sequential)
        if name == "nested_net":
            assert_that(seen["length"] == 2, f"nested_net() has {seen['length']} parts; two are expected.")


@pytest.mark.exercise("nested_net")
@pytest.mark.criterion("names")
def test_names_of_the_blocks(student):
    """The four blocks have the names of the exercise."""
    expected = [f"block{i}" for i in range(4)]
    names = student(structure, "block2")["names"]
    assert_that(names == expected, f"The names of the blocks in block2() are: {', '.join(names)}.",
                wrong_names if len(names) == 4 else None)


@pytest.mark.exercise("nested_net")
@pytest.mark.criterion("own")
def test_blocks_have_parameters_of_their_own(student):
    """The four blocks share no parameter."""
    seen = student(structure, "block2")
    some = 1 < seen["blocks"] == seen["different"] and not seen["repeats"]
    assert_that(seen["blocks"] >= 4, f"block2() has {seen['blocks']} of four blocks with parameters.",
                too_few_blocks if some else None)
    assert_that(seen["different"] == seen["blocks"] and not seen["repeats"], f"block2() has {seen['blocks']} places, but only "
                f"{seen['different']} different block{'s' * (seen['different'] != 1)}.", one_block_four_times)
    assert_that(
        seen["memories"] == seen["parameters"],
        f"The {seen['parameters']} parameters of block2() have memory for {seen['memories']} only.",
        one_memory,
    )


@pytest.mark.exercise("nested_net")
@pytest.mark.criterion("own")
def test_new_parameters_on_every_call(student):
    """Two calls make two nets without a common parameter."""
    seen = student(shared_between_calls, ["block1", "block2", "nested_net"])
    for name, (number, shared) in seen.items():
        assert_that(number > 0, f"{name}() has no parameters.")
        assert_that(shared == 0, f"The nets of two calls of {name}() share {shared} parameters.",
                    same_parameters_every_call.keeping(0.25))


# ---- tied_mlp ------------------------------------------------------------------------------------------------------

equal_values_only = misconception(
    "equal-values-only",
    "They start with the same numbers, but differ from the first update on. One layer should be used in two places.")
data_shared_only = misconception(
    "data-shared-only",
    "They share memory, but each has a gradient of its own, and an optimizer treats them as two. Share the Parameter "
    "itself, not its data.")
not_tied = misconception(
    "not-tied",
    "These are two layers with numbers of their own. The exercise asks for one layer that is used twice.")
one_use_only = misconception("one-use-only", "This is the gradient of one of its two uses; the other one is cut off from autograd.")
bias_not_tied = misconception("bias-not-tied", "The weight is shared, but the bias is not.", keeps=0.4)
relu_missing = misconception(
    "relu-missing",
    "At least one ReLU is missing: there is one after every linear layer but the last.")
relu_at_the_end = misconception(
    "relu-at-the-end",
    "The last linear layer is followed by a ReLU, so no output is negative. The net should end with a linear layer.")

shared_elsewhere = misconception(
    "shared-elsewhere",
    "One layer is used more than once, but not at net[2] and net[4] of seven steps.", keeps=0.8)

TIED = [0, 2, 4, 6]


@probe
def set_tied(student, net, weights):
    """Write `weights` (a list of pairs for the steps 0, 2, 4, 6) into the net."""
    with torch.no_grad():
        for step, (weight, bias) in zip(TIED, weights):
            net[step].weight.copy_(weight)
            net[step].bias.copy_(bias)


@probe
def relation(student, a, b):
    """How two parameters hang together: the same object, the same memory, equal numbers, or not at all."""
    if a is b:
        return "same"
    if a is None or b is None:
        return "apart"
    return "memory" if a.data_ptr() == b.data_ptr() else "equal" if torch.equal(a, b) else "apart"


@probe
def relations(student, a, b):
    """How the weights and the biases of two layers hang together."""
    return [relation(student, a.weight, b.weight), relation(student, a.bias, b.bias)]


@probe
def steps_of(student, net):
    """None where the net can be looked at step by step, or else what it is made of."""
    if not isinstance(net, nn.Sequential):
        return {"type": type(net).__name__}
    kinds = [type(step).__name__ for step in net]
    if all(step < len(net) and isinstance(net[step], nn.Linear) and net[step].bias is not None for step in TIED):
        return None
    return {"type": "Sequential", "kinds": kinds}


@probe
def uses_of_the_square_layer(student, net):
    """(how many times a linear layer with as many outputs as inputs runs, how many different weights and biases it has there)."""
    used = []
    for module in net.modules():
        if isinstance(module, nn.Linear) and module.in_features == module.out_features:
            module.register_forward_hook(lambda module, args, output: used.append((id(module.weight), id(module.bias))))
    try:
        net(torch.zeros(2, 4))
    except Exception:
        pass  # what it computes is another check's
    return len(used), len(set(used))


@probe
def tied_structure(student):
    net = student.tied_mlp()
    seen = {"unfit": steps_of(student, net), "uses": uses_of_the_square_layer(student, net)}
    if seen["unfit"]:
        return seen
    return {
        **seen,
        "length": len(net),
        "relations": relations(student, net[2], net[4]),
        "tensors": len(list(net.parameters())),
    }


@probe
def run_tied(student, weights, x, cotangent):
    net = student.tied_mlp()
    unfit = steps_of(student, net)
    if unfit:
        return {"unfit": unfit}
    tied = relations(student, net[2], net[4])
    shapes = [list(p.shape) for step in TIED for p in (net[step].weight, net[step].bias)]
    if shapes == [list(p.shape) for pair in weights for p in pair]:
        set_tied(student, net, weights)
        shapes = None
    net.zero_grad()
    apart = copy.deepcopy(net)
    apart[4] = copy.deepcopy(apart[2])
    y = net(x)
    for one in (net, apart):
        out = y if one is net else one(x)
        if out.shape == cotangent.shape and out.requires_grad:
            (out * cotangent).sum().backward()
    return {"unfit": None, "shapes": shapes, "y": y, "relations": tied,
            "weight.grad": net[2].weight.grad, "bias.grad": net[2].bias.grad,
            "apart": [[apart[step].weight.grad, apart[step].bias.grad] for step in (2, 4)]}


@probe
def tied_after_conversion(student):
    net = student.tied_mlp()
    unfit = steps_of(student, net)
    if unfit:
        return {"unfit": unfit}
    tied = relations(student, net[2], net[4])
    net.to(torch.float64)
    with torch.no_grad():
        net[2].weight.add_(1.0)
        net[2].bias.add_(1.0)
    pairs = [[p.detach().clone() for p in (net[step].weight, net[step].bias)] for step in (2, 4)]
    net.to(torch.float32)
    return {"unfit": None, "relations": tied, "first": pairs[0], "second": pairs[1]}


@probe
def train_tied(student, weights, x, y, steps):
    net = student.tied_mlp()
    unfit = steps_of(student, net)
    if unfit:
        return {"unfit": unfit}
    tied = relations(student, net[2], net[4])
    if [list(net[step].weight.shape) for step in TIED] == [list(weight.shape) for weight, _ in weights]:
        set_tied(student, net, weights)
    before = net(x)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.05)
    for _ in range(steps):
        optimizer.zero_grad()
        ((net(x) - y) ** 2).mean().backward()
        optimizer.step()
    return {"unfit": None, "y": before, "relations": tied, "first": [net[2].weight, net[2].bias],
            "second": [net[4].weight, net[4].bias]}


def tied_inputs(n):
    """Values for the steps 0, 2, 4, 6, the two in the middle the same, and n inputs whose outputs have both signs."""
    sizes = [(8, 4), (8, 8), (1, 8)]
    first, shared, last = [[torch.randn(rows, columns) * columns**-0.5, torch.rand(rows)] for rows, columns in sizes]
    weights, x = [first, shared, shared, last], torch.randn(n, 4)
    last[1] -= run_steps(weights, x).mean()
    return weights, x


def run_steps(weights, x, relus=(1, 1, 1, 0), activation=F.relu):
    """The net's output; `relus` says after which linear layers a ReLU (or another activation) stands."""
    for (weight, bias), relu in zip(weights, relus, strict=True):
        x = F.linear(x, weight, bias)
        x = activation(x) if relu else x
    return x


def says_unfit(unfit):
    if unfit and unfit["type"] != "Sequential":
        return f"tied_mlp() is of type {unfit['type']}."
    return (
        f"The steps of tied_mlp() are {', '.join((unfit or {}).get('kinds', []))}; the exercise has linear layers with a bias at "
        "net[0], net[2], net[4] and net[6]."
    )


def seen_tied(student, probe, *arguments):
    """What the probe saw of tied_mlp(); blocks the check where the net has not the steps that it should have."""
    seen = student(probe, *arguments)
    presuppose(not seen["unfit"], says_unfit(seen["unfit"]))
    return seen


def own_relus(y, weights, x):
    """After which linear layers the net has a ReLU; None where it computes something else."""
    for relus in [(1, 1, 1, 0), *itertools.product((0, 1), repeat=4)]:
        out = run_steps(weights, x, relus)
        if y.shape == out.shape and torch.allclose(y, out, rtol=1e-4, atol=1e-5):
            return relus
    return None


def tied_mistake(seen, weights=None, x=None):
    """What the net's relations and output (with these weights, for x) show, if it is a mistake."""
    weight, bias = seen["relations"]
    if weight != "same":
        return {"memory": data_shared_only, "equal": equal_values_only, "apart": not_tied}[weight]
    if bias != "same":
        return bias_not_tied
    if weights is None or seen["y"].shape != (len(x), 1):
        return None
    if torch.allclose(seen["y"], run_steps(weights, x), rtol=1e-4, atol=1e-5):
        return None  # a ReLU may have nothing to do here
    for relus in ((1, 1, 1, 1), (0, 1, 1, 0), (1, 0, 1, 0), (1, 1, 0, 0), (0, 0, 0, 0)):
        if torch.allclose(seen["y"], run_steps(weights, x, relus), rtol=1e-4, atol=1e-5):
            return relu_at_the_end if relus[-1] else relu_missing
    if any(torch.allclose(seen["y"], run_steps(weights, x, activation=other), rtol=1e-4, atol=1e-5) for other in OTHERS):
        return other_activation
    return None


def alike(a, b):
    """Whether these are tensors with the same values, as assert_matches has it."""
    tensors = isinstance(a, torch.Tensor) and isinstance(b, torch.Tensor) and a.shape == b.shape and a.dtype == b.dtype
    return tensors and torch.allclose(a, b, 1e-4, 1e-5)


def judge(seen, expected, what, mistake, fact=None):
    """assert_matches, where a failure shows `mistake` (or None); a `fact`, if any, explains every wrong value."""
    assert_that(not fact or alike(seen, expected), fact, mistake)
    assert_matches(seen, expected, what, {mistake: seen} if mistake else {})


def two_parameters(relations, text):
    """The fact that two layers are not tied, with "weight" or "bias" for {}; None where they are."""
    weight, bias = relations
    return None if weight == bias == "same" else text.format(*["weight" if weight != "same" else "bias"] * 2)


TWO_IN_TIED = "net[2].{} and net[4].{} are two Parameters."
TWO_AFTER_TYING = "target.{} and source.{} are two Parameters after tie_weights(source, target)."


def train_by_adam(leaves, loss, steps, lr=0.05):
    """Adam, written out; returns the trained values."""
    moments = [(torch.zeros_like(p), torch.zeros_like(p)) for p in leaves]
    for t in range(1, steps + 1):
        gradients = torch.autograd.grad(loss(), leaves)
        for p, g, (m, v) in zip(leaves, gradients, moments, strict=True):
            m.mul_(0.9).add_(0.1 * g)
            v.mul_(0.999).add_(0.001 * g * g)
            with torch.no_grad():
                p -= lr * (m / (1 - 0.9**t)) / ((v / (1 - 0.999**t)).sqrt() + 1e-8)
    return [p.detach() for p in leaves]


def says_shapes(shapes):
    return (
        f"The linear layers of tied_mlp() have parameters of the shapes {', '.join(str(tuple(shape)) for shape in shapes or [])}; "
        "they do not fit the exercise."
    )


@pytest.mark.exercise("tied_mlp")
@pytest.mark.criterion("steps")
def test_tied_mlp_computes(student):
    """The net computes its seven steps in order."""
    weights, x = tied_inputs(7)
    seen = student(run_tied, weights, x, torch.randn(7, 1))
    unfit = seen["unfit"]
    assert_that(not unfit, says_unfit(unfit), not_sequential if unfit and unfit["type"] != "Sequential" else None)
    assert_that(not seen["shapes"], says_shapes(seen["shapes"]))
    forward = seen | {"relations": ["same", "same"]}  # whether anything is tied is not this check's matter
    judge(seen["y"], run_steps(weights, x), "tied_mlp()(x)", tied_mistake(forward, weights, x))
    length = seen_tied(student, tied_structure)["length"]
    assert_that(length == 7, f"tied_mlp() has {length} steps; seven are expected.")


@pytest.mark.exercise("tied_mlp")
@pytest.mark.criterion("shared")
def test_one_layer_in_two_places(student):
    """net[2] and net[4] have one weight and one bias."""
    seen = student(tied_structure)
    uses, different = seen["uses"]
    shared = uses > 1 and different == 1
    assert_that(not seen["unfit"], says_unfit(seen["unfit"]), shared_elsewhere if shared else None)
    two = two_parameters(seen["relations"], TWO_IN_TIED)
    assert_that(not two, two, tied_mistake(seen))
    assert_that(uses <= 2, f"The shared layer of tied_mlp() runs {uses} times; two are expected.",
                shared_elsewhere if shared else None)
    assert_that(seen["tensors"] == 6, f"tied_mlp() has {seen['tensors']} parameters; with the shared layer counted "
                "once there are 6.")


@pytest.mark.exercise("tied_mlp")
@pytest.mark.criterion("shared")
def test_gradient_sums_both_uses(student):
    """The shared layer's gradient is the sum over both of its uses."""
    weights, x = tied_inputs(7)
    cotangent = torch.randn(7, 1)
    seen = seen_tied(student, run_tied, weights, x, cotangent)
    relus = own_relus(seen["y"], weights, x)
    if relus:
        uses = [[p.clone().requires_grad_() for p in pair] for pair in weights]  # a copy for each use
        (run_steps(uses, x, relus) * cotangent).sum().backward()
        gradients = [[p.grad for p in use] for use in uses[1:3]]
    else:  # with steps of its own: the gradients of a net like this one, of which the two layers are apart
        gradients = seen["apart"]
        presuppose(all(isinstance(grad, torch.Tensor) for pair in gradients for grad in pair),
                   "tied_mlp()(x) does not have the right shape, so its gradients cannot be judged yet.")
    two = two_parameters(seen["relations"], TWO_IN_TIED)
    for i, name in enumerate(("weight", "bias")):
        seen_grad, grads = seen[f"{name}.grad"], [pair[i] for pair in gradients]
        mistake = tied_mistake(seen)
        if not mistake and any(alike(seen_grad, grad) for grad in grads):
            mistake = one_use_only
        judge(seen_grad, sum(grads), f"net[2].{name}.grad after backward", mistake, two)


@pytest.mark.exercise("tied_mlp")
@pytest.mark.criterion("shared")
def test_tied_after_to(student):
    """After net.to(another dtype) the two places still share their parameters."""
    seen = seen_tied(student, tied_after_conversion)
    for i, name in enumerate(("weight", "bias")):
        judge(seen["second"][i], seen["first"][i],
              f"net[4].{name}, after net.to(torch.float64) and a change of net[2].{name},", tied_mistake(seen),
              two_parameters(seen["relations"], TWO_IN_TIED))


@pytest.mark.exercise("tied_mlp")
@pytest.mark.criterion("shared")
def test_tied_in_training(student):
    """Adam trains the shared layer as one."""
    weights, x = tied_inputs(12)
    y, steps = torch.randn(12, 1), 3
    seen = seen_tied(student, train_tied, weights, x, y, steps)
    relus = own_relus(seen["y"], weights, x)
    if not relus:  # steps of its own: the two are one in any case
        presuppose(seen["y"].shape == y.shape, "tied_mlp()(x) does not have the right shape, so it cannot be trained yet.")
        two = two_parameters(seen["relations"], TWO_IN_TIED)
        for i, name in enumerate(("weight", "bias")):
            judge(seen["second"][i], seen["first"][i], f"net[4].{name} after {steps} steps of Adam, compared with net[2].{name},",
                  tied_mistake(seen), two)
        return
    leaves = [p.clone().requires_grad_() for i in (0, 1, 3) for p in weights[i]]

    def loss():
        first, shared, last = leaves[:2], leaves[2:4], leaves[4:]
        return (run_steps([first, shared, shared, last], x, relus) - y).square().mean()

    expected = train_by_adam(leaves, loss, steps)[2:4]
    for step, pair in ((2, seen["first"]), (4, seen["second"])):
        for i, name in enumerate(("weight", "bias")):
            judge(pair[i], expected[i], f"net[{step}].{name} after {steps} steps of Adam", tied_mistake(seen),
                  two_parameters(seen["relations"], TWO_IN_TIED))


@pytest.mark.exercise("tied_mlp")
@pytest.mark.criterion("new")
def test_tied_mlp_is_new_on_every_call(student):
    """Two calls make two nets without a common parameter."""
    number, shared = student(shared_between_calls, ["tied_mlp"])["tied_mlp"]
    presuppose(student(tied_structure)["uses"][0], "tied_mlp() does not run a layer that could be used twice yet.")
    assert_that(number > 0, "tied_mlp() has no parameters.")
    assert_that(shared == 0, f"The nets of two calls of tied_mlp() share {shared} parameters.", same_parameters_every_call)


# ---- tie_weights ---------------------------------------------------------------------------------------------------

values_copied = misconception("values-copied", "The numbers were copied once. When source changes later, target does not.")
data_aliased = misconception(
    "data-aliased",
    "They share memory, but each has a gradient of its own, and an optimizer treats them as two. Share the Parameter "
    "itself.")
bias_forgotten = misconception("bias-forgotten", "The weight is tied, but the bias is not.")
wrong_way_round = misconception(
    "tied-the-wrong-way-round",
    "source now has the parameters of target. source should stay as it is, and target should change.")
something_returned = misconception(
    "something-returned", "The exercise asks for a function that changes target and returns None.", keeps=0.8)
mismatch_accepted = misconception(
    "mismatch-accepted",
    "Layers that do not fit together should raise a ValueError before anything is changed.")


@probe
def two_layers(student, source, target):
    """Two linear layers with the parameters given (a weight, and a bias or None)."""
    layers = []
    for weight, bias in (source, target):
        layer = nn.Linear(weight.shape[1], weight.shape[0], bias=bias is not None)
        with torch.no_grad():
            layer.weight.copy_(weight)
            if bias is not None:
                layer.bias.copy_(bias)
        layers.append(layer)
    return layers


@probe
def tie_and_look(student, source, target):
    a, b = two_layers(student, source, target)
    kept, given_up = [a.weight, a.bias], [b.weight, b.bias]
    returned = student.tie_weights(a, b)
    return {
        "returned": type(returned).__name__,
        "source": [a.weight, a.bias],
        "target": [b.weight, b.bias],
        "source kept": a.weight is kept[0] and a.bias is kept[1],
        "target kept": a.weight is given_up[0] or (a.bias is not None and a.bias is given_up[1]),
        "relations": relations(student, a, b),
        "listed": len(list(nn.Sequential(a, b).parameters())),
        "in target": len(list(b.parameters())),
    }


@probe
def tie_and_run(student, source, target, x, cotangent):
    """Source and target, one after the other: the output and the gradients of source's parameters."""
    a, b = two_layers(student, source, target)
    student.tie_weights(a, b)
    tied, start = relations(student, a, b), [b.weight.detach().clone(), b.bias.detach().clone()]
    y = b(torch.tanh(a(x)))
    (y * cotangent).sum().backward()
    return {"y": y, "relations": tied, "start": start,
            "gradients": [a.weight.grad, None if a.bias is None else a.bias.grad]}


@probe
def tie_and_train(student, source, target, x, y, steps):
    a, b = two_layers(student, source, target)
    student.tie_weights(a, b)
    tied, start = relations(student, a, b), [b.weight.detach().clone(), b.bias.detach().clone()]
    net = nn.Sequential(a, nn.Tanh(), b)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.05)
    for _ in range(steps):
        optimizer.zero_grad()
        ((net(x) - y) ** 2).mean().backward()
        optimizer.step()
    return {"relations": tied, "start": start, "target": [b.weight, b.bias], "source": [a.weight, a.bias]}


@probe
def tie_and_convert(student, source, target):
    a, b = two_layers(student, source, target)
    student.tie_weights(a, b)
    tied = relations(student, a, b)
    nn.Sequential(a, b).to(torch.float64)
    with torch.no_grad():
        a.weight.mul_(2.0)
        a.bias.add_(1.0)
    return {"relations": tied, "source": [a.weight, a.bias], "target": [b.weight, b.bias]}


@probe
def tie_expecting_an_error(student, source, target):
    tie_weights = student.tie_weights
    a, b = two_layers(student, source, target)
    try:
        tie_weights(a, b)
    except NotImplementedError:
        raise
    except Exception as error:
        return "ValueError" if isinstance(error, ValueError) else type(error).__name__
    return None


def random_layer(outputs, inputs, bias=True):
    return [torch.randn(outputs, inputs), torch.randn(outputs) if bias else None]


def tie_mistake(weight, bias):
    """What relations other than "same" show."""
    if weight == "same":
        return None if bias == "same" else bias_forgotten
    return {"memory": data_aliased, "equal": values_copied}.get(weight)


def run_pair(first, second, x):
    return F.linear(torch.tanh(F.linear(x, *first)), *second)


@pytest.mark.exercise("tie_weights")
@pytest.mark.criterion("target")
def test_target_gets_the_sources_numbers(student):
    """Afterwards both layers have the weight and the bias that source had."""
    source, target = random_layer(3, 5), random_layer(3, 5)
    seen = student(tie_and_look, source, target)
    for i, name in enumerate(("weight", "bias")):
        assert_matches(seen["source"][i], source[i], f"source.{name} after tie_weights(source, target)",
                       {wrong_way_round: target[i]})
        if i == 0 or not torch.equal(seen["target"][i], target[i]):  # a bias that is forgotten is not tied: another check's matter
            assert_matches(seen["target"][i], source[i], f"target.{name} after tie_weights(source, target)")
    assert_that(seen["returned"] == "NoneType", f"tie_weights(source, target) returns something of type {seen['returned']}.",
                something_returned)


@pytest.mark.exercise("tie_weights")
@pytest.mark.criterion("target")
def test_source_keeps_its_parameters(student):
    """source keeps its Parameter objects."""
    seen = student(tie_and_look, random_layer(4, 3), random_layer(4, 3))
    assert_that(seen["source kept"], "After tie_weights(source, target) source has other Parameters than before.",
                wrong_way_round if seen["target kept"] else None)


@pytest.mark.exercise("tie_weights")
@pytest.mark.criterion("same")
def test_one_parameter_for_both(student):
    """Afterwards the two layers hold the same Parameter objects, those of source."""
    seen = student(tie_and_look, random_layer(4, 3), random_layer(4, 3))
    two = two_parameters(seen["relations"], TWO_AFTER_TYING)
    assert_that(not two, two, tie_mistake(*seen["relations"]))
    assert_that(seen["listed"] == 2 and seen["in target"] == 2, "After tie_weights(source, target) a net of both lists "
                f"{seen['listed']} parameters and target {seen['in target']}; both should list two.")


@pytest.mark.exercise("tie_weights")
@pytest.mark.criterion("same")
def test_gradients_of_both_uses_meet(student):
    """A loss that uses both layers gives source's parameters the sum of both gradients."""
    source, target = random_layer(4, 4), random_layer(4, 4)
    x, cotangent = torch.randn(6, 4), torch.randn(6, 4)
    seen = student(tie_and_run, source, target, x, cotangent)
    uses = [[p.clone().requires_grad_() for p in seen["start"]] for _ in range(2)]  # whichever way round it is tied
    (run_pair(*uses, x) * cotangent).sum().backward()
    for i, name in enumerate(("weight", "bias")):
        judge(seen["gradients"][i], uses[0][i].grad + uses[1][i].grad, f"source.{name}.grad after backward",
              tie_mistake(*seen["relations"]), two_parameters(seen["relations"], TWO_AFTER_TYING))


@pytest.mark.exercise("tie_weights")
@pytest.mark.criterion("same")
def test_adam_trains_them_as_one(student):
    """Adam trains the two layers as one layer that is used twice."""
    source, target = random_layer(4, 4), random_layer(4, 4)
    x, y, steps = torch.randn(10, 4), torch.randn(10, 4), 3
    seen = student(tie_and_train, source, target, x, y, steps)
    leaves = [p.clone().requires_grad_() for p in seen["start"]]  # whichever way round it is tied
    expected = train_by_adam(leaves, lambda: (run_pair(leaves, leaves, x) - y).square().mean(), steps)
    for which in ("source", "target"):
        for i, name in enumerate(("weight", "bias")):
            judge(seen[which][i], expected[i], f"{which}.{name}, after tie_weights and {steps} steps of Adam,",
                  tie_mistake(*seen["relations"]), two_parameters(seen["relations"], TWO_AFTER_TYING))


@pytest.mark.exercise("tie_weights")
@pytest.mark.criterion("same")
def test_tied_after_conversion(student):
    """When a net with both layers changes its dtype, they stay tied."""
    seen = student(tie_and_convert, random_layer(3, 4), random_layer(3, 4))
    for i, name in enumerate(("weight", "bias")):
        judge(seen["target"][i], seen["source"][i],
              f"target.{name}, after .to(torch.float64) and a change of source.{name},",
              tie_mistake(*seen["relations"]), two_parameters(seen["relations"], TWO_AFTER_TYING))


@pytest.mark.exercise("tie_weights")
@pytest.mark.criterion("bias")
def test_no_bias_in_both(student):
    """Two layers without a bias can be tied."""
    source = random_layer(3, 5, bias=False)
    seen = student(tie_and_look, source, random_layer(3, 5, bias=False))
    what = "after tie_weights(source, target) without biases"
    assert_matches(seen["target"][0], seen["source"][0], f"target.weight {what}, compared with source.weight,")
    assert_that(seen["target"][1] is None and seen["source"][1] is None, f"A layer has a bias {what}.")


@pytest.mark.exercise("tie_weights")
@pytest.mark.criterion("error")
def test_shapes_that_differ_are_an_error(student):
    """Weights of different shapes raise ValueError."""
    student(tie_and_look, random_layer(3, 4), random_layer(3, 4))  # what raises for all layers ends here
    for first, second in [((3, 5), (5, 3)), ((4, 3), (1, 3)), ((1, 3), (4, 3)), ((4, 3), (4, 1))]:
        for bias in (True, False):
            raised = student(tie_expecting_an_error, *[random_layer(*shape, bias=bias) for shape in (first, second)])
            assert_that(raised == "ValueError", f"tie_weights on layers with weights of shapes {first} and {second} "
                        f"raises {raised or 'nothing'}; ValueError is expected.", None if raised else mismatch_accepted)


@pytest.mark.exercise("tie_weights")
@pytest.mark.criterion("error")
def test_bias_in_one_layer_is_an_error(student):
    """A bias in only one of the layers raises ValueError."""
    student(tie_and_look, random_layer(3, 4), random_layer(3, 4))
    for with_bias in ("source", "target"):
        layers = [random_layer(3, 4, bias=which == with_bias) for which in ("source", "target")]
        raised = student(tie_expecting_an_error, *layers)
        assert_that(raised == "ValueError", f"tie_weights where only {with_bias} has a bias raises "
                    f"{raised or 'nothing'}; ValueError is expected.", None if raised else mismatch_accepted)
