"""Hidden graders of assignment 01: a two-layer network in NumPy."""
import contextlib
import functools
import itertools
from dataclasses import replace

import numpy as np
import pytest
import torch

from torchkata.grading import (
    CheckFailed,
    assert_matches,
    assert_that,
    counted,
    described,
    edge,
    misconception,
    once,
    presuppose,
    probe,
    refused_name,
)  # fmt: skip

SIZES = [(6, 4, 5, 3), (3, 5, 8, 7)]  # N, D_in, H, D_out: all different, so that a transposed result shows; none is 2
SQUARE = (5, 6, 6, 6)  # and a case in which a weight that is transposed too often still fits
SMALL = (5, 4, 9, 3, 1e-4)  # small numbers, in which absolute tolerances and rounding would show
SINGLE = (1, 4, 9, 3)  # one example, which is easily taken for a vector
ONE_OUTPUT = (5, 4, 6, 1)
NAMES = ["x", "y", "w2", "h", "h_relu", "y_pred"]  # backward's arguments

uses_torch = misconception("uses-torch", "In this assignment everything is done by hand, with NumPy; torch comes in the next one.")


not_right_yet = misconception("not-right-yet", "So only half of these points is given.", keeps=0.5)
constant_factor = misconception(
    "constant-factor", "Look for a factor that all values share.", keeps=0.75)
another_form = misconception(
    "another-form", "The numbers are right; only their form is not.", keeps=0.5)

# Slips at the edges: the ordinary case is right.
order_of_memory = misconception(
    "order-of-memory",
    "For arrays that lie in memory row by row it is right; here one lies column by column, as a transposed array does.", keeps=0.5)
single_example = misconception(
    "single-example", "For a batch of several examples it is right; here there is only one, and an axis of length 1.", keeps=0.5)


small_numbers = misconception(
    "small-numbers", "For numbers of ordinary size it is right: look for a rounding, or a comparison with a small number.",
    keeps=0.5)


# ---- what the judge computes ---------------------------------------------------------------------------------------


def draw(n, d_in, hidden, d_out, scale=1.0):
    """Random data on which each mistake shows: units on and off, outputs and gradients of both signs, no h near 0.

    scale multiplies the data, and with them all that is linear in them.

    In the first example inputs have both signs, some units are on, one of them by more than 1, and some off; in another one others
    are on; somewhere a unit is on by less than 1.
    """
    while True:
        d = {"x": np.random.randn(n, d_in), "y": np.random.randn(n, d_out)}
        d |= {"w1": np.random.randn(d_in, hidden), "w2": np.random.randn(hidden, d_out)}
        d["h"] = np.einsum("ni,ih->nh", d["x"], d["w1"])
        d["on"] = d["h"] > 0
        d["h_relu"] = np.where(d["on"], d["h"], 0.0)
        d["y_pred"] = np.einsum("nh,ho->no", d["h_relu"], d["w2"])
        d["from_loss"] = 2 * (d["y_pred"] - d["y"])  # the gradient at y_pred, and from there at h_relu
        d["at_h_relu"] = np.einsum("no,ho->nh", d["from_loss"], d["w2"])
        passed, stopped = d["at_h_relu"][d["on"]], d["at_h_relu"][~d["on"]]
        barely_on = (d["h"] > 0.1) & (d["h"] < 0.9) & (abs(d["at_h_relu"]) > 0.1)
        if (
            abs(d["h"]).min() > 1e-3
            and d["x"][0].min() < -0.5 < 0.5 < d["x"][0].max()
            and 0 < d["on"][0].sum() < hidden
            and d["h"][0].max() > 1.5
            and (n == 1 or (d["on"] != d["on"][0]).any())
            and barely_on.any()
            and all(len(v) and v.min() < -0.5 and v.max() > 0.5 for v in (passed, stopped, d["y_pred"].ravel()))
        ):
            for name in ["x", "y", "h", "h_relu", "y_pred", "from_loss", "at_h_relu"]:
                d[name] *= scale
            return d


def true_gradients(d):
    at_h = np.where(d["on"], d["at_h_relu"], 0.0)
    return np.einsum("ni,nh->ih", d["x"], at_h), np.einsum("nh,no->ho", d["h_relu"], d["from_loss"])


def assert_close(seen, expected, what, guesses=list, *, rtol=1e-6, atol=None, hint="", parts=None):
    """assert_matches with a tolerance that goes with the size of the values; `guesses()` are pairs for `named`."""
    atol = 1e-9 * float(np.abs(expected).max(initial=0.0)) if atol is None else atol
    assert_matches(seen, expected, what, lambda: named(seen, guesses()), parts=parts, rtol=rtol, atol=atol, hint=hint)


SMALL_NUMBERS = "The numbers here are very small, so that rounding or a comparison with a small number shows."
SQUARE_WEIGHTS = "Here all matrices are square, so that a transposed one fits too."


def of_size(sizes, otherwise):
    """The hint that belongs to data of this size."""
    return SMALL_NUMBERS if sizes == SMALL else SQUARE_WEIGHTS if sizes == SQUARE else otherwise


def with_edges(check):
    """The check of data of some `sizes`, for which a batch of one example is an edge."""

    @functools.wraps(check)
    def checked(self, student, sizes, **others):
        judge = functools.partial(check, self, student, **others)
        with edge(single_example, lambda: judge(sizes=SIZES[0])) if sizes == SINGLE else contextlib.nullcontext():
            judge(sizes=sizes)

    return checked


def close(seen, value):
    """Whether two arrays or numbers are equal up to rounding, with one shape (and an array is an array of float64)."""
    if isinstance(value, np.ndarray) and not (isinstance(seen, np.ndarray) and seen.dtype in (np.float64, bool)):
        return False
    with np.errstate(all="ignore"):
        atol = 1e-5 * min(1.0, np.abs(value).max(initial=0.0)) if np.ndim(value) else 0.0
        rtol = 1e-4 if np.ndim(value) else 1e-6  # one number alone may be near another one by chance
        return np.shape(seen) == np.shape(value) and bool(np.allclose(seen, value, rtol=rtol, atol=atol))


def distance(seen, value):
    """The largest difference of two arrays or numbers of one shape."""
    return float(np.abs(np.asarray(seen, dtype=float) - np.asarray(value, dtype=float)).max(initial=0.0))


def nearest(fits):
    """The mistake of the smallest distance among pairs (distance, mistake), or None."""
    return min(fits, key=lambda fit: fit[0])[1] if fits else None


def named(seen, guesses):
    """The guess (mistake, value) that fits, and best of those that do, in the form that `assert_matches` takes."""
    mistake = nearest([(distance(seen, value), mistake) for mistake, value in guesses if close(seen, value)])
    return {mistake: seen} if mistake else {}


def proportional(seen, value, rtol=1e-5):
    """Whether seen is value, up to a factor that is not 0 and a relative error of rtol: a sign that the work was done."""
    if not isinstance(seen, np.ndarray) or seen.dtype.kind != "f" or seen.shape != value.shape:
        return False
    if not np.isfinite(seen).all():
        return False
    size = np.linalg.norm(seen) * np.linalg.norm(value)
    return bool(size > 0 and 1 - abs((seen * value).sum()) / size < rtol**2 / 2)


def whatever_its_form(seen, shape, what, verify):
    """`verify` the values of `seen`; right ones in a list or in an array of another shape are a slip."""
    values = in_shape(seen, shape)
    if values is None or (isinstance(seen, np.ndarray) and seen.shape == shape):
        verify(seen)
        return
    try:
        verify(values)
    except CheckFailed as failure:
        if failure.misconception is None:
            verify(seen)  # says that the form is wrong
        raise
    came = f"an array of shape {seen.shape}" if isinstance(seen, np.ndarray) else f"a {type(seen).__name__}"
    assert_that(False, f"{what} is {came}; an array of shape {shape} is expected.", another_form)


def in_shape(seen, shape):
    """The numbers in an array or in nested lists, row by row, as an array of this shape; None where they are not as many."""
    values = np.array(list(flattened(seen)))
    return values.astype(np.float64).reshape(shape) if values.size == np.prod(shape) and values.dtype.kind in "fi" else None


def flattened(data):
    if isinstance(data, (list, np.ndarray)) and np.shape(data) != ():
        for part in data:
            yield from flattened(part)
    else:
        yield data


def assert_harmless(spoilt, call, why, right, begun):
    """What every check of side effects asks: nothing of the caller's is `spoilt`. It counts half where the result is not `right`
    yet, and not at all where there is no sign of work, `begun`: nothing was done, so nothing could be spoilt."""
    assert_that(not spoilt, f"{call} has changed {' and '.join(spoilt)}.", why)
    presuppose(right or begun, f"The arguments are unchanged, but {call} does not do its work yet.")
    assert_that(right, "The arguments are unchanged, but the result is not right yet.", not_right_yet)


def changed(before, after):
    """The names of the arrays that are not what they were."""
    return [name for name in before if not np.array_equal(before[name], after[name])]


# ---- what runs beside the student's code ---------------------------------------------------------------------------
#
# The arrays of whole networks lie in memory column by column (order="F"), as transposed ones do, for which flat views are copies.
# Where the question is whether an argument was changed they lie row by row (order="C"): one can write through a flat view then.
# For relu and squared_error the order of memory is an edge, with a check of its own.


@probe
def stand_in(student, names):
    """Right answers for the named exercises: a mistake there does not cost points here."""

    def relu(x):
        return np.where(x > 0, x, 0.0)

    def forward(x, w1, w2):
        h = np.dot(x, w1)
        return h, relu(h), np.dot(relu(h), w2)

    def squared_error(y_pred, y):
        return np.vdot(y - y_pred, y - y_pred)

    def backward(x, y, w2, h, h_relu, y_pred):
        twice = 2 * (y_pred - y)
        return np.dot(x.T, np.where(h > 0, np.dot(twice, w2.T), 0.0)), np.dot(h_relu.T, twice)

    right = {"relu": relu, "forward": forward, "squared_error": squared_error, "backward": backward}
    for name in names:
        setattr(student.numpy_net, name, right[name])


