"""Hidden graders of networks.py.

No check relies on the name of an attribute: a probe fills whatever parameters a network has with numbers that were
drawn for this check, returns them, and the judge tells them apart by their shapes and computes what should come out.
"""
import itertools
import math
import numbers
import random
from collections import Counter

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from torchkata.grading import (
    assert_matches,
    assert_that,
    computes,
    described,
    in_common,
    misconception,
    once,
    other_activations,
    presuppose,
    probe,
)

NOISE = 9973


def nearest(seen, *candidates):
    """The candidate that `seen` equals, or else the first: one mistake may be written in several ways."""
    for candidate in candidates:
        if isinstance(seen, torch.Tensor) and seen.shape == candidate.shape:
            if torch.allclose(seen, candidate, 1e-4, 1e-5):
                return candidate
        elif isinstance(seen, list) and seen == candidate:
            return candidate
    return candidates[0]


# By which it is seen whether forward computes anything: the arguments of __init__, the shape of a random input, and for words
# the number of different ones.
WITNESSES = {
    "TinyModel": ((), (3, 100)), "LeNet": ((5,), (2, 1, 32, 32)), "LSTMTagger": ((4, 3, 11, 5), (6,), 11),
}  # fmt: skip

no_return = misconception(
    "no-return",
    "A function that ends without a return, also in one of its branches, gives None. Look at its last line.", keeps=0.2)


bias_missing = misconception(
    "bias-missing", "The layers are there, but a bias is missing: each of them has a weight and a bias.", keeps=0.5)


def is_result(student, y, what, keeps=no_return.keeps):
    """What every check of values asks first: that something came back. Where a result was computed, its return was forgotten."""
    name = what.partition("(")[0]

    def slip():
        return no_return.keeping(keeps).given(computes(student, name, *WITNESSES[name]))

    assert_that(y is not None, f"{what} is None; a tensor is expected.", slip)


def values_first(seen, expected, what):
    """What a check of gradients presupposes: its message would only repeat what another one says."""
    right = isinstance(seen, torch.Tensor) and seen.shape == expected.shape and torch.allclose(seen, expected, 1e-3, 1e-4)
    presuppose(right, f"{what} does not have the right values, so its gradients cannot be judged yet.")


gradient_cut = misconception(
    "gradient-cut",
    "The values are right, but a part of the computation is cut off from autograd. Look for .data, detach() or no_grad.")
layers_shared = misconception(
    "layers-shared",
    "Training one of them would change the other. Each needs layers of its own: make them inside of __init__.", keeps=0.6)


@probe
def fill(net, noise):
    """Replace the parameters' values, scaled so that signals keep their size; return them by name."""
    start = 0
    with torch.no_grad():
        for parameter in net.parameters():
            index = (start + torch.arange(parameter.numel())) % noise.numel()
            start += parameter.numel()
            fan_in = parameter[0].numel() if parameter.dim() > 1 else 1
            parameter.copy_(noise[index].reshape(parameter.shape) / fan_in ** 0.5)
    return {name: parameter.detach().clone() for name, parameter in net.named_parameters()}


def check_shapes(seen, expected, what, mistake=None):
    """The parameters have these shapes. The message says which are strange, and not what would be right."""
    seen, expected = Counter(tuple(shape) for shape in seen), Counter(expected)
    strange, missing = sorted((seen - expected).elements()), sum((expected - seen).values())
    assert_that(seen, f"{what} has no parameters at all; layers belong to attributes, and are made in __init__.")
    assert_that(not strange, f"{what} has parameters that do not fit the layers of the exercise; their shapes are "
                f"{', '.join(map(str, strange))}.", mistake)
    only_biases = all(len(shape) == 1 for shape in expected - seen)
    assert_that(not missing, f"{what} lacks {missing} of the parameters that the layers of the exercise have.",
                mistake or (bias_missing if only_biases else None))


def by_shape(parameters, shapes, what):
    """The parameters with these shapes, in this order; each shape that is asked for once occurs once.

    Layers of other sizes will do where there are as many of them, in the order in which they were made, and a bias that is
    missing is zero: what a network computes is judged by what it owns.
    """
    seen = [tuple(p.shape) for p in parameters.values()]
    if Counter(seen) == Counter(shapes):
        return [next(p for p in parameters.values() if tuple(p.shape) == shape) for shape in shapes]
    weights = [p for p in parameters.values() if p.dim() > 1]
    owners = {name.rsplit(".", 1)[0]: p for name, p in parameters.items() if p.dim() == 1}
    names = [name.rsplit(".", 1)[0] for name, p in parameters.items() if p.dim() > 1]
    presuppose(
        [w.dim() for w in weights] == [len(shape) for shape in shapes[::2]],
        f"{what} has parameters of the shapes {', '.join(map(str, seen)) or 'of none'}, which do not fit "
        "the layers of the exercise.",
    )
    return [part for name, weight in zip(names, weights) for part in (weight, owners.get(name, torch.zeros(len(weight))))]


# ---- TinyModel -------------------------------------------------------------------------------------------------------

softmax_axis_0 = misconception(
    "softmax-axis-0",
    "The softmax ran along the first axis, as it also does for three axes where none is named. It should run along the axis"
    " of the ten classes.")
softmax_axis_1 = misconception(
    "softmax-axis-1",
    "The softmax ran along the second axis. That is the last one of a matrix only; name the last axis in a way that holds "
    "for any X.", keeps=0.2)
log_softmax = misconception(
    "log-softmax",
    "These are the logarithms of the probabilities; the exercise asks for the probabilities.")
relu_before_softmax = misconception(
    "relu-before-softmax", "A ReLU ran on the scores before the softmax. The ReLU belongs between the two linear layers only.")
sigmoid_for_softmax = misconception(
    "sigmoid-for-softmax",
    "Each score went through a sigmoid by itself, so the ten results do not add up to 1.")
no_softmax = misconception("no-softmax", "These are the scores of the last linear layer; they have to become probabilities.")
no_activation = misconception(
    "no-activation",
    "This is the result without a ReLU between the linear layers. Two linear functions in a row are just one linear "
    "function.", keeps=0.0)
other_activation = misconception(
    "other-activation", "This is the result with another activation function than the ReLU that the exercise asks for.", keeps=0.0)

other_in_eval = misconception(
    "other-in-eval", "Nothing in this network depends on the mode: look for self.training in forward.", keeps=0.6)

TINY_SHAPES = [(200, 100), (200,), (10, 200), (10,)]


@probe
def transposed(tensor):
    """A tensor with these values that lies in memory in another order, so that it has no flat view."""
    return tensor.mT.contiguous().mT


@probe
def tiny(student, x, cotangent, noise):
    x = transposed(x) if x.dim() == 3 else x
    net = student.TinyModel()
    net(torch.zeros(2, 100))  # a lazy layer gets its parameters now
    parameters = fill(net, noise)
    net.zero_grad()
    try:
        y = net(x)
    except IndexError as error:
        return {"parameters": parameters, "error": described(error)}
    if isinstance(y, torch.Tensor) and y.requires_grad and y.shape == cotangent.shape:
        (y * cotangent).sum().backward()
    grads = [p.grad for p in net.parameters()]
    return {"parameters": parameters, "y": y, "grads": grads, "eval": net.eval()(x)}


OTHERS = other_activations()
# What may stand between the two linear layers, and the mistake that it is.
BETWEEN = {torch.relu: None, nn.Identity(): no_activation} | dict.fromkeys(OTHERS, other_activation)


def tiny_scores(x, parameters, between=torch.relu):
    w1, b1, w2, b2 = parameters
    return between(x @ w1.t() + b1) @ w2.t() + b2