@probe
def call(student, name, arguments, others):
    """student.name(*arguments) with stand-ins for the others; their own ones if theirs are called in another way."""
    copies = [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]
    own = dict(vars(student.numpy_net))
    stand_in(student, others)
    try:
        return getattr(student, name)(*arguments)
    except Exception as error:
        vars(student.numpy_net).update(own)
        for argument, copy in zip(arguments, copies):
            if isinstance(argument, np.ndarray):
                argument[...] = copy
        try:
            return getattr(student, name)(*arguments)
        except Exception:
            raise error


@probe
def relu_of(student, x, order="C"):
    x = np.asarray(x, order=order)
    result = student.relu(x)
    return {"result": result, "after": x, "shared": isinstance(result, np.ndarray) and np.shares_memory(result, x)}


@probe
def forward_of(student, x, w1, w2, order="F"):
    x, w1, w2 = (np.asarray(a, order=order) for a in (x, w1, w2))
    result = call(student, "forward", [x, w1, w2], ["relu"])
    return {"result": result, "after": {"x": x, "w1": w1, "w2": w2}}


@probe
def squared_error_of(student, y_pred, y, order="C"):
    y = np.asarray(y, order=order)
    farther = y_pred + 100  # a second, worse prediction
    loss, larger = student.squared_error(y_pred, y), student.squared_error(farther, y.copy())
    number = all(isinstance(value, (int, float, np.number, np.ndarray)) for value in (loss, larger))
    return {
        "type": type(loss).__name__,
        "number": number,
        "listed": float(loss[0]) if type(loss) in (list, tuple) and len(loss) == 1 and np.shape(loss[0]) == () else None,
        "shape": list(np.shape(loss)) if number else [1],
        "value": float(np.reshape(loss, ())) if number and np.size(loss) == 1 else None,
        "larger": float(np.reshape(larger, ())) if number and np.size(larger) == 1 else None,
        "array": loss if isinstance(loss, np.ndarray) else None,
        "after": {"y_pred": y_pred, "y": y},
    }


@probe
def backward_of(student, x, y, w2, h, h_relu, y_pred, order="F"):
    x, w2, h, y_pred = (np.asarray(a, order=order) for a in (x, w2, h, y_pred))
    result = student.backward(x, y, w2, h, h_relu, y_pred)
    after = {"x": x, "y": y, "w2": w2, "h": h, "h_relu": h_relu, "y_pred": y_pred}
    return {"result": result, "after": after}


@probe
def polynomial(w, a, b):
    """A function of an array that ties its entries together: cubes, and the square of a sum."""
    return (a * w**3).sum() + (b * w).sum() ** 2


@probe
def numerical_gradient_of(student, w, a, b, rest):
    """f returns an ordinary float; where that is refused, one of NumPy."""
    before = w.copy()

    def measured(number):
        def f(point):
            if np.shape(point) != np.shape(w):
                raise ValueError(f"f was called with an array of shape {np.shape(point)}; w has shape {np.shape(w)}")
            value = polynomial(point, a, b)
            return complex(value) if np.iscomplexobj(value) else number(value)

        return student.numerical_gradient(f, w, *rest)

    try:
        return {"result": measured(float), "after": w, "refused": None}
    except Exception as error:
        w[...] = before
        try:
            return {"result": measured(np.float64), "after": w, "refused": described(error)}
        except Exception:
            raise error


@probe
def train_of(student, x, y, w1, w2, rest, order="F"):
    x, w1, w2 = (np.asarray(a, order=order) for a in (x, w1, w2))
    result = call(student, "train", [x, y, w1, w2, *rest], ["relu", "forward", "squared_error", "backward"])
    count = len(result) if isinstance(result, (tuple, list)) else None
    if count == 2 and all(isinstance(each, np.ndarray) and each.ndim == 2 for each in result):
        count, result = 3, (*result, None)  # the weights alone
    if count != 3:
        return {"type": type(result).__name__, "count": count}
    weights = [each for each in result if isinstance(each, np.ndarray) and each.ndim == 2]
    others = [place for place, each in enumerate(result) if not isinstance(each, np.ndarray) or each.ndim != 2]
    place = others[0] if len(others) == 1 else 2
    if len(weights) == 2:
        result = [*weights, result[place]]
    losses = result[2]
    try:
        numbers = [float(loss) for loss in losses] if all(np.shape(loss) == () for loss in losses) else None
    except (TypeError, ValueError):
        numbers = None
    after = {"x": x, "y": y, "w1": w1, "w2": w2}
    return {
        "type": type(result).__name__, "count": 3, "w1": result[0], "w2": result[1],
        "losses": numbers, "losses type": type(losses).__name__, "place": place, "after": after,
    }  # fmt: skip


@probe
def torch_functions(student, name, arguments, others):
    """The torch functions that student.name calls on the way."""
    called = []

    class Watch(torch.overrides.TorchFunctionMode):
        def __torch_function__(self, function, types, args=(), kwargs=None):
            called.append(str(getattr(function, "__name__", function)))
            return function(*args, **(kwargs or {}))

    if name == "numerical_gradient":
        arguments = [lambda point: float((point**2).sum()), *arguments]
    with Watch():
        try:
            call(student, name, arguments, others)
        except NotImplementedError:
            raise
        except Exception:  # other checks tell of it
            pass
    return list(dict.fromkeys(called))[:5]


# ---- NumPy only ----------------------------------------------------------------------------------------------------


# What torch would do in place of the student, by exercise: these criteria are lost with it.
BY_HAND = {
    "relu": ["negative", "positive"],
    "forward": ["h", "h_relu", "y_pred"],
    "squared_error": ["squares", "sum"],
    "backward": ["residual", "w1", "w2", "mask"],
    "numerical_gradient": ["float64"],  # the work itself is calls of f
    "train": ["update", "old weights", "losses"],
}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.exercise(name), pytest.mark.criterion(key)], id=f"{name}-{key}")
        for name, keys in BY_HAND.items()
        for key in keys
    ],
)
def test_numpy_only(student, name):
    """It works without torch."""
    d = draw(*SIZES[0])
    arguments = {
        "relu": [d["h"]],
        "forward": [d["x"], d["w1"], d["w2"]],
        "squared_error": [d["y_pred"], d["y"]],
        "backward": [d[argument] for argument in NAMES],
        "numerical_gradient": [d["w1"]],
        "train": [d["x"], d["y"], d["w1"], d["w2"], 1e-3, 2],
    }
    others = {"forward": ["relu"], "train": ["relu", "forward", "squared_error", "backward"]}
    called = student(torch_functions, name, arguments[name], others.get(name, []))
    assert_that(not called, f"{name} uses torch.", uses_torch)


# ---- relu ----------------------------------------------------------------------------------------------------------

relu_changes_input = misconception(
    "changes-its-input",
    "Assigning to entries of x, or `out=x`, writes into the caller's array; the result needs an array of its own.",
)
relu_returns_input = misconception(
    "returns-its-input", "A later change of the result would change x too; the result needs an array of its own."
)
absolute_relu = misconception("abs", "Negative entries have become positive; that is the absolute value.")
clips_above = misconception("clips-above", "Large positive entries were cut off too; the ReLU has no upper limit.")
negatives_kept = misconception("negatives-kept", "Negative entries were not changed.")
negatives_not_zero = misconception("negatives-not-zero", "The positive entries are right, but the negative ones have not become 0.")
positives_cut = misconception(
    "positives-cut", "The negative entries were kept and the positive ones were cut: the comparison is the wrong way round."
)
mask_returned = misconception(
    "mask-returned", "This says where x is positive; the exercise asks for the positive entries themselves."
)


def relu_guesses(x, seen):
    cut = np.where(x > 0, x, 0.0)
    guesses = [
        (absolute_relu, np.abs(x)), (negatives_kept, x), (positives_cut, np.where(x < 0, x, 0.0)),
        (mask_returned, np.where(x > 0, 1.0, 0.0)),
    ]  # fmt: skip
    if isinstance(seen, np.ndarray) and seen.shape == x.shape and 0 < seen.max() < 0.99 * x.max():
        guesses.append((clips_above, np.minimum(cut, seen.max())))
    if isinstance(seen, np.ndarray) and seen.shape == x.shape:
        guesses.append((negatives_not_zero, np.where(x > 0, x, seen)))
    return guesses


def part_of_relu(seen, x, positive):
    """Whether the entries of `seen` are right where x is positive, or where it is not."""
    if not isinstance(seen, np.ndarray) or seen.shape != x.shape or seen.dtype.kind not in "fi":
        return False
    there = x > 0 if positive else x <= 0
    return np.allclose(seen[there], np.where(x > 0, x, 0.0)[there], rtol=1e-6, atol=1e-9 * float(np.abs(x).max()))


def does_nothing(seen, x):
    """Whether x came back as it was, or nothing but zeros did: then one half of the entries is right by chance."""
    return not isinstance(seen, np.ndarray) or seen.shape != x.shape or np.array_equal(seen, x) or not (seen > 0).any()