def tiny_results(scores):
    """What may have become of a matrix of scores: probabilities, and what is made in their place."""
    return [scores.softmax(1), scores.softmax(0), scores.log_softmax(1), scores.log_softmax(0), scores, scores.sigmoid(),
            scores.clamp(min=0), scores.clamp(min=0).softmax(1), scores.flatten().softmax(0).reshape(scores.shape)]


@once
def between_layers(student):
    """Which of BETWEEN it is, by a matrix of ordinary numbers; the ReLU where nothing else fits."""
    x = 2 * torch.randn(6, 100)
    seen = student(tiny, x, torch.randn(6, 10), torch.randn(NOISE))
    parameters = by_shape(seen["parameters"], TINY_SHAPES, "TinyModel()")

    def fits(between):
        results = tiny_results(tiny_scores(x, parameters, between))
        return any(seen["y"].shape == y.shape and torch.allclose(seen["y"], y, 3e-4, 1e-7) for y in results)

    return next((between for between in BETWEEN if isinstance(seen.get("y"), torch.Tensor) and fits(between)), torch.relu)


@pytest.mark.exercise("TinyModel")
class TestTinyModel:
    @pytest.mark.criterion("layers")
    def test_parameters(self, student):
        """Two linear layers of the right sizes belong to the model."""
        seen = student(tiny, torch.randn(3, 100), torch.randn(3, 10), torch.randn(NOISE))
        check_shapes([p.shape for p in seen["parameters"].values()], TINY_SHAPES, "TinyModel()")
        common = student(in_common, "TinyModel")
        assert_that(not common, f"Two networks, each made by TinyModel(), have {common} tensors in common.", layers_shared)

    @pytest.mark.criterion("relu")
    def test_hidden_layer(self, student):
        """There is a ReLU between the two linear layers."""
        x = 2 * torch.randn(6, 100)
        seen, what = student(tiny, x, torch.randn(6, 10), torch.randn(NOISE)), "TinyModel()(X) with X of shape (6, 100)"
        is_result(student, seen.get("y", ()), "TinyModel()(X)")
        parameters = by_shape(seen["parameters"], TINY_SHAPES, "TinyModel()")
        expected = nearest(seen["y"], *tiny_results(tiny_scores(x, parameters)))
        between = between_layers(student)
        assert_matches(seen["y"], expected, what, {
            BETWEEN[between]: nearest(seen["y"], *tiny_results(tiny_scores(x, parameters, between)))} if BETWEEN[between] else {},
            rtol=3e-4)

    @pytest.mark.criterion("softmax")
    @pytest.mark.parametrize("shape, scale", [((1, 100), 20), ((3, 5, 100), 2), ((100,), 2)], ids=str)
    def test_values(self, student, shape, scale):
        """The result: linear, ReLU, linear, softmax along the last axis, also where probabilities are very small."""
        what = f"TinyModel()(X) with X of shape {shape}{' and of large numbers' if scale > 10 else ''}"
        for _ in range(5):
            x = scale * torch.randn(shape)
            seen = student(tiny, x, torch.randn(*shape[:-1], 10), torch.randn(NOISE))
            assert_that("error" not in seen, f"{what} raised {seen.get('error')}.", softmax_axis_1)
            is_result(student, seen["y"], "TinyModel()(X)")
            parameters = by_shape(seen["parameters"], TINY_SHAPES, "TinyModel()")
            scores = tiny_scores(x, parameters, between_layers(student))  # what stands there is another check's
            if scores.min() < -0.1 and scores.max() < 35:  # so that a ReLU on the scores shows
                break
        mistakes = {log_softmax: scores.log_softmax(-1), no_softmax: scores,
                    relu_before_softmax: scores.clamp(min=0).softmax(-1), sigmoid_for_softmax: scores.sigmoid()}
        if x.dim() > 1:
            mistakes[softmax_axis_0] = scores.softmax(0)
        if x.dim() > 2:
            mistakes[softmax_axis_1] = scores.softmax(1)
        small = "Only very small probabilities are wrong: look at what is done to softmax's result."
        near = seen["y"].shape == scores.shape and torch.allclose(seen["y"], scores.softmax(-1), rtol=3e-4, atol=1e-5)
        assert_matches(seen["y"], scores.softmax(-1), what, mistakes, rtol=3e-4, atol=1e-20, hint=small if near else "")
        assert_matches(seen["eval"], seen["y"].detach(), f"{what} in eval mode, compared with training mode,", {
            other_in_eval: seen["eval"]}, rtol=3e-4, atol=1e-20)
        mistake = BETWEEN[between_layers(student)]
        assert_that(mistake is None, f"{what} is not right: the softmax is, but what it is made of is not.",
                    mistake and mistake.keeping(0.5))

    @pytest.mark.criterion("softmax")
    def test_gradients(self, student):
        """A loss reaches every weight and bias."""
        x, cotangent = torch.randn(5, 100), torch.randn(5, 10)
        seen = student(tiny, x, cotangent, torch.randn(NOISE))
        is_result(student, seen["y"], "TinyModel()(X)")
        parameters = [p.requires_grad_() for p in by_shape(seen["parameters"], TINY_SHAPES, "TinyModel()")]
        y = tiny_scores(x, parameters).softmax(-1)
        values_first(seen["y"], y, "TinyModel()(X)")
        expected = torch.autograd.grad((y * cotangent).sum(), parameters)
        check_gradients(seen["grads"], expected, seen["parameters"].values(), "TinyModel()")


def check_gradients(seen, expected, held, what):
    """Every parameter of those that are `held` has its gradient; found by shape."""
    held = [tuple(p.shape) for p in held]
    for gradient in expected:
        shape = tuple(gradient.shape)
        own = [g for g in seen if g is not None and tuple(g.shape) == shape]
        if shape not in held:
            continue  # of a bias that is missing
        assert_that(own, f"After {what}(X) and backward there is no gradient for the parameter of shape {shape}.",
                    gradient_cut)
        assert_matches(own[0], gradient, f"{what}'s gradient for the parameter of shape {shape}", rtol=1e-3, atol=1e-4)


# ---- conv_output_size ------------------------------------------------------------------------------------------------

plus_one_inside = misconception(
    "plus-one-inside",
    "This is the result where the 1 is added before the division by the stride. The 1 counts the first place of the window;"
    " the division counts the steps from there.", keeps=0.4)
plus_one_missing = misconception(
    "plus-one-missing",
    "This is the number of steps that the window can take. The place where it starts counts as well.", keeps=0.4)
not_floored = misconception(
    "not-floored",
    "The division leaves a fraction, but a window has whole places only. The rest does not count.")
rounds = misconception(
    "rounds",
    "The division was rounded up, or to the nearest whole number. A window that does not fit as a whole does not count.")
padding_counted_once = misconception(
    "padding-counted-once",
    "This is the result for padding at one end of each axis; it is added at both ends.", keeps=0.3)
dilation_ignored = misconception(
    "dilation-ignored",
    "This is the result without dilation, which spreads the window over more pixels.", keeps=0.3)
dilation_times_kernel = misconception(
    "dilation-times-kernel",
    "The dilated window was taken to be too large. There is one gap less than there are pixels in the kernel.", keeps=0.3)
width_from_new_height = misconception(
    "width-from-new-height",
    "The width was computed from the new height. Look for a variable that is overwritten too early, or for a wrong index.")
height_for_both = misconception(
    "height-for-both",
    "The width was computed with the settings of the height; each axis has its own settings.")
axes_swapped = misconception("axes-swapped", "Height and width are swapped; the height comes first.")
pool_stride_one = misconception(
    "pool-stride-one",
    "This is the result for a stride of 1. Where no stride is given, a pooling window moves by its own size.")