@pytest.mark.exercise("relu")
class TestRelu:
    def inputs(self):
        """Arrays of several shapes, with their descriptions; the last ones have very large and very small entries."""
        for shape in [(4, 7), (9, 2)]:
            yield self.ordinary(shape), f"relu of an array of shape {shape}"
        for scale in 1e30, 1e-9:
            x = scale * np.random.uniform(1, 9, (3, 4)) * np.array([1.0, -1.0, 1.0, -1.0])
            x[1] *= -1
            yield x, f"relu of an array with entries of the size of {scale:g}"

    def ordinary(self, shape):
        """Entries of both signs, one of them 0; the first row has one that is positive."""
        x = np.clip(3 * np.random.randn(*shape), -9, 9)
        x[0] = -2.5
        x[0, 1 % shape[1]], x[-3:, 0], x[-1, -1] = 0.4, [0.0, 7.5, -0.01][-len(x):], 7.5
        return x

    def halves(self, student, positive):
        """Ask for one half of the entries, of all inputs."""
        inputs = [(x, what, student(relu_of, x)["result"]) for x, what in self.inputs()]
        idle = does_nothing(in_shape(inputs[0][2], inputs[0][0].shape), inputs[0][0])
        for x, what, seen in inputs:
            whatever_its_form(seen, x.shape, what, functools.partial(self.half, x, what, positive, idle))

    def half(self, x, what, positive, idle, seen):
        """Ask for one half of the entries of relu(x); where relu is `idle`, it is right by chance."""
        if idle or not part_of_relu(seen, x, positive) or (positive and seen.dtype != x.dtype):
            hint = functools.partial(self.where_wrong, seen, x)
            assert_close(seen, np.where(x > 0, x, 0.0), what, lambda: relu_guesses(x, seen), hint=hint)

    def where_wrong(self, seen, x):
        wrong = x[~np.isclose(seen, np.where(x > 0, x, 0.0), rtol=1e-6, atol=1e-9 * np.abs(x).max())]
        return f"They belong to entries of x from {wrong.min():.2g} to {wrong.max():.2g}."

    @pytest.mark.criterion("negative")
    def test_negative_entries(self, student):
        """Negative entries become 0."""
        self.halves(student, positive=False)

    @pytest.mark.criterion("negative")
    def test_columns_in_memory(self, student):
        """The order in which the entries lie in memory makes no difference."""
        with edge(order_of_memory, lambda: self.halves(student, positive=False)):
            x = self.ordinary((4, 7))
            seen = student(relu_of, x, "F")["result"]
            whatever_its_form(seen, x.shape, "relu of an array of shape (4, 7)", lambda seen: assert_that(
                part_of_relu(seen, x, positive=False), "relu of an array of shape (4, 7) has wrong values where x is negative."))

    @pytest.mark.criterion("positive")
    def test_other_entries(self, student):
        """All other entries are not changed, also very large and very small ones."""
        self.halves(student, positive=True)

    @pytest.mark.criterion("new array")
    @pytest.mark.parametrize("shape", [(1, 8), (6, 1)], ids=str)
    def test_same_shape(self, student, shape):
        """The result has the shape of x, also where x has only one row or one column."""
        x = self.ordinary(shape)
        seen = student(relu_of, x)["result"]
        what = f"relu of an array of shape {shape}"
        whatever_its_form(seen, shape, what, lambda seen: assert_that(
            np.shape(seen) == shape, f"{what} has shape {np.shape(seen)}; the shape of x is expected."))

    @pytest.mark.criterion("new array")
    def test_input_unchanged(self, student):
        """relu gives a new array and does not change its argument."""
        x = np.clip(3 * np.random.randn(5, 4), -9, 9)
        x[np.abs(x) < 0.1] = 0.5  # what happens near 0 is another criterion's
        x[0], x[2] = -1.0, [-1.0, 0.4, -3.0, 8.0]
        seen = student(relu_of, x, "C")
        spoilt = [] if np.array_equal(seen["after"], x) else ["x"]
        if not spoilt and student(relu_of, np.abs(x))["shared"]:
            assert_that(False, "relu(x), where x has no negative entry, shares its memory with x.", relu_returns_input)

        def verify(result):
            right = close(result, np.where(x > 0, x, 0.0))
            begun = not does_nothing(result, x) and any(part_of_relu(result, x, half) for half in (True, False))
            assert_harmless(spoilt, "relu(x)", relu_changes_input, right, begun)

        whatever_its_form(seen["result"], x.shape, "relu(x)", verify)


# ---- forward -------------------------------------------------------------------------------------------------------

no_relu = misconception("no-relu", "There is no ReLU between the two weights, so two matrix products are the same as one.")
relu_on_output = misconception(
    "relu-on-output", "The output has lost its negative values; the ReLU belongs to the hidden layer only."
)
clipped_h = misconception(
    "h-already-clipped", "h has lost its negative entries. Is h the same array as h_relu, or was the ReLU applied too early?"
)
forward_changes_inputs = misconception(
    "inputs-changed",
    "The caller's arrays have to stay as they are; look for an assignment that writes into one of them.")
order_of_three = misconception(
    "wrong-order", "The exercise says in which order they come; look at their shapes and signs.", keeps=0.6
)


def three_arrays(result, d):
    """h, h_relu and y_pred, as far as they came back."""
    if isinstance(result, np.ndarray) and close(result, d["y_pred"]):
        return [None, None, result]
    assert_that(isinstance(result, list) and len(result) == 3,
                "forward(x, w1, w2) did not return three arrays; h, h_relu and y_pred are expected, in this order.")
    _, *others = itertools.permutations([d["h"], d["h_relu"], d["y_pred"]])
    assert_that(not any(all(map(close, result, other)) for other in others),
                "forward(x, w1, w2) returned the three arrays in another order.", order_of_three)
    return result


def is_cut(h_relu, h):
    """Whether h_relu is h with its negatives cut: what comes after it can be judged by it, even where h is not right."""
    arrays = isinstance(h, np.ndarray) and isinstance(h_relu, np.ndarray) and h.dtype.kind == h_relu.dtype.kind == "f"
    return arrays and h.shape == h_relu.shape and (h < 0).any() and close(h_relu, np.where(h > 0, h, 0.0))


@pytest.mark.exercise("forward")
class TestForward:
    @pytest.mark.criterion("h")
    @pytest.mark.parametrize("sizes", [*SIZES, SMALL, SINGLE], ids=str)
    @with_edges
    def test_h(self, student, sizes):
        """h is the hidden layer before the ReLU."""
        d = draw(*sizes)
        h, _, _ = three_arrays(student(forward_of, d["x"], d["w1"], d["w2"])["result"], d)
        assert_that(h is not None, "forward(x, w1, w2) did not return h.")
        hint = of_size(sizes, "Compute h by hand for one example, and compare.")
        assert_close(h, d["h"], "h, the first array that forward returns,", lambda: [(clipped_h, d["h_relu"])], hint=hint)

    @pytest.mark.criterion("h_relu")
    @pytest.mark.parametrize("sizes", [*SIZES, SMALL, SINGLE], ids=str)
    @with_edges
    def test_h_relu(self, student, sizes):
        """h_relu is the hidden layer after the ReLU."""
        d = draw(*sizes)
        h, h_relu, _ = three_arrays(student(forward_of, d["x"], d["w1"], d["w2"])["result"], d)
        if is_cut(h_relu, h):
            return
        assert_that(h_relu is not None, "forward(x, w1, w2) did not return h_relu.")
        hint = of_size(sizes, "It is compared with the ReLU of h, in every row.")
        assert_close(h_relu, d["h_relu"], "h_relu, the second array that forward returns,", lambda: [(no_relu, d["h"])], hint=hint)

    @pytest.mark.criterion("y_pred")
    @pytest.mark.parametrize("sizes", [SIZES[0], SMALL, SQUARE, SINGLE], ids=str)
    @with_edges
    def test_y_pred(self, student, sizes):
        """y_pred is made from h_relu and w2, for a batch and for a single example."""
        d = draw(*sizes)
        h, h_relu, y_pred = three_arrays(student(forward_of, d["x"], d["w1"], d["w2"])["result"], d)
        linear = d["h"] @ d["w2"]
        own = isinstance(h_relu, np.ndarray) and h_relu.shape == d["h"].shape and h_relu.dtype == np.float64
        if own and not close(h_relu, h) and close(y_pred, h_relu @ d["w2"]):  # right for the h_relu that it is made from
            return
        assert_close(y_pred, d["y_pred"], "y_pred, the third array that forward returns,", lambda: [
            (relu_on_output, np.where(d["y_pred"] > 0, d["y_pred"], 0.0)),
            (no_relu, linear),
            (no_relu, np.where(linear > 0, linear, 0.0)),
        ], hint=of_size(sizes, "Compute it by hand from h_relu and w2 for one example, and compare."))

    @pytest.mark.criterion("arguments")
    def test_inputs_unchanged(self, student):
        """forward does not change x, w1 and w2."""
        d = draw(*SIZES[0])
        seen = student(forward_of, d["x"], d["w1"], d["w2"], "C")
        spoilt = changed({name: d[name] for name in ["x", "w1", "w2"]}, seen["after"])
        three = seen["result"] if isinstance(seen["result"], list) else [seen["result"]]
        orders = itertools.permutations([d["h"], d["h_relu"], d["y_pred"]])
        right = len(three) == 3 and any(all(map(close, three, order)) for order in orders)
        begun = any(close(a, d[name]) for a in three for name in ["h", "h_relu", "y_pred"]) or any(
            is_cut(b, a) for a, b in itertools.permutations(three, 2))
        assert_harmless(spoilt, "forward(x, w1, w2)", forward_changes_inputs, right, begun)


# ---- squared_error -------------------------------------------------------------------------------------------------

mean_error = misconception("mean", "This is a mean; the squares are summed, and nothing is divided.")
half_error = misconception("half", "This is half of the sum; the loss here has no factor of 1/2.")
absolute_error = misconception("absolute-value", "The absolute differences were summed; the loss sums their squares.")
not_a_scalar = misconception("not-a-scalar", "A loss is one number for the whole batch: look at which axes are summed.")
in_a_container = misconception("in-a-container", "It has to be returned without a container around it.", keeps=0.5)
rooted_error = misconception("root", "A square root was taken at the end; the loss is the sum itself.", keeps=0.3)
summed_in_part = misconception("summed-in-part", "This is the sum for one example, or one output, and not for all.")
unsquared_error = misconception(
    "not-squared", "The differences were summed with their signs, so positive and negative errors cancel."
)
squared_too_late = misconception("squared-too-late", "The sum was taken before the square, so positive and negative errors cancel.")
error_changes_inputs = misconception(
    "inputs-changed",
    "The caller's arrays have to stay as they are. `-=` writes into an array, and so does a NumPy function that gets it as the "
    "place for its result.",
)


place_for_result = misconception(
    "inputs-changed", "This sums y_pred ** 2: np.square writes its result into a second argument, and subtracts nothing.")


def parts_of_sum(squares):
    """The sums over one example or one output only."""
    return [*squares.sum(0), *squares.sum(1)]