pool_stride_ignored = misconception(
    "pool-stride-ignored",
    "This is the result for a stride as large as the kernel; here another stride was given.")
window_too_large = misconception(
    "window-too-large",
    "The window is larger than the padded input, so there is no place for it. Check this first: a division may hide it.")
one_axis_fits = misconception(
    "one-axis-fits",
    "Along one of the two axes the window does not fit, and that is enough for an error. Look at each axis by itself.")
keywords_refused = misconception(
    "keywords-refused", "A call may give arguments by name: each has to be called as in the first line of the exercise.", keeps=0.7)
numpy_number = misconception(
    "numpy-number",
    "NumPy's whole numbers have types of their own, which not everything that needs an int accepts.")
padding_not_checked = misconception(
    "padding-not-checked",
    "With its padding the input is large enough for this window. Look at what is compared.")


@probe
def right_places(student):
    """A stand-in for conv_output_size, for what builds on it. It counts, and is not the answer to that exercise."""
    def window_places(size, kernel, stride=1, padding=0, dilation=1):
        if isinstance(size, int):
            places = len(range(-padding, size + padding - dilation * (kernel - 1), stride))
            if not places:
                raise ValueError("the window does not fit")
            return places
        pairs = [[v, v] if isinstance(v, int) else v for v in (size, kernel, stride, padding, dilation)]
        return tuple(window_places(*axis) for axis in zip(*pairs))

    return window_places


@probe
def output_sizes(student, name, cases):
    """What the function says of each case (its arguments in order), or the name of what it raises.

    {"type": ...} stands for an answer of another type than an int (or float) for an int, a tuple or list for a tuple.
    """
    def plain(value):
        whole = isinstance(value, numbers.Integral) and not isinstance(value, bool)
        return int(value) if whole else float(value) if isinstance(value, float) else type(value).__name__

    if name == "pool_output_size":
        student.networks.conv_output_size = right_places(student)  # in case it builds on that function
    function, answers = getattr(student, name), []
    for case in cases:
        try:
            answer = function(*[tuple(value) if isinstance(value, list) else value for value in case])
        except NotImplementedError:
            raise
        except ValueError:
            answers.append("ValueError")
            continue
        if isinstance(case[0], list) and isinstance(answer, (tuple, list)):
            answers.append([plain(value) for value in answer])
        elif not isinstance(case[0], list) and type(answer) in (int, float):
            answers.append(answer)
        else:
            whole = isinstance(answer, numbers.Integral) and not isinstance(answer, bool)
            answers.append({"type": type(answer).__name__, "value": int(answer) if whole else None})
    return answers


@probe
def takes(student, name, case):
    """Whether the function gets through the case; a ValueError is an answer too."""
    try:
        output_sizes(student, name, [case])
    except NotImplementedError:
        raise
    except Exception:
        return False
    return True


def taken(student, name, cases):
    """The cases without pairs that stop it with an error: whether it takes pairs is another check's."""
    return [case for case in cases if all(isinstance(value, int) for value in case) or student(takes, name, case)]


@probe
def sizes_by_name(student, name, size, kernel, others):
    """What the function says where the others are given in order, and by name; None where it fails already in order."""
    if name == "pool_output_size":
        student.networks.conv_output_size = right_places(student)  # in case it builds on that function
    function = getattr(student, name)
    try:
        plain = repr(function(size, kernel, *others.values()))
    except NotImplementedError:
        raise
    except Exception:
        return [None, None]
    try:
        return [plain, repr(function(size, kernel, **others))]
    except Exception as error:
        return [plain, described(error)]


def places(n, k, s=1, p=0, d=1):
    """How many places a window has, counted."""
    return len(range(0, n + 2 * p - d * (k - 1), s))