@pytest.mark.exercise("squared_error")
class TestSquaredError:
    def measure(self, student, n, d_out, scale=1.0):
        while True:
            y_pred, y = 0.6 * np.random.randn(n, d_out), 0.4 * np.random.randn(n, d_out) - 0.5
            difference, tenths = y_pred - y, 10 * ((y_pred - y) ** 2).sum()
            whole = scale**2 * tenths / 10
            # A rounded loss is another one, and not 0; without squares it is another one too, and above 0.
            shows = abs(tenths - round(tenths)) > 0.2 and (scale < 1 or abs(whole - round(whole)) > 0.2)
            if shows and tenths > 15 and difference.min() < -0.2 and difference.sum() > 0.5:
                break
        return self.of(student, scale * y_pred, scale * y)

    def of(self, student, y_pred, y, order="C"):
        seen = student(squared_error_of, y_pred, y, order)
        usable = seen["number"] or seen["listed"] is not None
        assert_that(usable, f"squared_error returned a {seen['type']}; a number is expected.")
        return seen, y_pred, y

    @pytest.mark.criterion("squares")
    @pytest.mark.parametrize("sizes", [(6, 5), (3, 7)], ids=str)
    def test_squares(self, student, sizes):
        """The loss grows with the square of each difference, positive or negative, large or small."""
        ratios = []
        for scale in 30.0, 90.0, 30.0:
            seen, y_pred, y = self.measure(student, *sizes, scale)
            squares = (y_pred - y) ** 2
            loss = seen["listed"] if seen["listed"] is not None else seen["value"]
            if loss is not None:
                ratios.append(loss / squares.sum())
                continue
            parts = [squares, squares.sum(0), squares.sum(1), squares.mean(0), squares.mean(1)]
            assert_that(
                any(close(seen["array"], part) for part in parts),
                "squared_error returned an array that has not the squares of the differences.",
            )
        of_some = seen["value"] is not None and any(close(seen["value"], float(part)) for part in parts_of_sum(squares))
        if ratios and not of_some and not (abs(ratios[0]) > 1e-6 and np.allclose(ratios, ratios[0], rtol=0.01)):
            self.assert_value(seen, y_pred, y)
            assert_that(False, "The loss does not grow with the square of each difference.")

    @pytest.mark.criterion("sum")
    @pytest.mark.parametrize("sizes, scale", [((6, 5), 0.01), ((3, 7), 1e-4)], ids=str)
    def test_value(self, student, sizes, scale):
        """The loss is the sum of all squared differences, also of small ones."""
        with edge(small_numbers, lambda: self.assert_value(*self.measure(student, *sizes, 30.0))):
            self.assert_value(*self.measure(student, *sizes, scale))

    @pytest.mark.criterion("sum")
    def test_columns_in_memory(self, student):
        """Entries belong together by their place in the arrays, however these lie in memory."""
        ordinary = self.measure(student, 6, 5, 30.0)
        with edge(order_of_memory, lambda: self.assert_value(*ordinary)):
            self.assert_value(*self.of(student, *ordinary[1:], order="F"))

    def assert_value(self, seen, y_pred, y):
        difference = y_pred - y
        squares, total = difference**2, (difference**2).sum()
        n, d_out = y.shape
        what = f"squared_error for arrays of shape {y.shape}"
        partial = [squares, squares.sum(0), squares.sum(1), squares.mean(0), squares.mean(1)]
        if seen["listed"] is not None and close(seen["listed"], float(total)):
            assert_that(False, f"{what} is the right number in a {seen['type']}.", in_a_container)
        assert_that(seen["value"] is not None, f"{what} has shape {tuple(seen['shape'])}; one number is expected.",
                    not_a_scalar if any(close(seen["array"], part) for part in partial) else None)
        assert_close(seen["value"], float(total), what, lambda: [
            *[(mean_error, total * factor / count) for count in (n * d_out, n, d_out) for factor in (1, 0.5)],
            (half_error, total / 2),
            (absolute_error, abs(difference).sum()),
            (mean_error, abs(difference).mean()),
            (rooted_error, total**0.5),
            *[(summed_in_part, part) for part in parts_of_sum(squares)],
            (mean_error, (total / (n * d_out)) ** 0.5),
            (unsquared_error, difference.sum()),
            (unsquared_error, -difference.sum()),
            (squared_too_late, difference.sum() ** 2),
            *[(place_for_result, (y_pred**2).sum())] * self.written_into(seen, y_pred),
        ], hint=SMALL_NUMBERS if np.abs(difference).max() < 1 else "")

    def written_into(self, seen, y_pred):
        """Whether the squares of y_pred stand in y after the call."""
        return np.allclose(seen["after"]["y"], y_pred**2, rtol=1e-9, atol=0.0)

    @pytest.mark.criterion("number")
    @pytest.mark.parametrize("sizes", [(4, 3), (1, 6)], ids=str)
    def test_scalar(self, student, sizes):
        """The loss is one number, whatever the size of the batch, and is not rounded."""
        seen, _, _ = self.measure(student, *sizes)
        shape = tuple(seen["shape"])
        what = f"squared_error for arrays of shape {sizes}"
        assert_that(shape == () and seen["listed"] is None, f"{what} has shape {shape}; one number is expected.", not_a_scalar)
        presuppose(self.grows(seen), f"{what} is one number, but does not grow with the differences.")
        assert_that(
            abs(seen["value"] - round(seen["value"], 4)) > 1e-12,
            f"{what} is {seen['value']:g}, which was rounded; the exercise asks for the number itself.",
        )

    def grows(self, seen):
        return None not in (seen["value"], seen["larger"]) and 0 < 10 * seen["value"] < seen["larger"]

    @pytest.mark.criterion("arguments")
    def test_inputs_unchanged(self, student):
        """squared_error does not change y_pred and y."""
        seen, y_pred, y = self.measure(student, 5, 4)
        spoilt = changed({"y_pred": y_pred, "y": y}, seen["after"])
        total = ((y_pred - y) ** 2).sum()
        right = seen["value"] is not None and np.isclose(seen["value"], total, rtol=1e-4)  # rounding is another criterion's
        begun = self.grows(seen) or seen["array"] is not None or seen["listed"] is not None
        why = place_for_result if self.written_into(seen, y_pred) else error_changes_inputs
        assert_harmless(spoilt, "squared_error(y_pred, y)", why, right, begun)


# ---- backward ------------------------------------------------------------------------------------------------------

missing_two = misconception("missing-factor-2", "It is half as large as it should be: what is the derivative of a square?")
mean_gradient = misconception("mean-instead-of-sum", "This is the gradient of a mean; the loss is a sum, and nothing is divided.")
wrong_sign = misconception("wrong-sign", "The sign is wrong: does the loss grow or fall when y_pred, above y, grows?")
h_for_h_relu = misconception("h-used-for-h-relu", "h was used in place of h_relu: w2 is multiplied with the layer after the ReLU.")
mask_missing = misconception(
    "relu-mask-missing", "The ReLU is missing in the backward pass: where h is negative, no gradient passes."
)
mask_from_gradient = misconception(
    "mask-from-gradient", "The mask was taken from the sign of the gradient; it depends on the sign of h."
)
mask_inverted = misconception("mask-inverted", "The gradient passes where h is negative, and not where it is positive.")
scaled_by_h = misconception(
    "scaled-by-h", "The gradient was multiplied by the values of the hidden layer; the slope of the ReLU is 0 or 1."
)
transposed = misconception(
    "transposed-result", "The numbers are right, but rows and columns are swapped; a gradient has the shape of its weight."
)
order_of_two = misconception("wrong-order", "grad_w1 comes first.", keeps=0.6)
summed_too_early = misconception(
    "summed-too-early", "The sum over the examples was taken too early: each example has a product of its own."
)
another_start = misconception(
    "another-start",
    "The way back to the weights is right, but it does not begin with the derivative of this loss: look at its first step.",
    keeps=0.4,
)
no_loss_gradient = misconception(
    "no-loss-gradient", "The chain rule begins one step too late: y_pred was used in place of the derivative of the loss."
)
backward_changes_inputs = misconception(
    "inputs-changed",
    "The caller still needs it. `-=` and an assignment to some entries write into an array, also under a second name.",
)


def gradient_guesses(d, right, other, ways):
    """What a gradient is because of a mistake, the common ones first.

    right, other: the weight's own gradient and the other weight's. ways(gradient): how mistakes lead on from y_pred's
    gradient to the weight's, as pairs (misconception, value), the right way first.
    """
    n, d_out = d["y"].shape
    guesses = [(missing_two, right / 2), (wrong_sign, -right), (wrong_sign, -right / 2)]
    for factor in (1, 0.5):  # with and without the 2
        guesses += [(mean_gradient, factor * right / count) for count in (n, d_out, n * d_out)]
        guesses += [(transposed, factor * right.T), (order_of_two, factor * other)]
        guesses += ways(factor * d["from_loss"])[1:]
        guesses += [(no_loss_gradient, ways(2 * factor * d["y_pred"])[0][1])]
    return guesses


def ways_to_w1(d):
    def ways(gradient):
        back = gradient @ d["w2"].T
        masks = [
            (None, d["on"]), (mask_missing, 1.0), (mask_from_gradient, back > 0), (mask_inverted, ~d["on"]),
            (scaled_by_h, d["h_relu"]), (scaled_by_h, d["h"]),
        ]  # fmt: skip
        early = np.outer(d["x"].sum(0), (back * d["on"]).sum(0))
        return [*((mistake, d["x"].T @ (back * mask)) for mistake, mask in masks), (summed_too_early, early)]

    return ways


def ways_to_w2(d):
    return lambda gradient: [
        (None, d["h_relu"].T @ gradient),
        (h_for_h_relu, d["h"].T @ gradient),
        (summed_too_early, np.outer(d["h_relu"].sum(0), gradient.sum(0))),
    ]


def through_any_mask(seen, d):
    """The gradient of w1 with the mask that fits best what was seen: for each hidden unit some examples pass, and others do not."""
    if not isinstance(seen, np.ndarray) or seen.shape != d["w1"].shape:
        return true_gradients(d)[0]
    masks = np.array(list(itertools.product([0.0, 1.0], repeat=len(d["x"]))))
    columns = []
    for unit, column in enumerate(d["at_h_relu"].T):
        ways = (masks * column) @ d["x"]  # one for each mask
        columns.append(ways[np.abs(ways - seen[:, unit]).sum(1).argmin()])
    return np.array(columns).T