def wrong_places(n, k, s, p, d):
    """The number of places by each mistake, for one axis; some mistakes are made in several ways."""
    room = n + 2 * p - d * (k - 1) - 1
    return {
        plus_one_inside: [(room + 1) // s, (n - k + 2 * p + 1) // s],
        plus_one_missing: [room // s],
        not_floored: [room / s + 1],
        rounds: [round(room / s) + 1, math.ceil(room / s) + 1, math.floor(room / s + 0.5) + 1, round(room / s + 1)],
        padding_counted_once: [(room - p) // s + 1],
        dilation_ignored: [(n + 2 * p - k) // s + 1],
        dilation_times_kernel: [(n + 2 * p - d * k) // s + 1],
    }


def settings(name, case):
    """(size, kernel, stride, padding, dilation) of each axis of a case: the arguments of the function, in order."""
    size, kernel, *others = case
    stride, padding, dilation = (others + [None, 0, 1][len(others):])
    if stride is None:
        stride = kernel if name == "pool_output_size" else 1
    both = [[v, v] if isinstance(v, int) else v for v in (size, kernel, stride, padding, dilation)]
    return list(zip(*both)) if isinstance(size, list) else [(size, kernel, stride, padding, dilation)]


def input_size(kernel, stride=1, padding=0, dilation=1, rest=0, steps=(4, 8)):
    """A random size in which `rest` pixels are left over: it decides which mistakes show."""
    return dilation * (kernel - 1) + 1 - 2 * padding + stride * random.randint(*steps) + rest


def answers(name, cases, rule):
    """What `rule` makes of each axis of each case."""
    found = [[rule(*axis) for axis in settings(name, case)] for case in cases]
    return [answer if isinstance(case[0], list) else answer[0] for case, answer in zip(cases, found)]


def call(name, case):
    """As a student would write it."""
    return f"{name}({', '.join(str(tuple(v) if isinstance(v, list) else v) for v in case)})"


def shown(answer):
    if isinstance(answer, dict):
        return f"of type {answer['type']}"
    return str(tuple(answer) if isinstance(answer, list) else answer)


def as_numbers(answer):
    """An answer of the right form, rounded down: whether it is an int is another check's."""
    if isinstance(answer, list):
        return [as_numbers(value) for value in answer]
    return math.floor(answer) if isinstance(answer, float) and math.isfinite(answer) else answer


def name_mistakes(seen, expected, name, cases, mistakes=()):
    """Where one mistake explains all answers, fail with it; `mistakes` has those of this check alone."""
    options = [(mistake, answers(name, cases, lambda *axis: wrong_places(*axis)[mistake][i]))
               for mistake, ways in wrong_places(9, 3, 1, 0, 1).items() for i in range(len(ways))]
    for mistake, wrong in [*mistakes, *options]:
        if seen == wrong and seen != expected:
            i = next(i for i in range(len(cases)) if seen[i] != expected[i])
            fact = f"{call(name, cases[i])} is {shown(seen[i])}, which is not right."
            # several checks show this one: said in the same words, the student reads it once
            assert_that(False, f"{name} counts one place too few." if mistake is plus_one_missing else fact, mistake)


def check_answers(seen, expected, name, cases):
    for case, answer, right in zip(cases, seen, expected):
        assert_that(answer != "ValueError", f"{call(name, case)} raised ValueError, but the window fits.")
        if isinstance(answer, dict):
            size, wanted = ("a pair", "a tuple") if isinstance(right, list) else ("an int", "an int")
            assert_that(False, f"{name} with {size} as its size is {shown(answer)}; {wanted} is expected.",
                        numpy_number if answer["type"].startswith(("int", "uint")) else None)
        as_float = [float(v) for v in right] if isinstance(right, list) else float(right)
        assert_matches(answer, right, call(name, case), {not_floored: as_float})


def check_places(student, name, cases, mistakes=()):
    """Compare all answers, rounded down."""
    seen, expected = as_numbers(student(output_sizes, name, cases)), answers(name, cases, places)
    seen = [answer["value"] if isinstance(answer, dict) and answer.get("value") is not None else answer for answer in seen]
    name_mistakes(seen, expected, name, cases, mistakes)
    check_answers(seen, expected, name, cases)


def check_pairs(student, name, cases, mistakes):
    """A pair is what the function itself says of each axis, right or wrong: that is another check's."""
    seen = as_numbers(student(output_sizes, name, cases))
    axes = [[value[i] if isinstance(value, list) else value for value in case] for case in cases for i in (0, 1)]
    single = as_numbers(student(output_sizes, name, axes))
    right = answers(name, axes, places)
    single = [answer if isinstance(answer, int) else number for answer, number in zip(single, right)]
    expected = [[height, width] for height, width in zip(single[::2], single[1::2])]
    presuppose(seen != [case[0] for case in cases], f"{name} computes nothing from the sizes yet.")
    for mistake, wrong in mistakes:
        if seen == wrong and seen != expected:
            i = next(i for i in range(len(cases)) if seen[i] != expected[i])
            assert_that(False, f"{call(name, cases[i])} is {shown(seen[i])}, which is not right.", mistake)
    check_answers(seen, expected, name, cases)


def check_fits(student, name, cases, padded):
    """A number where the window just fits. `padded` fits only with its padding, even if that is counted once."""
    cases = taken(student, name, cases)
    refused = [answer == "ValueError" for answer in student(output_sizes, name, [*cases, padded])]
    for case, no in zip([*cases, padded], refused):
        assert_that(not no, f"{call(name, case)} raised ValueError, but the window fits.",
                    padding_not_checked if refused[-1] else None)


def check_refused(student, name, cases):
    """ValueError where no window fits."""
    cases = taken(student, name, cases)
    for case, answer in zip(cases, student(output_sizes, name, cases)):
        mistake = one_axis_fits if isinstance(case[0], list) else window_too_large
        if len(case) > 4:
            mistake = dilation_ignored if answer == places(*case[:4]) else window_too_large
        assert_that(answer == "ValueError", f"{call(name, case)} returned {shown(answer)}; a ValueError is expected.",
                    mistake)


@pytest.mark.exercise("conv_output_size")
class TestConvOutputSize:
    @pytest.mark.criterion("formula")
    def test_plain(self, student):
        """A convolution without further arguments: it moves by one and has no padding."""
        check_places(student, "conv_output_size", [[random.randint(9, 40), random.randint(1, 7)] for _ in range(5)])

    @pytest.mark.criterion("formula")
    def test_stride_and_padding(self, student):
        """Stride and padding, where the division leaves no rest."""
        cases = []
        for stride, padding in [(2, 0), (3, 1), (4, 2), (3, 0), (2, 3), (5, 1), (1, 2)]:
            kernel = random.randint(3, 6)
            cases.append([input_size(kernel, stride, padding), kernel, stride, padding])
        check_places(student, "conv_output_size", cases)

    @pytest.mark.criterion("whole")
    def test_rounded_down(self, student):
        """Where the division leaves a rest, that does not count, and the answer is an int."""
        cases = [[input_size(3, 2), 3, 2]]
        for stride, padding, rest in [(2, 0, 1), (3, 1, 2), (2, 3, 1), (5, 1, 2), (4, 2, 3)]:
            kernel = random.randint(3, 6)
            cases.append([input_size(kernel, stride, padding, 1, rest), kernel, stride, padding])
        seen, expected = student(output_sizes, "conv_output_size", cases), answers("conv_output_size", cases, places)
        for mistake in (plus_one_inside, plus_one_missing, padding_counted_once):
            presuppose(seen != answers("conv_output_size", cases, lambda *axis: wrong_places(*axis)[mistake][0]),
                       "The number of places is wrong already before the rounding.")
        name_mistakes(seen, expected, "conv_output_size", cases)
        check_answers(seen, expected, "conv_output_size", cases)

    @pytest.mark.criterion("whole")
    @pytest.mark.parametrize("name", ["conv_output_size", "pool_output_size"])
    def test_whole_everywhere(self, student, name):
        """The answer is made of ints for pairs and for pooling too."""
        cases = [[[input_size(3, 2, 1, 1, 1), input_size(4, 3, 0, 1, 2)], [3, 4], [2, 3], [1, 0]],
                 [[input_size(4, 2, 0, 1, 0), input_size(2, 2, 0, 1, 1)], [4, 2], 2]]
        if name == "pool_output_size":
            cases += [[input_size(5, 5, 0, 1, 3), 5], [input_size(2, 2), 2], [input_size(3, 2, 1, 1, 1), 3, 2, 1]]
        cases = taken(student, name, cases)
        seen, right = student(output_sizes, name, cases), answers(name, cases, places)
        for case, answer, floored, expected in zip(cases, seen, as_numbers(seen), right):
            values = answer if isinstance(answer, list) else [answer]
            if floored == expected:  # or else the number of places is wrong, which is another check's
                assert_that(all(isinstance(value, int) for value in values), f"{call(name, case)} is {shown(answer)}; "
                            f"{'a tuple of ints' if isinstance(answer, list) else 'an int'} is expected.", not_floored.keeping(0.4))

    @pytest.mark.criterion("formula")
    def test_arguments_by_name(self, student):
        """Stride, padding and dilation may be given by name."""
        rules = {"conv_output_size": {"stride": 2, "padding": 1, "dilation": 2}, "pool_output_size": {"stride": 2, "padding": 1}}
        for name, others in rules.items():
            plain, named = student(sizes_by_name, name, 17, 3, others)
            wrong = plain and named and plain != named
            assert_that(not wrong, f"{name} does not answer alike where {', '.join(others)} are given by name: {named}.",
                        keywords_refused)

    @pytest.mark.criterion("formula")
    def test_dilation(self, student):
        """Dilation spreads the window over more pixels."""
        cases = []
        for *others, rest in [(1, 0, 2, 0), (2, 1, 3, 0), (3, 2, 2, 0), (1, 1, 4, 0), (2, 0, 3, 0)]:
            kernel = random.randint(2, 5)
            cases.append([input_size(kernel, *others, rest), kernel, *others])
        check_places(student, "conv_output_size", cases)

    @pytest.mark.criterion("pairs")
    def test_pairs(self, student):
        """Height and width have their own numbers; a single int holds for both."""
        name = "conv_output_size"
        few, many = (6, 9), (20, 25)
        cases = [
            [[input_size(3, 1, 0, 2, 0, many), input_size(5, 2, 2, 1, 0, few)], [3, 5], [1, 2], [0, 2], [2, 1]],
            [[input_size(4, 3, 1, 1, 2, few), input_size(4, 1, 1, 1, 0, many)], 4, [3, 1], 1],
            [[input_size(2, 2, 1, 1, 0, few), input_size(6, 2, 3, 1, 1, many)], [2, 6], 2, [1, 3], 1],
        ]
        axes = [settings(name, case) for case in cases]
        check_pairs(student, name, cases, [
            (width_from_new_height, [[places(*h), places(places(*h), *w[1:])] for h, w in axes]),
            (width_from_new_height, [[places(*h), places(places(*h), *h[1:])] for h, w in axes]),
            (height_for_both, [[places(*h), places(w[0], *h[1:])] for h, w in axes]),
            (height_for_both, [[places(*h)] * 2 for h, w in axes]),
            (axes_swapped, [[places(*w), places(*h)] for h, w in axes])])

    @pytest.mark.criterion("error")
    def test_just_fits(self, student):
        """No error where the window is just as large as the input with its padding."""
        check_fits(student, "conv_output_size", [[5, 5], [3, 5, 2, 1], [[6, 3], [5, 5], 1, [0, 1]]], [4, 5, 3, 1])

    @pytest.mark.criterion("error")
    def test_does_not_fit(self, student):
        """ValueError where no window fits."""
        check_fits(student, "conv_output_size", [[8, 3]], [9, 10, 2, 1])
        n = random.randint(5, 9)
        check_refused(student, "conv_output_size", [
            [n, n + 1], [n, n + 3, 5, 1], [2 * n, n + 2, 3, 0, 2], [[n, 3], [2, 4]], [[3, n], 5, 4, [0, 1]]])

    @pytest.mark.criterion("pool")
    def test_pool_default_stride(self, student):
        """A pooling window whose stride is not given moves by its own size."""
        cases = [[input_size(k, k, rest=rest), k] for k, rest in [(2, 0), (2, 1), (3, 2), (4, 3), (5, 0)]]
        overlapping = answers("pool_output_size", cases, lambda n, k, s, p, d: places(n, k, 1, p))
        check_places(student, "pool_output_size", cases, [(pool_stride_one, overlapping)])

    @pytest.mark.criterion("pool")
    def test_pool_stride_and_padding(self, student):
        """Pooling with a stride of its own, and padding; None stands for no stride."""
        cases = [[17, 3, None, 1], [22, 4, None, 2]]
        for kernel, stride, padding, rest in [(3, 2, 1, 1), (2, 3, 1, 2), (5, 4, 2, 0), (4, 3, 0, 0), (3, 1, 0, 0)]:
            cases.append([input_size(kernel, stride, padding, 1, rest, (12, 20)), kernel, stride, padding])
        by_kernel = answers("pool_output_size", cases, lambda n, k, s, p, d: places(n, k, k, p))
        by_one = answers("pool_output_size", [[n, k, s or 1, p] for n, k, s, p in cases], places)
        mistakes = [(pool_stride_ignored, by_kernel), (pool_stride_one, by_one)]
        check_places(student, "pool_output_size", cases, mistakes)

    @pytest.mark.criterion("pairs")
    def test_pool_pairs(self, student):
        """Pooling with height and width of their own."""
        h, w = input_size(2, 2, steps=(15, 19)), input_size(3, 3, rest=2, steps=(16, 19))
        cases = [
            [[h, w], [2, 3]], [[w, h], [4, 2], [3, 1], [2, 1]], [[h, w], 3, [1, 2]], [[w, h], [2, 5], [3, 2], [0, 2]]]
        swapped = [answer[::-1] for answer in answers("pool_output_size", cases, places)]
        overlapping = answers("pool_output_size", [[*case, 1] if len(case) < 3 else [*case[:2], case[2] or 1, *case[3:]]
                                                   for case in cases], places)
        check_pairs(student, "pool_output_size", cases, [(axes_swapped, swapped), (pool_stride_one, overlapping)])

    @pytest.mark.criterion("error")
    def test_pool_does_not_fit(self, student):
        """ValueError where no pooling window fits."""
        check_fits(student, "pool_output_size", [[3, 3], [2, 4, 4, 1]], [3, 4, 4, 1])
        n = random.randint(3, 6)
        check_refused(student, "pool_output_size", [[n, n + 1], [1, 4, 4, 1], [[8, n], [2, n + 2]], [[1, 9], 2, 3]])


# ---- LeNet -----------------------------------------------------------------------------------------------------------

view_mixes_batches = misconception(
    "view-mixes-batches",
    "Images of the wrong size were accepted: the flattening cut all numbers into rows of the expected size, across the "
    "borders between images. Keep the batch axis.")
flatten_eats_the_batch = misconception(
    "flatten-eats-the-batch",
    "The flattening made one long vector of all images. The first axis, the batch, has to stay.")
relu_on_logits = misconception(
    "relu-on-logits",
    "This is the result with a ReLU after the last linear layer: no score is negative. Nothing should follow "
    "that layer.", keeps=0.4)
softmax_on_logits = misconception(
    "softmax-on-logits",
    "The scores were turned into probabilities or their logarithms. The exercise asks for the scores.", keeps=0.4)
relu_missing = misconception("relu-missing", "This is the result where at least one of the four ReLUs is left out.")
default_kernel = misconception(
    "default-kernel", "Without an argument the second convolution has another kernel than the exercise gives it.")
average_pooling = misconception(
    "average-pooling",
    "This is the result with average pooling; the exercise asks for max pooling.")
other_picture_size = misconception(
    "other-picture-size",
    "When the images are flattened, their height and width are not those of the exercise. Look for padding, another kernel,"
    " or a pooling too many or too few.", keeps=0.3)
wrong_flat_size = misconception(
    "wrong-flat-size",
    "The first linear layer expects another number of inputs than a flattened image has. Each convolution and each pooling "
    "makes the image smaller, and the second kernel counts.", keeps=0.3)
second_kernel_ignored = misconception(
    "second-kernel-ignored",
    "The second convolution has the same kernel whatever argument the constructor gets.")


def lenet_shapes(kernel):
    flat = 16 * ((15 - kernel) // 2) ** 2
    return [(6, 1, 5, 5), (6,), (16, 6, kernel, kernel), (16,), (120, flat), (120,), (84, 120), (84,), (10, 84), (10,)]


@probe
def make_lenet(student, kernel):
    """A LeNet; where it uses the functions of the exercise before, right ones stand in for them."""
    window_places = right_places(student)

    def pool_places(size, kernel, stride=None, padding=0):
        return window_places(size, kernel, stride or kernel, padding)

    student.networks.conv_output_size = window_places
    student.networks.pool_output_size = pool_places
    return student.LeNet() if kernel is None else student.LeNet(kernel)


@probe
def lenet_parameters(student, kernel):
    """The shapes of the parameters, and the error of a forward pass if there is one."""
    net, error = make_lenet(student, kernel), None
    try:
        net(torch.zeros(2, 1, 32, 32))
    except NotImplementedError:
        raise
    except Exception as e:
        error = described(e)
    lazy = nn.parameter.UninitializedTensorMixin
    return {"shapes": [list(p.shape) for p in net.parameters() if not isinstance(p, lazy)], "error": error}


@probe
def lenet(student, kernel, x, cotangent, noise, mode=True):
    net = make_lenet(student, kernel).train(mode)
    try:
        net(x)  # a lazy layer gets its parameters now
    except RuntimeError:  # a flat size that does not fit is another check's: the layer gets the one that it is given
        for parent in list(net.modules()):
            for name, part in list(parent.named_children()):
                if isinstance(part, nn.Linear) and part.out_features == 120:
                    setattr(parent, name, nn.LazyLinear(120))
        net(x)
    parameters = fill(net, noise)
    net.zero_grad()
    given = []
    for part in net.modules():
        if isinstance(part, nn.Linear) and part.out_features == 10:
            part.register_forward_hook(lambda module, args, output: given.append(output.clone()))
    y = net(x)
    if isinstance(y, torch.Tensor) and y.requires_grad and y.shape == cotangent.shape:
        (y * cotangent).sum().backward()
    return {"parameters": parameters, "y": y, "last layer": torch.cat([rows.reshape(-1, 10) for rows in given]) if given else None,
            "grads": [p.grad for p in net.parameters()]}


@probe
def lenet_batches(student, counts):
    """The shape of the output for each number of images, or the error."""
    net, seen = make_lenet(student, None), []
    for count in counts:
        try:
            y = net(torch.randn(count, 1, 32, 32))
            seen.append(list(y.shape) if isinstance(y, torch.Tensor) else None if y is None else [])
        except NotImplementedError:
            raise
        except Exception as error:
            seen.append(described(error))
    return seen


@probe
def lenet_other_size(student, kernel, size, counts):
    """The shape of the output for images of another size, or None where they raise, after one of the right size."""
    net, seen = make_lenet(student, kernel), []
    right = net(torch.randn(1, 1, 32, 32))
    for count in counts:
        try:
            y = net(torch.randn(count, 1, size, size))
            seen.append(list(y.shape) if isinstance(y, torch.Tensor) else [])
        except Exception:
            seen.append(None)
    return {"right": right.numel() if isinstance(right, torch.Tensor) else None, "seen": seen}


def lenet_scores(x, parameters, pool=F.max_pool2d, relus=(True, True, True, True), activation=torch.relu):
    layers = zip(parameters[::2], parameters[1::2], [*relus, False])
    for i, (weight, bias, relu) in enumerate(layers):
        x = x if i < 2 else x.flatten(1)
        presuppose(x.shape[1] == weight.shape[1],
                   "LeNet(5)'s layers do not have the sizes of the exercise yet, so its scores cannot be judged.")
        x = F.conv2d(x, weight, bias) if i < 2 else x @ weight.t() + bias
        x = activation(x) if relu else x
        x = pool(x, 2) if i < 2 else x
    return x


SOME_RELUS = [relus for relus in itertools.product([False, True], repeat=4) if not all(relus)]


@pytest.mark.exercise("LeNet")
class TestLeNet:
    @pytest.mark.criterion("layers")
    @pytest.mark.parametrize("kernel", [None, 3], ids=["default", "3"])
    def test_parameters(self, student, kernel):
        """The layers have the sizes of the exercise, for either second kernel."""
        seen = student(lenet_parameters, kernel)
        what, expected = f"LeNet({kernel or ''})", lenet_shapes(kernel or 5)
        shapes = [tuple(shape) for shape in seen["shapes"]]
        other = 8 - (kernel or 5)
        mistake = None
        if (16, 6, other, other) in shapes:
            mistake = second_kernel_ignored if kernel else default_kernel
        elif any(len(shape) == 2 and shape[0] == 120 and shape[1] > 120 and shape not in expected for shape in shapes):
            mistake = wrong_flat_size if seen["error"] else other_picture_size
        check_shapes(shapes, expected, what, mistake)

    @pytest.mark.criterion("layers")
    def test_other_kernel(self, student):
        """The layers also fit each other with a second kernel of 3."""
        seen = student(lenet_parameters, 3)
        assert_that(
            not seen["error"] or student(lenet_parameters, None)["error"],
            f"LeNet(3)(X) with X of shape (2, 1, 32, 32) raised {seen['error']}.",
            wrong_flat_size,
        )

    @pytest.mark.criterion("steps")
    def test_values(self, student):
        """The scores of each image."""
        for _ in range(5):
            x = torch.randn(3, 1, 32, 32)
            seen = student(lenet, 5, x, torch.randn(3, 10), torch.randn(NOISE))
            is_result(student, seen["y"], "LeNet(5)(X)")
            parameters = by_shape(seen["parameters"], lenet_shapes(5), "LeNet(5)")
            scores = lenet_scores(x, parameters)
            if scores.min() < -0.1:  # so that a ReLU on the scores shows
                break
        assert_matches(seen["y"], scores, "LeNet(5)(X) with X of shape (3, 1, 32, 32)", lambda: {
            relu_on_logits: scores.clamp(min=0),
            softmax_on_logits: nearest(seen["y"], scores.softmax(1), scores.log_softmax(1)),
            relu_missing: nearest(seen["y"], *[lenet_scores(x, parameters, relus=relus) for relus in SOME_RELUS]),
            other_activation: nearest(seen["y"], *[lenet_scores(x, parameters, activation=other) for other in OTHERS]),
            average_pooling: lenet_scores(x, parameters, F.avg_pool2d)}, rtol=1e-3, atol=1e-4,
            hint=lambda: self.alone(student, x[:1]))

    def alone(self, student, x):
        """What is to be said where one image alone has the right scores."""
        seen = student(lenet, 5, x, torch.randn(1, 10), torch.randn(NOISE))
        right = lenet_scores(x, by_shape(seen["parameters"], lenet_shapes(5), "LeNet(5)"))
        alike = isinstance(seen["y"], torch.Tensor) and seen["y"].shape == right.shape
        if alike and torch.allclose(seen["y"], right, rtol=1e-3, atol=1e-4):
            return "One image alone has the right scores; in a batch those of several are mixed: look at how each is flattened."
        return "Look at the steps one by one, in the order of the exercise."

    @pytest.mark.criterion("after")
    def test_nothing_follows(self, student):
        """The result is what the last linear layer gives, in training mode and in eval mode."""
        self.judge_end(student, True)
        self.judge_end(student, False)

    def judge_end(self, student, mode):
        x = torch.randn(3, 1, 32, 32)
        seen = student(lenet, 5, x, torch.randn(3, 10), torch.randn(NOISE), mode)
        y, what = seen["y"], f"LeNet(5)(X) with X of shape (3, 1, 32, 32){'' if mode else ' in eval mode'}"
        is_result(student, y, "LeNet(5)(X)")
        inside = seen["last layer"]
        if inside is None:  # the layer was used without a call of it
            inside = lenet_scores(x, by_shape(seen["parameters"], lenet_shapes(5), "LeNet(5)"))
        assert_matches(y, inside, f"{what}, compared with what the last linear layer gives,", {
            relu_on_logits.keeping(0.0): inside.clamp(min=0),
            softmax_on_logits.keeping(0.0): nearest(y, inside.softmax(-1), inside.log_softmax(-1))}, rtol=1e-3, atol=1e-4)

    @pytest.mark.criterion("flat")
    def test_batches(self, student):
        """One image or several: a row of ten scores for each."""
        counts = [1, 2, 7]
        seen = student(lenet_batches, counts)
        first, *others = seen
        is_result(student, first, "LeNet(5)(X)")
        eaten = not isinstance(first, str)
        eaten = eaten and all(isinstance(shape, str) or shape[:1] != [n] for n, shape in zip(counts[1:], others))
        for count, shape in zip(counts, seen):
            what = f"LeNet()(X) with X of shape ({count}, 1, 32, 32)"
            assert_that(not isinstance(shape, str), f"{what} raised {shape}.",
                        flatten_eats_the_batch if eaten else None)
            assert_that(shape == [count, 10], f"{what} has shape {tuple(shape)}; shape ({count}, 10) is expected.",
                        flatten_eats_the_batch if eaten else None)

    @pytest.mark.criterion("flat")
    def test_other_sizes(self, student):
        """Images of another size raise an error, however many there are."""
        counts = [1, 2, 25, 36]
        seen = student(lenet_other_size, 5, 28, counts)
        is_result(student, seen["right"], "LeNet(5)(X)")
        presuppose(seen["right"] == 10, "LeNet(5)(X) with one image of 32 x 32 should have ten scores.")
        for count, shape in zip(counts, seen["seen"]):
            mixed = shape and shape[:1] != [count]
            assert_that(shape is None, f"LeNet(5)(X) with X of shape ({count}, 1, 28, 28) returned shape "
                        f"{tuple(shape or ())}; an error is expected, as the layers fit images of 32 x 32 only.",
                        view_mixes_batches if mixed else None)

    @pytest.mark.criterion("steps")
    def test_gradients(self, student):
        """A loss reaches every weight and bias."""
        x, cotangent = torch.randn(3, 1, 32, 32), torch.randn(3, 10)
        seen = student(lenet, 5, x, cotangent, torch.randn(NOISE))
        is_result(student, seen["y"], "LeNet(5)(X)")
        parameters = [p.requires_grad_() for p in by_shape(seen["parameters"], lenet_shapes(5), "LeNet()")]
        scores = lenet_scores(x, parameters)
        values_first(seen["y"], scores, "LeNet(5)(X)")
        expected = torch.autograd.grad((scores * cotangent).sum(), parameters)
        check_gradients(seen["grads"], expected, seen["parameters"].values(), "LeNet()")


# ---- LSTMTagger ------------------------------------------------------------------------------------------------------

TAGGER_KEEPS = 0.35  # of what forward computes, where the return is missing

hidden_kept = misconception(
    "hidden-kept",
    "The state after one sentence was the start of the next one. Look for a state that is kept on self between calls.")
random_start = misconception(
    "random-start",
    "The answer is random. Look for random numbers in forward, or for a state that should start at zeros.")
no_recurrence = misconception(
    "no-recurrence",
    "Every token was treated as a sentence of its own, so that no state passes from token to token. Look at which axis the "
    "LSTM takes for time, and which for the batch.", keeps=0.0)
log_softmax_axis_0 = misconception(
    "log-softmax-axis-0",
    "The log-softmax ran along the tokens, as it also does for three axes where none is named. It should run along the "
    "tags, so that each token's probabilities add up to 1.")
softmax = misconception("softmax", "These are probabilities; the exercise asks for their logarithms.")
no_log_softmax = misconception(
    "no-log-softmax",
    "These are the scores of the linear layer; they have to become log-probabilities.")
last_state_only = misconception(
    "last-state-only",
    "Only the last state of the sentence was used. Each token needs a row made of the state at that token; nn.LSTM returns "
    "the states of all tokens as well.")
reads_backwards = misconception("reads-backwards", "The LSTM read the sentence from its last token to its first.")
sizes_hard_coded = misconception(
    "sizes-hard-coded",
    "A layer's size does not follow the constructor's arguments: it is fixed, or two arguments changed places.")


@probe
def tagger_layers(student, sizes):
    net = student.LSTMTagger(*sizes)
    seen = {"embedding": [], "recurrent": [], "linear": [], "parameters": [], "kinds": []}
    lazy = nn.parameter.UninitializedTensorMixin
    if any(isinstance(p, lazy) for p in net.parameters()):
        net(torch.tensor([0, 1]))
    for part in net.modules():
        if isinstance(part, nn.Embedding):
            seen["embedding"].append([part.num_embeddings, part.embedding_dim])
        elif isinstance(part, (nn.LSTM, nn.LSTMCell)):
            seen["recurrent"].append([part.input_size, part.hidden_size])
            seen["both ways"] = bool(getattr(part, "bidirectional", False))
        elif isinstance(part, nn.Linear):
            seen["linear"].append([part.in_features, part.out_features])
    seen["parameters"] = [list(p.shape) for p in net.parameters()]
    return seen


@probe
def own_sizes(net, sizes):
    """The sizes that the layers really have, where there is one of each kind and they fit each other; or else `sizes`."""
    kinds = nn.Embedding, (nn.LSTM, nn.LSTMCell), nn.Linear
    found = [[part for part in net.modules() if isinstance(part, kind)] for kind in kinds]
    if [len(parts) for parts in found] != [1, 1, 1]:
        return sizes
    (table,), (recurrent,), (linear,) = found
    fits = table.embedding_dim == recurrent.input_size and recurrent.hidden_size == linear.in_features
    return [table.embedding_dim, linear.in_features, table.num_embeddings, linear.out_features] if fits else sizes


@probe
def tag(student, sizes, sentences, noise, still=False, mode=True):
    """What a new network says of these sentences, one after another; where it is to be `still`, all that forward draws is 0."""
    net = student.LSTMTagger(*sizes)
    lazy = nn.parameter.UninitializedTensorMixin
    if any(isinstance(p, lazy) for p in net.parameters()):
        net(sentences[0])
    parameters = fill(net.train(mode), noise)
    draws = {name: getattr(torch, name) for name in ("randn", "rand") if still}
    for name in draws:
        setattr(torch, name, torch.zeros)
    try:
        y = [net(sentence) for sentence in sentences]
    finally:
        for name, draw in draws.items():
            setattr(torch, name, draw)
    return {"parameters": parameters, "y": y, "sizes": own_sizes(net, sizes)}


@probe
def tag_by_new_networks(student, sizes, sentence, noise):
    """What two new networks with the same parameters say of a sentence."""
    return [tag(student, sizes, [sentence], noise)["y"][0] for _ in range(2)]


@probe
def tag_and_learn(student, sizes, sentences, cotangents, noise):
    """Backward for one sentence after another; the gradients add up."""
    net = student.LSTMTagger(*sizes)
    lazy = nn.parameter.UninitializedTensorMixin
    if any(isinstance(p, lazy) for p in net.parameters()):
        net(sentences[0])
    parameters = fill(net, noise)
    net.zero_grad()
    tags = []
    for i, (sentence, cotangent) in enumerate(zip(sentences, cotangents)):
        y = net(sentence)
        if not isinstance(y, torch.Tensor) or tuple(y.shape) != tuple(cotangent.shape):
            return {"shape": list(y.shape) if isinstance(y, torch.Tensor) else None}
        tags.append(y.detach().clone())
        try:
            (y * cotangent).sum().backward()
        except RuntimeError as error:
            if i == 0:
                raise
            return {"error": described(error)}
    grads = {name: p.grad for name, p in net.named_parameters()}
    return {"parameters": parameters, "y": torch.cat(tags), "grads": grads, "sizes": own_sizes(net, sizes)}


def tagger_shapes(sizes):
    e, h, v, t = sizes
    return [(v, e), (4 * h, e), (4 * h, h), (4 * h,), (4 * h,), (t, h), (t,)]


def tagger_parameters(parameters, sizes):
    """Embedding, input weight, hidden weight, the two biases in any order, linear weight and bias."""
    names = list(parameters)
    shapes = [tuple(p.shape) for p in parameters.values()]
    presuppose(Counter(shapes) == Counter(tagger_shapes(sizes)),
               "LSTMTagger(...) has parameters that do not fit the layers of the exercise.")
    found = []
    for shape in tagger_shapes(sizes):
        found.append(next(n for n in names if tuple(parameters[n].shape) == shape and n not in found))
    return found


def tagger_scores(parameters, sentence, recurrent=True):
    """The LSTM, written out."""
    embedding, w_input, w_hidden, b_input, b_hidden, weight, bias = parameters
    size = w_hidden.shape[1]
    h = c = torch.zeros(size)
    rows = []
    for token in sentence.tolist():
        gates = w_input @ embedding[token] + b_input + w_hidden @ h + b_hidden
        i, f, g, o = gates.split(size)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
        rows.append(weight @ h + bias)
        if not recurrent:
            h = c = torch.zeros(size)
    return torch.stack(rows)


def few_words(length):
    """Tokens that any embedding knows, whatever its size: for what does not depend on the words."""
    return torch.cat([torch.arange(3), torch.randint(3, (length,))])[:length][torch.randperm(length)]


def new_sentence(length, sizes):
    """Different tokens, token 0 among them, which an embedding may treat in a way of its own, and the last of the vocabulary."""
    middle = torch.randperm(sizes[2] - 2) + 1
    sentence = torch.cat([torch.tensor([0, sizes[2] - 1]), middle])[:length]
    return sentence[torch.randperm(length)]


def tag_results(scores):
    """What may have become of the scores: log-probabilities, and what is made in their place."""
    return [scores.log_softmax(1), scores, scores.softmax(1), scores.log_softmax(0), scores.softmax(0)]


def is_row_for_each(student, seen, sentence, sizes, what):
    is_result(student, seen, "LSTMTagger(...)(sentence)", TAGGER_KEEPS)
    shape = tuple(getattr(seen, "shape", ()))
    if len(sentence) > 1:
        assert_that(shape not in [(1, sizes[3]), (sizes[3],), (1, 1, sizes[3])], f"{what} has shape {shape}; a row "
                    "for each token is expected.", last_state_only)


def check_tags(student, seen, parameters, sentence, sizes):
    """The right scores for each token, whatever became of them: that is another check's."""
    what = f"LSTMTagger{tuple(sizes)}(sentence) with {len(sentence)} tokens"
    is_row_for_each(student, seen, sentence, sizes, what)
    scores = tagger_scores(parameters, sentence)
    assert_matches(seen, nearest(seen, *tag_results(scores)), what, {
        no_recurrence: nearest(seen, *tag_results(tagger_scores(parameters, sentence, recurrent=False))),
        last_state_only: nearest(seen, *tag_results(scores[-1:].expand_as(scores))),
        reads_backwards: nearest(seen, *tag_results(tagger_scores(parameters, sentence.flip(0)).flip(0)))},
        hint=lambda: first_wrong_row(seen, tag_results(scores)))


def first_wrong_row(seen, results):
    """Where to look, by whether the first token's row is right already."""
    if any(torch.allclose(seen[0], result[0], rtol=1e-4, atol=1e-5) for result in results):
        return "The first token's row is right: look at what goes from one token to the next."
    return "The first token's row is wrong already: look at which numbers the LSTM gets for each token, and in which order."


@pytest.mark.exercise("LSTMTagger")
class TestLSTMTagger:
    SIZES = [[3, 4, 11, 5], [7, 6, 13, 2]]  # an even number of hidden ones, for who halves it

    @pytest.mark.criterion("layers")
    @pytest.mark.parametrize("sizes", SIZES, ids=str)
    def test_layers(self, student, sizes):
        """The layers have the sizes that the constructor is given."""
        seen = student(tagger_layers, sizes)
        e, h, v, t = sizes
        wrong = (any(s != [v, e] for s in seen["embedding"]) or any(s != [e, h] for s in seen["recurrent"])
                 or any(s != [h, t] for s in seen["linear"])) and not seen.get("both ways")
        check_shapes(seen["parameters"], tagger_shapes(sizes), f"LSTMTagger{tuple(sizes)}",
                     sizes_hard_coded if wrong else None)

    @pytest.mark.criterion("recurrence")
    @pytest.mark.parametrize("sizes", SIZES, ids=str)
    def test_values(self, student, sizes):
        """The log-probabilities of each token's tags."""
        sentence = new_sentence(7, sizes)
        seen = student(tag, sizes, [sentence], torch.randn(NOISE), True)  # how the state starts is another check's
        names = tagger_parameters(seen["parameters"], seen["sizes"])
        check_tags(student, seen["y"][0], [seen["parameters"][n] for n in names], sentence, sizes)

    @pytest.mark.criterion("probabilities")
    @pytest.mark.parametrize("length", [1, 6])
    def test_probabilities(self, student, length):
        """Each token's row has log-probabilities: their exponentials add up to 1."""
        sizes = self.SIZES[0]
        sentence = few_words(length)
        seen = student(tag, sizes, [sentence], torch.randn(NOISE))
        (y,), what = seen["y"], f"LSTMTagger{tuple(sizes)}(sentence) with {length} token{'s' * (length > 1)}"
        is_result(student, y, "LSTMTagger(...)(sentence)", TAGGER_KEEPS)
        presuppose(isinstance(y, torch.Tensor) and y.is_floating_point() and y.dim() > 0, f"{what} should be a tensor of numbers.")
        presuppose(y.numel() > 1 and y.std() > 1e-6, f"{what} says the same of every tag: nothing is computed yet.")
        if length == 1:
            assert_that(y.dim() == 2, f"{what} has shape {tuple(y.shape)}; shape (1, {sizes[3]}) is expected.")
        mistake = no_log_softmax
        if y.dim() == 2 and bool(torch.isclose(y.exp().sum(0), torch.ones(y.shape[1]), atol=1e-4).all()):
            mistake = log_softmax_axis_0
        elif bool((y >= 0).all()) and any((y.sum(axis) - 1).abs().max() < 1e-4 for axis in range(y.dim())):
            mistake = softmax
        right = torch.allclose(y.exp().sum(-1), torch.ones(y.shape[:-1]), atol=1e-4)
        assert_that(right, f"{what} does not give log-probabilities: each token's exponentials should add up to 1.", mistake)

    @pytest.mark.criterion("start")
    def test_sentences_are_strangers(self, student):
        """The answer for a sentence does not depend on the sentences before it."""
        sizes = self.SIZES[1]
        one, two = few_words(6), few_words(4)
        seen = student(tag, sizes, [one, two, one], torch.randn(NOISE))
        first, between, again = seen["y"]
        new, newer = student(tag_by_new_networks, sizes, one, torch.randn(NOISE))
        for y in first, between, again, new, newer:
            is_result(student, y, "LSTMTagger(...)(sentence)", TAGGER_KEEPS)
            assert_that(isinstance(y, torch.Tensor) and y.is_floating_point(), "LSTMTagger's answer should be a "
                        "tensor of floating-point numbers.")

        def same(a, b):
            return a.shape == b.shape and torch.allclose(a, b, 1e-4, 1e-5)

        assert_that(same(new, newer), "Two LSTMTaggers with the same parameters answer differently.", random_start)
        assert_that(same(first, again), "LSTMTagger's answer for a sentence changed after another sentence was tagged.",
                    hidden_kept)
        first, _, again = student(tag, sizes, [one, two, one], torch.randn(NOISE), False, False)["y"]
        is_result(student, again, "LSTMTagger(...)(sentence)", TAGGER_KEEPS)
        assert_that(same(first, again), "In eval mode LSTMTagger's answer for a sentence changed after another sentence was "
                    "tagged.", hidden_kept.keeping(0.4))

    @pytest.mark.criterion("start")
    def test_learning_from_two_sentences(self, student):
        """Backward works for one sentence after another, with the right gradients."""
        sizes = self.SIZES[0]
        sentences = [few_words(5), few_words(3)]
        cotangents = [torch.randn(5, sizes[3]), torch.randn(3, sizes[3])]
        seen = student(tag_and_learn, sizes, sentences, cotangents, torch.randn(NOISE))
        what = f"LSTMTagger{tuple(sizes)}(sentence)"
        if "shape" in seen:
            is_result(student, seen["shape"], "LSTMTagger(...)(sentence)", TAGGER_KEEPS)
            presuppose(False, f"{what} with 5 tokens has shape {tuple(seen['shape'])}; a row for each token is expected.")
        assert_that("error" not in seen, f"Backward for a second sentence raised {seen.get('error')}.", hidden_kept)
        if Counter(tuple(p.shape) for p in seen["parameters"].values()) != Counter(tagger_shapes(seen["sizes"])):
            return  # other layers have other gradients
        names = tagger_parameters(seen["parameters"], seen["sizes"])
        leaves = [seen["parameters"][n].requires_grad_() for n in names]
        tags = [tagger_scores(leaves, sentence).log_softmax(1) for sentence in sentences]
        values_first(seen["y"], torch.cat(tags), f"LSTMTagger{tuple(sizes)}(sentence)")
        loss = sum((y * cotangent).sum() for y, cotangent in zip(tags, cotangents))
        for name, gradient in zip(names, torch.autograd.grad(loss, leaves)):
            what = f"LSTMTagger's gradient for the parameter of shape {tuple(gradient.shape)}, after two sentences,"
            assert_that(seen["grads"][name] is not None, f"{what} is missing.", gradient_cut)
            assert_matches(seen["grads"][name], gradient, what, rtol=1e-3, atol=1e-4)