def begins_elsewhere(gradients, d):
    """Whether one gradient at y_pred leads to both, but is not the derivative of the loss, nor a multiple of it.

    Both are linear in it, and have more entries than it has, so that only the right way back fits.
    """
    rights = true_gradients(d)
    if not all(isinstance(g, np.ndarray) and g.dtype == np.float64 and g.shape == r.shape for g, r in zip(gradients, rights)):
        return False
    if all(map(proportional, gradients, rights)):
        return False
    n, d_out = d["y"].shape
    at_entries = np.eye(n * d_out).reshape(-1, n, d_out)
    ways = ways_to_w1(d), ways_to_w2(d)
    leads_to = np.array([np.concatenate([way(at)[0][1].ravel() for way in ways]) for at in at_entries]).T
    seen = np.concatenate([g.ravel() for g in gradients])
    if not np.isfinite(seen).all() or not seen.any():
        return False
    start, *_ = np.linalg.lstsq(leads_to, seen, rcond=None)
    return np.allclose(leads_to @ start, seen, rtol=0, atol=1e-6 * np.abs(seen).max())


def two_gradients(result, d):
    """grad_w1 and grad_w2, as far as they came back."""
    for place, right in enumerate(true_gradients(d)):
        if proportional(result, right):
            return [result, None] if place == 0 else [None, result]
    assert_that(isinstance(result, list) and len(result) == 2,
                "backward did not return two arrays; grad_w1 and grad_w2 are expected, in this order.")
    return result


def with_cause(slip, seen, guesses):
    """The slip, with the sentence on its cause if that is known.

    One id for all causes: the same factor, say, is another one where the arrays have other sizes.
    """
    found = next(iter(named(seen, guesses)), None)
    return replace(slip, sentence=found.sentence) if found else slip


def assert_gradient(seen, right, what, guesses, hint, elsewhere):
    """Right; or right but for one factor, or but for its start (`elsewhere`), which are slips; anything else is wrong."""
    name, _, _ = what.partition(" ")
    assert_that(seen is not None, f"backward(...) did not return {name}.")
    if not close(seen, right):
        fact = f"{what} has the right shape, but all of its values are wrong"
        factor = f"{fact} by the same factor."
        assert_that(not elsewhere(), f"{fact}.", lambda: with_cause(another_start, seen, guesses()))
        assert_that(not proportional(seen, right), factor, lambda: with_cause(constant_factor, seen, guesses()))
    assert_close(seen, right, what, guesses, hint=hint)


slope_at_zero = misconception(
    "slope-at-zero", "There the slope of the ReLU may be 0 or 1; a quotient is 0 / 0, and one half is neither.", keeps=0.7)


@pytest.mark.exercise("backward")
class TestBackward:
    def gradients(self, student, d):
        """Both, in the order in which they are asked for; as `order_of_two` says where they came in the other one."""
        first, second = two_gradients(student(backward_of, *[d[name] for name in NAMES])["result"], d)
        to_w1, to_w2 = true_gradients(d)
        exchanged = proportional(first, to_w2) and proportional(second, to_w1)
        assert_that(not exchanged, "backward returned the two gradients in the other order.", order_of_two)
        return first, second

    @pytest.mark.criterion("residual")
    @pytest.mark.parametrize("sizes", [*SIZES, SMALL], ids=str)
    def test_residual(self, student, sizes):
        """The backward pass begins with the derivative of the loss."""
        d = draw(*sizes)
        to_w1, to_w2 = true_gradients(d)
        seen = self.gradients(student, d)
        ways = [value for way in (ways_to_w1(d), ways_to_w2(d)) for _, value in way(d["from_loss"])]
        if not any(close(one, value) for one in seen for value in ways):  # one way that begins well shows it
            hint = "Look at the derivative of the loss with respect to y_pred, with which the chain rule begins."
            assert_close(seen[1], to_w2, "grad_w2", lambda: gradient_guesses(d, to_w2, to_w1, ways_to_w2(d)), hint=hint)
            assert_close(seen[0], to_w1, "grad_w1", lambda: gradient_guesses(d, to_w1, to_w2, ways_to_w1(d)), hint=hint)

    @pytest.mark.criterion("w2")
    @pytest.mark.parametrize("sizes", [*SIZES, SMALL, ONE_OUTPUT, SINGLE], ids=str)
    @with_edges
    def test_grad_w2(self, student, sizes):
        """grad_w2 is the gradient of the loss with respect to w2."""
        d = draw(*sizes)
        other, right = true_gradients(d)
        first, seen = self.gradients(student, d)
        what = f"grad_w2 for N, D_in, H, D_out = {sizes[:4]}"
        assert_gradient(seen, right, what, lambda: gradient_guesses(d, right, other, ways_to_w2(d)),
                        of_size(sizes, "Follow the chain rule from the loss back to w2."),
                        lambda: begins_elsewhere([first, seen], d))

    @pytest.mark.criterion("w1")
    @pytest.mark.parametrize("sizes", [*SIZES, SQUARE, SINGLE], ids=str)
    @with_edges
    def test_way_back_to_w1(self, student, sizes):
        """grad_w1 is computed through w2 and x."""
        d = draw(*sizes)
        right, other = true_gradients(d)
        seen, second = self.gradients(student, d)
        ways = [value for mistake, value in ways_to_w1(d)(d["from_loss"]) if mistake is not summed_too_early]
        ways.append(through_any_mask(seen, d))
        own = next((value for value in ways if proportional(seen, value)), right)  # whatever the ReLU's mask is
        what = f"grad_w1 for N, D_in, H, D_out = {sizes[:4]}"
        assert_gradient(seen, own, what, lambda: gradient_guesses(d, own, other, ways_to_w1(d)),
                        of_size(sizes, "Follow the chain rule from the loss back to w1."),
                        lambda: begins_elsewhere([seen, second], d))

    @pytest.mark.criterion("mask")
    @pytest.mark.parametrize("sizes", [*SIZES, SQUARE, SMALL], ids=str)
    def test_grad_w1(self, student, sizes):
        """grad_w1 passes through the ReLU where h is positive, and only there."""
        d = draw(*sizes)
        right, other = true_gradients(d)
        seen, second = self.gradients(student, d)
        what = f"grad_w1 for N, D_in, H, D_out = {sizes[:4]}"
        assert_gradient(seen, right, what, lambda: gradient_guesses(d, right, other, ways_to_w1(d)),
                        of_size(sizes, "Look at where the gradient passes the ReLU, in every row of h."),
                        lambda: begins_elsewhere([seen, second], d))

    @pytest.mark.criterion("mask")
    def test_exactly_at_zero(self, student):
        """Where h is exactly 0 the slope of the ReLU is 0 or 1."""
        d = draw(*SIZES[0])
        ordinary, _ = self.gradients(student, d)
        presuppose(close(ordinary, true_gradients(d)[0]), "grad_w1 is not right for ordinary numbers yet.")
        d["w1"][:, 0] = 0.0
        after_forward(d)
        seen, _ = self.gradients(student, d)
        ways = [true_gradients({**d, "on": d["h"] >= 0})[0], true_gradients(d)[0]]
        right = any(close(seen, way) for way in ways)
        assert_that(right, "grad_w1 is not right where a column of h is exactly 0.", slope_at_zero)

    @pytest.mark.criterion("arguments")
    def test_inputs_unchanged(self, student):
        """backward does not change its six arguments."""
        d = draw(*SIZES[0])
        seen = student(backward_of, *[d[name] for name in NAMES], "C")
        spoilt = changed({name: d[name] for name in NAMES}, seen["after"])
        both = seen["result"] if isinstance(seen["result"], list) else [seen["result"]]
        rights = true_gradients(d)
        ways = [value for way in (ways_to_w1(d), ways_to_w2(d)) for _, value in way(d["from_loss"])]
        begun = any(proportional(one, value) for one in both for value in ways) or (len(both) == 2 and begins_elsewhere(both, d))
        right = len(both) == 2 and (all(map(close, both, rights)) or all(map(close, both, rights[::-1])))
        assert_harmless(spoilt, "backward(...)", backward_changes_inputs, right, begun)


# ---- numerical_gradient --------------------------------------------------------------------------------------------

one_sided = misconception("one-sided-difference", "f at w itself was used; a central difference uses f on both sides of w.")
missing_two_eps = misconception("missing-factor-2", "It is twice as large as it should be: how far apart are the two points?")
w_left_changed = misconception("w-left-changed", "An entry of w has to be put back before the next one is changed, and at the end.")
cast_to_int = misconception(
    "cast-to-int", "Something was cut to whole numbers: an array of integers can hold neither a small step nor a slope."
)
eps_ignored = misconception("eps-ignored", "This is not the central difference for the eps that was given.")
multiplied_by_eps = misconception(
    "multiplied-by-eps", "The change of f was multiplied by eps, and not divided by it: look at the order of quotient and product."
)
half_step = misconception("half-step", "The two points are eps apart, so each is only half of eps away from w.")
all_at_once = misconception("all-entries-at-once", "Several entries of w were changed together; only one may change at a time.")
wrong_way = misconception("wrong-sign", "The sign is wrong: which of the two values of f is subtracted?")
asks_for_more = misconception(
    "asks-for-a-numpy-number", "With NumPy's numbers it works; f may return an ordinary float as well.", keeps=0.5)


# Of w it can be asked whether it is as before where one of these shows that the work was begun.
SIGNS_OF_WORK = {mistake.id for mistake in (one_sided, missing_two_eps, wrong_way, cast_to_int, all_at_once)}
STEP_ERROR = 1e-2  # relative error of a difference with a step that is not too small
STEP_AND_PRECISION = "Look at the size of the step, and at the dtype of the array in which it is made."


def moved(w, index, step):
    point = w.copy()
    point[index] += step
    return point


def entrywise(w, rule):
    result = np.empty(w.shape)
    for index in np.ndindex(*w.shape):
        result[index] = rule(index)
    return result


def central(w, a, b, eps):
    return entrywise(w, lambda i: slope(w, i, a, b, eps))


def slope(w, index, a, b, eps):
    """The central difference where the entries at `index` are moved."""
    return (value(moved(w, index, eps), a, b) - value(moved(w, index, -eps), a, b)) / (2 * eps)


def value(w, a, b):
    return polynomial.function(w, a, b)


def without_putting_back(w, a, b, eps, left):
    """Central differences that leave each entry at w + left."""
    w, result = w.copy(), np.empty(w.shape)
    for i in np.ndindex(*w.shape):
        result[i] = (value(moved(w, i, eps), a, b) - value(moved(w, i, -eps), a, b)) / (2 * eps)
        w[i] += left
    return result


def numerical_guesses(w, a, b, eps, together=0.0):
    """What comes of mistakes; `together` is what it leaves that whole rows or columns are moved together."""
    here = value(w, a, b)
    forwards = entrywise(w, lambda i: (value(moved(w, i, eps), a, b) - here) / eps)
    backwards = entrywise(w, lambda i: (here - value(moved(w, i, -eps), a, b)) / eps)
    right = central(w, a, b, eps)
    tiny = [(multiplied_by_eps, right * eps**2)] if eps > 0.01 else []  # or anything near 0 would fit
    cut = [(cast_to_int.keeping(0.5), np.trunc(right))] if np.trunc(right).any() else []  # a small slope is lost in other ways, too
    whole = entrywise(w, lambda i: slope(w, np.s_[:], a, b, eps))
    rows, columns = (entrywise(w, lambda i: slope(w, line(i), a, b, eps)) for line in (lambda i: i[0], lambda i: np.s_[:, i[1]]))
    lines = [(all_at_once.keeping(together), moved) for moved in (rows, columns) if min(w.shape) > 1]
    return [
        (one_sided, forwards), (one_sided, backwards), (one_sided, forwards / 2), (one_sided, backwards / 2),
        (missing_two_eps, right * 2), (wrong_way, -right),
        (all_at_once, whole), *lines,
        (w_left_changed, without_putting_back(w, a, b, eps, -eps)),
        (w_left_changed, without_putting_back(w, a, b, eps, eps)),
        (half_step, central(w, a, b, eps / 2)), (eps_ignored, central(w, a, b, 1e-6)),
        *cut, *tiny,
    ]  # fmt: skip


@pytest.mark.exercise("numerical_gradient")
class TestNumericalGradient:
    def problem(self, shape, scale=1.0):
        """w, and a and b of a polynomial that falls along one entry and rises along the others; scale multiplies it."""
        w, a, b = np.random.uniform(0.5, 2, (3, *shape))
        w[0, 0], a[0, 0], b[0, 0] = 0.5, 0.1, -b[0, 0]
        w[-1, -1], a[-1, -1] = 1.9, 5.0  # here f is so much bent that the size of the step shows
        return w, scale * a, scale**0.5 * b

    def judge(self, student, w, a, b, rest, what, verify):
        """`verify` the result as far as it can be judged: in whatever form, as float64, also where f has to return NumPy's numbers.

        verify(result, after): `after` is what w holds after the call.
        """
        seen = student(numerical_gradient_of, w, a, b, rest)
        whatever_its_form(seen["result"], w.shape, what, lambda result: verify(as_float64(result), seen["after"]))
        refused = f"{what} does not work where f returns an ordinary float ({seen['refused']})."
        assert_that(seen["refused"] is None, refused, asks_for_more)

    @pytest.mark.criterion("one entry")
    @pytest.mark.parametrize("shape", [(3, 4), (5, 1), (1, 6)], ids=str)
    def test_one_entry_at_a_time(self, student, shape):
        """One entry of w is changed at a time: the gradient shows how f changes with each, for arrays of any shape."""
        w, a, b = self.problem(shape)
        eps = 1e-3  # a step that shows in float32 as well
        true = 3 * a * w**2 + 2 * b * (b * w).sum()
        what = f"numerical_gradient(f, w, {eps})"

        def verify(seen, _):
            cut = isinstance(seen, np.ndarray) and np.array_equal(seen, np.trunc(seen))  # large numbers are near then
            if cut or not proportional(seen, true, STEP_ERROR):
                assert_close(seen, central(w, a, b, eps), what, lambda: numerical_guesses(w, a, b, eps), rtol=1e-5, atol=1e-5,
                             hint=STEP_AND_PRECISION)

        self.judge(student, w, a, b, [eps], what, verify)

    @pytest.mark.criterion("difference")
    @pytest.mark.parametrize("shape, eps, scale", [((3, 2), 0.25, 1e-3), ((2, 5), 0.4, 1e-3), ((2, 4), 0.3, 1e-10)], ids=str)
    def test_central_difference(self, student, shape, eps, scale):
        """Each entry is a central difference with the given eps, however small f is."""
        w, a, b = self.problem(shape, scale)
        what = f"numerical_gradient(f, w, {eps}) for w of shape {shape}"
        hint = SMALL_NUMBERS if scale < 1e-6 else "Look at which entries are changed together, and by how much."
        self.judge(student, w, a, b, [eps], what, lambda seen, _: assert_close(
            seen, central(w, a, b, eps), what, lambda: numerical_guesses(w, a, b, eps, together=0.5), hint=hint))

    @pytest.mark.criterion("difference")
    def test_default_eps(self, student):
        """With the default eps the result is very near the true gradient."""
        w, a, b = self.problem((3, 4))
        true = 3 * a * w**2 + 2 * b * (b * w).sum()

        def verify(seen, _):
            guesses = numerical_guesses(w, a, b, 1e-6, together=0.5)
            self.assert_precise(seen, true, "numerical_gradient(f, w)", guesses, 1e-5)
            assert_close(seen, true, "numerical_gradient(f, w)", lambda: guesses, rtol=1e-5, atol=1e-5, hint=STEP_AND_PRECISION)

        self.judge(student, w, a, b, [], "numerical_gradient(f, w)", verify)

    def assert_precise(self, seen, right, what, guesses, rtol):
        """Say of a result that is nearly right and fits no guess that it is not near enough."""
        if not isinstance(seen, np.ndarray) or seen.dtype != np.float64 or seen.shape != right.shape or named(seen, guesses):
            return
        near = np.allclose(seen, right, rtol=0, atol=0.02 * np.abs(right).max())
        assert_that(
            not near or np.allclose(seen, right, rtol=rtol, atol=1e-5),
            f"{what} is near the right values, but not near enough. {STEP_AND_PRECISION}",
        )

    @pytest.mark.criterion("difference")
    def test_size_of_default_eps(self, student):
        """The default of eps is 1e-6."""
        w, a, b = self.problem((2, 4))
        w, a, b = 1e-6 * w, 1e12 * a, 1e3 * b  # f bends so sharply that the size of the step shows
        what = "numerical_gradient(f, w) for an f that changes very quickly"
        hint = "It is not the central difference for eps=1e-6: look at the default of eps, and at the formula."
        self.judge(student, w, a, b, [], what, lambda seen, _: assert_close(
            seen, central(w, a, b, 1e-6), what, lambda: numerical_guesses(w, a, b, 1e-6, together=0.5), rtol=1e-4, atol=1e-5,
            hint=hint))

    @pytest.mark.criterion("w")
    def test_w_as_before(self, student):
        """After the call w has the same values as before."""
        w, a, b = self.problem((2, 3))
        eps = 1e-5  # so small that entries which are not put back hardly move the values
        right = central(w, a, b, eps)
        signs = [right, *(g for mistake, g in numerical_guesses(w, a, b, eps) if mistake.id in SIGNS_OF_WORK)]

        def verify(seen, after):
            spoilt = [] if np.allclose(after, w, rtol=0, atol=1e-9) else ["w"]  # `+= eps` and `-= eps` round
            begun = any(proportional(seen, sign, STEP_ERROR) or close(seen, sign) for sign in signs)
            same = begun and distance(seen, right) < 1e-3 * np.abs(right).max()  # how near it is costs elsewhere
            assert_harmless(spoilt, "numerical_gradient(f, w)", w_left_changed, same, begun)

        self.judge(student, w, a, b, [eps], "numerical_gradient(f, w)", verify)

    @pytest.mark.criterion("float64")
    def test_floats(self, student):
        """An array of floats has a gradient in float64."""
        w, a, b = self.problem((2, 3))
        seen = student(numerical_gradient_of, w, a, b, [])["result"]
        dtype = seen.dtype if isinstance(seen, np.ndarray) else np.dtype(float)  # another form costs with the values
        assert_that(dtype == np.float64, f"numerical_gradient(f, w) has dtype {dtype}; float64 is expected.",
                    cast_to_int if dtype.kind == "i" else None)

    @pytest.mark.criterion("float64")
    def test_integers(self, student):
        """An array of integers has a gradient of floats, in float64."""
        whole = np.random.permutation(np.arange(1, 7)).reshape(2, 3)
        _, a, b = self.problem((2, 3))
        what = "numerical_gradient(f, w) for an array w of integers"
        right = central(whole.astype(float), a, b, 1e-6)
        stuck = entrywise(  # the step down ends at the next integer, the step up goes nowhere
            whole, lambda i: (value(whole, a, b) - value(moved(whole, i, -1), a, b)) / 2e-6)
        guesses = [(cast_to_int, np.trunc(right)), (cast_to_int, stuck)]
        guesses += numerical_guesses(whole.astype(float), a, b, 1e-6)
        seen = student(numerical_gradient_of, whole, a, b, [])["result"]
        if isinstance(seen, np.ndarray):
            assert_that(seen.dtype.kind != "i", f"{what} is an array of integers; an array of floats is expected.", cast_to_int)
            assert_that(seen.dtype == np.float64, f"{what} has dtype {seen.dtype}; float64 is expected.")

        def verify(seen, _):
            found = next(iter(named(seen, guesses)), None)
            if found not in (missing_two_eps, wrong_way, one_sided, half_step, all_at_once):  # they cost elsewhere
                self.assert_precise(seen, right, what, guesses, 1e-4)
                assert_close(seen, right, what, lambda: guesses, rtol=1e-4, atol=1e-5, hint=STEP_AND_PRECISION)

        self.judge(student, whole, a, b, [], what, verify)


def as_float64(result):
    """An array as float64; any other value as it is."""
    return result.astype(np.float64) if isinstance(result, np.ndarray) and result.dtype.kind in "fiu" else result


# ---- train ---------------------------------------------------------------------------------------------------------

ascent = misconception("gradient-ascent", "The weights were changed in the direction of the gradient, and there the loss grows.")
w2_first = misconception(
    "w2-updated-before-w1-gradient",
    "w2 was updated before the gradient of w1 was computed; both gradients belong to the same weights.",
)
w1_first = misconception(
    "w1-updated-before-w2-gradient",
    "w1 was updated before the gradient of w2 was computed; both gradients belong to the same weights.",
)
loss_after = misconception(
    "loss-after-update", "These are the losses after the updates; the exercise asks for the loss before each update."
)
arguments_changed = misconception(
    "arguments-changed", "The caller's own arrays were trained: `-=` writes into an array, whatever its name."
)
step_too_many = misconception("step-too-many", "That is one more than `steps`.")
step_too_few = misconception("step-too-few", "That is one less than `steps`.")
not_trained = misconception("not-trained", "The weights that came back are those that were given.")
one_weight_only = misconception("one-weight-only", "Only one of the two weights was trained.")
stops_early = misconception(
    "stops-early", "The training ended early, by a limit or by the value of the loss; the caller decides how many steps there are."
)
carries_on = misconception(
    "earlier-step-added", "The step before has a part in each step; the exercise asks for the gradient of this moment alone."
)
own_course = misconception(
    "losses-of-own-course", "They belong to the weights that were really reached in each step, but these are not right.", keeps=0.5
)
default_values = misconception(
    "default-values", "With a learning rate and a number of steps that are given it is right: look at their defaults.", keeps=0.5
)
losses_first = misconception("losses-first", "w1, w2 and losses are expected, in this order.", keeps=0.6)
losses_kept = misconception(
    "losses-kept", "The list still has the losses of earlier calls: a default value such as [] is made only once."
)
mean_update = misconception("mean-instead-of-sum", "These are the steps for a mean; the loss is a sum, and nothing is divided.")
one_by_one = misconception(
    "one-example-at-a-time",
    "The weights were updated after each example; a step here takes the gradient of the loss of all of them.", keeps=0.25)
settings_ignored = misconception("settings-ignored", "The learning rate or the number of steps is not the one that was given.")


other_names = misconception(
    "other-names", "Callers give arguments by name as well, so their names belong to the exercise.", keeps=0.7)
one_step_at_least = misconception(
    "one-step-at-least", "The loop makes a step before it looks how many there are.", keeps=0.7)


@probe
def train_by_name(student, x, y, w1, w2):
    """What train says of the names of its optional arguments, or None."""
    return refused_name(student, lambda: student.train(x, y, w1, w2, learning_rate=1e-3, steps=1))


def descend(d, rate, steps, order="both"):
    """(w1, w2, losses) after some steps of gradient descent, in the right order or in a wrong one."""
    d, losses = {name: d[name] for name in ["x", "y", "w1", "w2"]}, []
    for _ in range(steps):
        after_forward(d)
        losses.append(float(((d["y_pred"] - d["y"]) ** 2).sum()))
        to_w1, to_w2 = true_gradients(d)
        if order == "one by one":
            for i in range(len(d["y"])):
                one = after_forward({**d, "x": d["x"][i : i + 1], "y": d["y"][i : i + 1]})
                to_w1, to_w2 = true_gradients(one)
                d["w1"], d["w2"] = d["w1"] - rate * to_w1, d["w2"] - rate * to_w2
            to_w1 = to_w2 = 0.0
        elif order == "w2, then w1":
            d["w2"] = d["w2"] - rate * to_w2
            d["at_h_relu"] = d["from_loss"] @ d["w2"].T
            to_w1, to_w2 = true_gradients(d)[0], 0.0
        elif order == "w2, predict, then w1":
            d["w2"] = d["w2"] - rate * to_w2
            to_w1, to_w2 = true_gradients(after_forward(d))[0], 0.0
        elif order == "w1, predict, then w2":
            d["w1"] = d["w1"] - rate * to_w1
            to_w1, to_w2 = 0.0, true_gradients(after_forward(d))[1]
        d["w1"] = d["w1"] - rate * to_w1 * (order != "w2 only")
        d["w2"] = d["w2"] - rate * to_w2 * (order != "w1 only")
    after_forward(d)
    return d["w1"], d["w2"], losses, float(((d["y_pred"] - d["y"]) ** 2).sum())


def after_forward(d):
    d["h"] = d["x"] @ d["w1"]
    d["on"] = d["h"] > 0
    d["h_relu"] = np.where(d["on"], d["h"], 0.0)
    d["y_pred"] = d["h_relu"] @ d["w2"]
    d["from_loss"] = 2 * (d["y_pred"] - d["y"])
    d["at_h_relu"] = d["from_loss"] @ d["w2"].T
    return d


def weights_guess(seen, d, rate, steps):
    """The misconception that explains both weights, if one does."""
    guesses = [
        (not_trained, descend(d, rate, 0)),
        (ascent, descend(d, -rate, steps)),
        (w2_first, descend(d, rate, steps, "w2, then w1")),
        (w2_first, descend(d, rate, steps, "w2, predict, then w1")),
        (w1_first, descend(d, rate, steps, "w1, predict, then w2")),
        (one_by_one, descend(d, rate, steps, "one by one")),
        (step_too_many, descend(d, rate, steps + 1)),
        (step_too_few, descend(d, rate, steps - 1)),
        *[(stops_early, descend(d, rate, made)) for made in range(1, min(steps - 1, 6))],
        (one_weight_only, descend(d, rate, steps, "w1 only")),
        (one_weight_only, descend(d, rate, steps, "w2 only")),
        (mean_update, descend(d, rate / len(d["y"]), steps)),
        (mean_update, descend(d, rate / d["y"].size, steps)),
        (settings_ignored, descend(d, 1e-6, steps)),
        (settings_ignored, descend(d, rate, 500)),
        (settings_ignored, descend(d, 1e-6, 500)),
    ]
    return nearest([
        (distance(seen["w1"], w1) + distance(seen["w2"], w2), mistake)
        for mistake, (w1, w2, _, _) in guesses
        if close(seen["w1"], w1) and close(seen["w2"], w2)
    ])


@once
def steps_that_are_right(student):
    """How many of the first three steps of an ordinary training are right; 3 where all are."""
    d = draw(*SIZES[0])
    for steps in (1, 2, 3):
        seen = student(train_of, d["x"], d["y"], d["w1"], d["w2"], [2e-3, steps])
        w1, w2, _, _ = descend(d, 2e-3, steps)
        if seen["count"] != 3 or not (close(seen["w1"], w1) and close(seen["w2"], w2)):
            return steps - 1
    return 3


@once
def adds_the_step_before(student):
    """Whether each step is the gradient's and one and the same part of the step before, for both weights."""
    d, rate = draw(*SIZES[0]), 2e-3
    course = [np.concatenate([d["w1"].ravel(), d["w2"].ravel()])]
    from_gradient = []
    for steps in (1, 2, 3):
        seen = student(train_of, d["x"], d["y"], d["w1"], d["w2"], [rate, steps])
        if seen["count"] != 3 or not all(is_like(seen[name], d[name]) for name in ("w1", "w2")):
            return False
        before = after_forward({**d, "w1": course[-1][: d["w1"].size].reshape(d["w1"].shape),
                                "w2": course[-1][d["w1"].size :].reshape(d["w2"].shape)})  # fmt: skip
        from_gradient.append(-rate * np.concatenate([g.ravel() for g in true_gradients(before)]))
        course.append(np.concatenate([seen["w1"].ravel(), seen["w2"].ravel()]))
    moves = np.diff(course, axis=0)
    first, second, third = moves - from_gradient
    part = second @ moves[0] / (moves[0] @ moves[0]) if moves[0].any() else 0.0
    size = 1e-6 * np.abs(moves).max()
    fits = [np.abs(rest).max() < size for rest in (first, second - part * moves[0], third - part * moves[1])]
    return bool(abs(part) > 0.01 and all(fits))


def is_like(seen, weight):
    return isinstance(seen, np.ndarray) and seen.dtype == np.float64 and seen.shape == weight.shape and np.isfinite(seen).all()


def suspect_in_training(student):
    right = steps_that_are_right(student)
    if right == 0:
        return "The first step is wrong too: look at which weights are trained, and how they are changed."
    if right < 3:
        return f"The first {'step is' if right == 1 else f'{right} steps are'} right: look at what changes from step to step."
    return "In an ordinary training of three steps they are right: look at what is different here, such as the defaults."


@pytest.mark.exercise("train")
class TestTrain:
    rate = 2e-3

    def trained(self, student, d, *rest, order="F"):
        seen = student(train_of, d["x"], d["y"], d["w1"], d["w2"], list(rest), order)
        assert_that(seen["count"] == 3, "train did not return three things; w1, w2 and losses are expected, in this order.")
        assert_that(seen["place"] == 2 or order == "C", "train returned the losses before the weights.", losses_first)
        return seen

    def verify_weights(self, student, seen, d, rate, steps, call):
        w1, w2, _, _ = descend(d, rate, steps)
        hint = functools.partial(suspect_in_training, student)
        for name, expected in (("w1", w1), ("w2", w2)):
            assert_that(isinstance(seen[name], np.ndarray), f"{name}, as {call} returned it, is not a NumPy array.")
            assert_close(seen[name], expected, f"{name} after {call}", lambda name=name: [
                (mistake, seen[name]) for mistake in [weights_guess(seen, d, rate, steps)] if mistake], hint=hint)

    def one_for_each_step(self, seen, right, what, longer):
        """The losses, if they are as many as the right ones; `longer` are those of one step more."""
        losses, steps = seen["losses"], len(right)
        kind = "None" if seen["losses type"] == "NoneType" else f"a {seen['losses type']}"
        odd = "a list whose entries are no numbers" if kind in ("a list", "a tuple") else kind
        assert_that(losses is not None, f"{what} is {odd}; a list of numbers is expected.")
        mistake = {steps + 1: step_too_many, steps - 1: step_too_few}.get(len(losses))
        if mistake and close(losses, longer[: len(losses)]):  # each is right, but for their number
            mistake = mistake.keeping(0.5)
        if mistake is None and 0 < len(losses) < steps and close(losses, right[: len(losses)]):
            mistake = stops_early.keeping(0.3)
        if len(losses) > steps + 1 and any(right) and close(losses[-steps:], right):
            mistake = losses_kept
        assert_that(len(losses) == steps, f"{what} has {counted(len(losses), 'entry')}; one for each step is expected.", mistake)
        return losses

    def explained(self, seen, d, rate, steps):
        """The misconception that explains both weights, or None where they are right, or nothing does."""
        return None if self.right(seen, d, rate, steps) else weights_guess(seen, d, rate, steps)

    def right(self, seen, d, rate, steps):
        w1, w2, _, _ = descend(d, rate, steps)
        return close(seen["w1"], w1) and close(seen["w2"], w2)

    def verify_updates(self, student, seen, d, rate, steps, call):
        """So many steps downhill, in whatever order; a step more or less, an early end and a mean are slips."""
        mistake = self.explained(seen, d, rate, steps)
        losses = steps if seen["losses"] is None else len(seen["losses"])
        short = 0 < losses < steps and mistake in (not_trained, stops_early)
        if short or (mistake is step_too_few and steps_that_are_right(student)):  # not one less in every call
            assert_that(False, f"{call} made fewer than {steps} steps.", stops_early.keeping(0.25))
        made = {step_too_many: steps + 1, step_too_few: steps - 1}
        if mistake is mean_update:
            assert_that(
                False, "The weights change in the right direction, but not as much as learning_rate says.", mean_update.keeping(0.4)
            )
        if mistake in made:
            assert_that(False, f"{call} made {counted(made[mistake], 'step')}.", mistake.keeping(0.4))
        if mistake not in (w1_first, w2_first) and not self.right(seen, d, rate, steps):
            added = mistake is None and adds_the_step_before(student)
            assert_that(not added, f"w1 and w2 after {call} have the right shapes, but are wrong.", carries_on)
            self.verify_weights(student, seen, d, rate, steps, call)

    @pytest.mark.criterion("update")
    @pytest.mark.parametrize(
        "sizes, steps, rate",
        [(SIZES[0], 1, 2e-3), (SIZES[0], 3, 2e-3), (SIZES[1], 6, 2e-3), (SMALL, 4, 2e5), (SINGLE, 3, 5e-4)],
        ids=str,
    )
    @with_edges
    def test_updates(self, student, sizes, steps, rate):
        """Exactly `steps` steps change both weights, towards a smaller loss."""
        d = draw(*sizes)
        seen = self.trained(student, d, rate, steps)
        self.verify_updates(student, seen, d, rate, steps, f"train(..., learning_rate={rate:g}, steps={steps})")

    @pytest.mark.criterion("update")
    def test_defaults(self, student):
        """The defaults are a learning rate of 1e-6 and 500 steps."""
        d = draw(*SIZES[0])
        d["x"] = 20 * d["x"]

        def verify(call, *rest):
            self.verify_updates(student, self.trained(student, d, *rest), d, 1e-6, 500, call)

        with edge(default_values, lambda: verify("train(..., learning_rate=1e-06, steps=500)", 1e-6, 500)):
            verify("train(x, y, w1, w2)")

    @pytest.mark.criterion("update")
    def test_by_name(self, student):
        """learning_rate and steps can be given by their names."""
        d = draw(*SIZES[0])
        refused = student(train_by_name, d["x"], d["y"], d["w1"], d["w2"])
        assert_that(refused is None, f"train(x, y, w1, w2, learning_rate=..., steps=...): {refused}.", other_names)

    @pytest.mark.criterion("losses")
    def test_no_steps(self, student):
        """With steps=0 nothing is trained, and there are no losses."""
        if steps_that_are_right(student) < 3:
            return  # what is wrong with ordinary steps costs elsewhere
        d = draw(*SIZES[0])
        seen = self.trained(student, d, self.rate, 0)
        still = close(seen["w1"], d["w1"]) and close(seen["w2"], d["w2"]) and seen["losses"] == []
        assert_that(still, "train(..., steps=0) changed the weights, or returned losses.", one_step_at_least)

    @pytest.mark.criterion("old weights")
    @pytest.mark.parametrize("steps", [2, 4])
    def test_gradients_at_the_old_weights(self, student, steps):
        """Both gradients belong to the weights as they were before the update."""
        d = draw(*SIZES[0])
        seen = self.trained(student, d, self.rate, steps)
        elsewhere = ascent, step_too_many, step_too_few, stops_early, mean_update, settings_ignored, one_by_one
        if self.explained(seen, d, self.rate, steps) in elsewhere or adds_the_step_before(student):
            return  # which costs elsewhere
        self.verify_weights(student, seen, d, self.rate, steps, f"train(..., steps={steps})")

    @pytest.mark.criterion("losses")
    @pytest.mark.parametrize("sizes, steps, rate", [(SIZES[0], 2, 2e-3), ((*SIZES[1], 1e-2), 5, 20.0)], ids=str)
    def test_losses(self, student, sizes, steps, rate):
        """losses has one entry for each step: the loss before its update."""
        while True:
            d = draw(*sizes)
            single = descend(d, rate, steps, "one by one")[2]
            if not any(np.allclose(single, losses, rtol=1e-3, atol=0.0) for losses in self.losses_of_orders(d, rate, steps)):
                break
        seen = self.trained(student, d, rate, steps)
        _, _, right, last = descend(d, rate, steps)
        what = f"The list of losses from train(..., learning_rate={rate:g}, steps={steps})"
        losses = self.one_for_each_step(seen, right, what, [*right, last])
        self.assert_losses(student, losses, right, last, what, d, rate)

    @pytest.mark.criterion("losses")
    @pytest.mark.parametrize("course", ["is 0", "rises"])
    def test_every_step(self, student, course):
        """All steps are made, also where the loss is 0 from the start, and where it rises."""
        steps, rate = 5, {"is 0": self.rate, "rises": 0.02}[course]
        while True:
            d = draw(*SIZES[0])
            if course == "is 0":  # of whole numbers, so that it is exactly 0 in whatever order they are added
                d |= {name: np.rint(2 * d[name]) for name in ["x", "w1", "w2"]}
                d["y"] = after_forward(d)["y_pred"]
            with np.errstate(all="ignore"):
                _, _, losses, last = descend(d, rate, steps)
            if course == "is 0" or (losses[1] > 1.1 * losses[0] and max(losses) < 1e9):
                break
        what = f"The list of losses from train(..., steps={steps}), where the loss {course},"
        found = self.one_for_each_step(self.trained(student, d, rate, steps), losses, what, [*losses, last])
        with np.errstate(all="ignore"):
            self.assert_losses(student, found, losses, last, what, d, rate)

    def course(self, student, d, rate, steps):
        """The losses of the weights that are reached after 0, 1, ... steps; none where the weights do not change."""
        losses = []
        for made in range(steps):
            weights = self.trained(student, d, rate, made) if made else d
            if not all(is_like(weights[name], d[name]) for name in ("w1", "w2")):
                return []
            with np.errstate(all="ignore"):
                there = after_forward({**d, "w1": weights["w1"], "w2": weights["w2"]})
                losses.append(float(((there["y_pred"] - d["y"]) ** 2).sum()))
        return losses if len(losses) > 1 and np.ptp(losses) else []

    @staticmethod
    def losses_of_orders(d, rate, steps):
        """The losses, with both weights updated at once, and in each of the orders that cost elsewhere."""
        orders = "w2, then w1", "w2, predict, then w1", "w1, predict, then w2", "w1 only", "w2 only"
        return [descend(d, rate, steps, order)[2] for order in ("both", *orders)]

    def assert_losses(self, student, seen, right, last, what, d, rate):
        """Right, or right for the steps that were really made: in another order, or (a slip) to another place."""
        steps = len(right)
        if close(seen, right) or (steps > 1 and any(close(seen, losses) for losses in self.losses_of_orders(d, rate, steps))):
            return
        n = len(d["y"])
        elsewhere = [(ascent, -rate), (mean_update, rate / n), (mean_update, rate / d["y"].size), (settings_ignored, 1e-6)]
        hint = "The first loss belongs to the weights that were given."
        if np.allclose(seen, np.round(seen, 4), rtol=0, atol=1e-12):
            hint = ""  # that they are rounded is said already
        elif close(seen[0], right[0]):
            hint = "The losses before it are right: look at the weights with which the later ones are computed."

        def guesses():
            found = [(loss_after, [*right[1:], last])]
            found += [(mistake.keeping(0.5), descend(d, to, steps)[2]) for mistake, to in elsewhere]
            if named(seen, found):
                return found
            return [(own_course, course) for course in [self.course(student, d, rate, steps)] if course]

        assert_close(seen, right, what, guesses, parts="the loss of step {}", hint=hint)

    @pytest.mark.criterion("arguments")
    def test_arguments_unchanged(self, student):
        """train does not change x, y, w1 and w2 of the caller."""
        d = draw(*SIZES[0])
        seen = self.trained(student, d, self.rate, 3, order="C")
        spoilt = changed({name: d[name] for name in ["x", "y", "w1", "w2"]}, seen["after"])
        w1, w2, losses, _ = descend(d, self.rate, 3)
        right = close(seen["w1"], w1) and close(seen["w2"], w2) and seen["losses"] is not None and close(seen["losses"], losses)
        explained = self.explained(seen, d, self.rate, 3) is not None or adds_the_step_before(student)
        begun = bool(seen["losses"]) and (close(seen["losses"][0], losses[0]) or explained)
        assert_harmless(spoilt, "train(...)", arguments_changed, right, begun)
