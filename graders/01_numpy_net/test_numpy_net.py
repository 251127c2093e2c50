"""Hidden graders of assignment 01: a two-layer network in NumPy."""
import itertools

import numpy as np
import pytest
import torch

from torchkata.grading import assert_matches, assert_that, misconception, probe

SIZES = [(6, 4, 5, 3), (3, 5, 8, 7)]  # N, D_in, H, D_out: all different, so that a transposed result shows; none is 2
SQUARE = (5, 6, 6, 6)  # and a case in which a weight that is transposed too often still fits
SINGLE = (1, 4, 9, 3, 1e-4)  # one example of small numbers, in which absolute tolerances and rounding would show
ONE_OUTPUT = (5, 4, 6, 1)
NAMES = ["x", "y", "w2", "h", "h_relu", "y_pred"]  # backward's arguments

uses_torch = misconception(
    "uses-torch",
    "In this assignment everything is done by hand, with NumPy only; torch has its turn in the next one.")


# ---- what the judge computes ---------------------------------------------------------------------------------------


def draw(n, d_in, hidden, d_out, scale=1.0):
    """Random data on which each mistake shows: units on and off, outputs and gradients of both signs, no h near 0.

    scale multiplies the data, and with them all that is linear in them.

    In the first example some inputs are negative, some units on and some off; somewhere a unit is on by less than 1.
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
            and d["x"][0].min() < -0.5
            and 0 < d["on"][0].sum() < hidden
            and barely_on.any()
            and all(len(v) and v.min() < -0.5 and v.max() > 0.5 for v in (passed, stopped, d["y_pred"].ravel()))
        ):
            for name in ["x", "y", "h", "h_relu", "y_pred", "from_loss", "at_h_relu"]:
                d[name] *= scale
            return d


def true_gradients(d):
    at_h = np.where(d["on"], d["at_h_relu"], 0.0)
    return np.einsum("ni,nh->ih", d["x"], at_h), np.einsum("nh,no->ho", d["h_relu"], d["from_loss"])


def assert_close(seen, expected, what, guesses=list):
    """assert_matches with a tolerance that goes with the size of the values; `guesses()` are pairs for `named`."""
    atol = 1e-9 * float(np.abs(expected).max(initial=0.0))
    assert_matches(seen, expected, what, lambda: named(seen, guesses()), rtol=1e-6, atol=atol)


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


def proportional(seen, value):
    """Whether seen is value, up to a factor that is not 0: a sign that the work was done."""
    if not isinstance(seen, np.ndarray) or seen.dtype.kind != "f" or seen.shape != value.shape:
        return False
    if not np.isfinite(seen).all():
        return False
    size = np.linalg.norm(seen) * np.linalg.norm(value)
    return bool(size > 0 and abs((seen * value).sum()) > 0.9999 * size)


def changed(before, after):
    """The names of the arrays that are not what they were."""
    return [name for name in before if not np.array_equal(before[name], after[name])]


# ---- what runs beside the student's code ---------------------------------------------------------------------------
#
# Arrays lie in memory column by column (order="F"), as transposed ones do, for which flat views are copies. Where the
# question is whether an argument was changed they lie row by row (order="C"): one can write through a flat view then.


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
def relu_of(student, x, order="F"):
    x = np.asarray(x, order=order)
    result = student.relu(x)
    return {"result": result, "after": x, "shared": isinstance(result, np.ndarray) and np.shares_memory(result, x)}


@probe
def forward_of(student, x, w1, w2, order="F"):
    x, w1, w2 = (np.asarray(a, order=order) for a in (x, w1, w2))
    result = call(student, "forward", [x, w1, w2], ["relu"])
    return {"result": result, "after": {"x": x, "w1": w1, "w2": w2}}


@probe
def squared_error_of(student, y_pred, y, order="F"):
    y = np.asarray(y, order=order)
    farther = y_pred + 100  # a second, worse prediction
    loss, larger = student.squared_error(y_pred, y), student.squared_error(farther, y.copy())
    number = all(isinstance(value, (int, float, np.number, np.ndarray)) for value in (loss, larger))
    return {
        "type": type(loss).__name__,
        "number": number,
        "shape": list(np.shape(loss)) if number else None,
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
    def f(point):
        if np.shape(point) != np.shape(w):
            raise ValueError(f"f was called with an array of shape {np.shape(point)}; w has shape {np.shape(w)}")
        return float(polynomial(point, a, b))

    return {"result": student.numerical_gradient(f, w, *rest), "after": w}


@probe
def train_of(student, x, y, w1, w2, rest, order="F"):
    x, w1, w2 = (np.asarray(a, order=order) for a in (x, w1, w2))
    result = call(student, "train", [x, y, w1, w2, *rest], ["relu", "forward", "squared_error", "backward"])
    count = len(result) if isinstance(result, (tuple, list)) else None
    if count != 3:
        return {"type": type(result).__name__, "count": count}
    losses = result[2]
    try:
        numbers = [float(loss) for loss in losses] if all(np.shape(loss) == () for loss in losses) else None
    except (TypeError, ValueError):
        numbers = None
    after = {"x": x, "y": y, "w1": w1, "w2": w2}
    return {
        "type": type(result).__name__, "count": 3, "w1": result[0], "w2": result[1],
        "losses": numbers, "losses type": type(losses).__name__, "after": after,
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


@pytest.mark.required
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.exercise(name))
        for name in ["relu", "forward", "squared_error", "backward", "numerical_gradient", "train"]
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
    assert_that(not called, f"{name} calls torch's {', '.join(map(str, called))}.", uses_torch)


# ---- relu ----------------------------------------------------------------------------------------------------------

relu_changes_input = misconception(
    "changes-its-input",
    "Assigning to entries of x, or naming x as `out=`, writes into the caller's array; the result needs its own.")
relu_returns_input = misconception(
    "returns-its-input", "What is written into the result later would change x as well; the result needs memory of its own.")
absolute_relu = misconception(
    "abs", "Negative entries come out with their sign turned round; the ReLU makes something else of them.")
clips_above = misconception(
    "clips-above", "Large positive entries are cut off as well; the ReLU has a floor but no ceiling.")
negatives_kept = misconception(
    "negatives-kept", "The entries come out as they went in; look at what happens to the negative ones.")
negatives_not_zero = misconception(
    "negatives-not-zero", "The positive entries are right, but the negative ones come out as something else than 0.")
positives_cut = misconception(
    "positives-cut", "The negative entries stay and the positive ones are gone: the comparison is the wrong way round.")
mask_returned = misconception(
    "mask-returned", "This says where x is positive; the positive entries themselves are asked for.")


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


@pytest.mark.exercise("relu")
class TestRelu:
    @pytest.mark.parametrize("shape", [(4, 7), (9, 2), (1, 8)], ids=str)
    def test_values(self, student, shape):
        """Negative entries become 0, the others stay as they are."""
        x = np.clip(3 * np.random.randn(*shape), -9, 9)
        x[0] = -2.5
        x[0, 1], x[-3:, 0], x[-1, 1] = 0.4, [0.0, 7.5, -0.01][-len(x):], 7.5
        seen = student(relu_of, x)["result"]
        assert_close(seen, np.where(x > 0, x, 0.0), f"relu of an array of shape {shape}", lambda: relu_guesses(x, seen))

    @pytest.mark.parametrize("scale", [1e5, 1e-9], ids=str)
    def test_large_and_small_entries(self, student, scale):
        """Very large and very small positive entries stay as they are, too."""
        x = scale * np.random.uniform(1, 9, (3, 4)) * np.array([1.0, -1.0, 1.0, -1.0])
        x[1] *= -1
        seen = student(relu_of, x)["result"]
        assert_close(seen, np.where(x > 0, x, 0.0), f"relu of an array with entries as large as {abs(x).max():g}",
                     lambda: relu_guesses(x, seen))

    def test_input_unchanged(self, student):
        """relu gives a new array and leaves its argument alone."""
        x = np.clip(3 * np.random.randn(5, 4), -9, 9)
        x[0], x[2] = -1.0, [-1.0, 0.4, -3.0, 8.0]
        seen = student(relu_of, x, "C")
        assert_that(np.array_equal(seen["after"], x), "relu(x) has changed x.", relu_changes_input)
        assert_close(seen["result"], np.where(x > 0, x, 0.0), "relu(x), where x should stay unchanged,",
                     lambda: relu_guesses(x, seen["result"]))
        assert_that(not student(relu_of, np.abs(x))["shared"], "relu(x), where x has no negative entry, shares its memory "
                    "with x.", relu_returns_input)


# ---- forward -------------------------------------------------------------------------------------------------------

no_relu = misconception(
    "no-relu", "Nothing is cut between the two weights: without the ReLU two matrix products are just one.")
relu_on_output = misconception(
    "relu-on-output", "The output has lost its negative values; the ReLU belongs to the hidden layer only.")
clipped_h = misconception(
    "h-already-clipped",
    "h has lost its negative entries. Are h and h_relu one and the same array, or was the ReLU applied too early?")
forward_changes_inputs = misconception(
    "inputs-changed",
    "The caller's arrays have to stay as they are; look for an assignment that writes into one of them.")
order_of_three = misconception(
    "wrong-order", "The exercise says in which order they come; look at their shapes and signs.")


def three_arrays(result, d):
    assert_that(isinstance(result, list) and len(result) == 3,
                "forward(x, w1, w2) did not return three arrays; h, h_relu and y_pred are expected, in this order.")
    _, *others = itertools.permutations([d["h"], d["h_relu"], d["y_pred"]])
    assert_that(not any(all(map(close, result, other)) for other in others),
                "forward(x, w1, w2) returned the three arrays mixed up.", order_of_three)
    return result


@pytest.mark.exercise("forward")
class TestForward:
    @pytest.mark.parametrize("sizes", [*SIZES, SINGLE], ids=str)
    def test_h(self, student, sizes):
        """h is the hidden layer before the ReLU."""
        d = draw(*sizes)
        h, _, _ = three_arrays(student(forward_of, d["x"], d["w1"], d["w2"])["result"], d)
        assert_close(h, d["h"], "h, the first array that forward returns,", lambda: [(clipped_h, d["h_relu"])])

    @pytest.mark.parametrize("sizes", [*SIZES, SINGLE], ids=str)
    def test_h_relu(self, student, sizes):
        """h_relu is the hidden layer after the ReLU."""
        d = draw(*sizes)
        _, h_relu, _ = three_arrays(student(forward_of, d["x"], d["w1"], d["w2"])["result"], d)
        assert_close(h_relu, d["h_relu"], "h_relu, the second array that forward returns,", lambda: [(no_relu, d["h"])])

    @pytest.mark.parametrize("sizes", [SIZES[0], SINGLE, SQUARE], ids=str)
    def test_y_pred(self, student, sizes):
        """y_pred is made from h_relu and w2, for a batch and for a single example."""
        d = draw(*sizes)
        _, _, y_pred = three_arrays(student(forward_of, d["x"], d["w1"], d["w2"])["result"], d)
        linear = d["h"] @ d["w2"]
        assert_close(y_pred, d["y_pred"], "y_pred, the third array that forward returns,", lambda: [
            (relu_on_output, np.where(d["y_pred"] > 0, d["y_pred"], 0.0)),
            (no_relu, linear),
            (no_relu, np.where(linear > 0, linear, 0.0)),
        ])

    def test_inputs_unchanged(self, student):
        """forward leaves x, w1 and w2 alone."""
        d = draw(*SIZES[0])
        seen = student(forward_of, d["x"], d["w1"], d["w2"], "C")
        spoilt = changed({name: d[name] for name in ["x", "w1", "w2"]}, seen["after"])
        assert_that(not spoilt, f"forward(x, w1, w2) has changed {' and '.join(spoilt)}.",
                    forward_changes_inputs)
        h, _, y_pred = three_arrays(seen["result"], d)
        assert_that(close(h, d["h"]) or close(y_pred, d["y_pred"]),
                    "The arguments are unchanged, but neither h nor y_pred is right yet.")


# ---- squared_error -------------------------------------------------------------------------------------------------

mean_error = misconception("mean", "That is a mean; the squares are summed and not divided by a count.")
half_error = misconception(
    "half", "That is half of the sum; some books put a 1/2 in front, this one does not.")
absolute_error = misconception(
    "absolute-value", "The absolute differences are summed; the loss is about their squares.")
not_a_scalar = misconception(
    "not-a-scalar", "A loss is a single number for the whole batch; look at which axes are summed.")
rooted_error = misconception("root", "A square root is taken at the end; the sum itself is asked for.")
unsquared_error = misconception(
    "not-squared", "The differences are summed with their signs, so that errors above and below cancel.")
squared_too_late = misconception(
    "squared-too-late", "The sum is taken before the square, so that errors above and below cancel.")
error_changes_inputs = misconception(
    "inputs-changed",
    "The caller's arrays have to stay as they are. An in-place operation such as `-=` writes into them, and so does a "
    "NumPy function that is given one as the place for its result.")


@pytest.mark.exercise("squared_error")
class TestSquaredError:
    def measure(self, student, n, d_out, scale=1.0, order="F"):
        while True:
            y_pred, y = 0.6 * np.random.randn(n, d_out), 0.4 * np.random.randn(n, d_out) - 0.5
            difference, tenths = y_pred - y, 10 * ((y_pred - y) ** 2).sum()
            # A rounded loss is another one, and not 0; without squares it is another one too, and above 0.
            if abs(tenths - round(tenths)) > 0.2 and tenths > 15 and difference.min() < -0.2 and difference.sum() > 0.5:
                break
        y_pred, y = scale * y_pred, scale * y
        seen = student(squared_error_of, y_pred, y, order)
        assert_that(seen["number"], f"squared_error returned a {seen['type']}; a number is expected.")
        return seen, y_pred, y

    def grows(self, seen):
        return None not in (seen["value"], seen["larger"]) and 0 < seen["value"] < seen["larger"]

    @pytest.mark.weight(3)
    @pytest.mark.parametrize("sizes, scale", [((6, 5), 0.01), ((3, 7), 1e-4)], ids=str)
    def test_value(self, student, sizes, scale):
        """The loss is the sum of all squared differences, also of small ones."""
        seen, y_pred, y = self.measure(student, *sizes, scale)
        difference = y_pred - y
        squares, total = difference**2, (difference**2).sum()
        n, d_out = sizes
        what = f"squared_error for arrays of shape {sizes}"
        partial = [squares, squares.sum(0), squares.sum(1), squares.mean(0), squares.mean(1)]
        assert_that(seen["value"] is not None, f"{what} has shape {tuple(seen['shape'])}; one number is expected.",
                    not_a_scalar if any(close(seen["array"], part) for part in partial) else None)
        assert_close(seen["value"], float(total), what, lambda: [
            *[(mean_error, total * factor / count) for count in (n * d_out, n, d_out) for factor in (1, 0.5)],
            (half_error, total / 2),
            (absolute_error, abs(difference).sum()),
            (mean_error, abs(difference).mean()),
            (rooted_error, total**0.5),
            (mean_error, (total / (n * d_out)) ** 0.5),
            (unsquared_error, difference.sum()),
            (unsquared_error, -difference.sum()),
            (squared_too_late, difference.sum() ** 2),
        ])

    @pytest.mark.parametrize("sizes", [(4, 3), (1, 6)], ids=str)
    def test_scalar(self, student, sizes):
        """The loss is one number, whatever the size of the batch."""
        seen, _, _ = self.measure(student, *sizes)
        shape = tuple(seen["shape"])
        what = f"squared_error for arrays of shape {sizes}"
        assert_that(shape == (), f"{what} has shape {shape}; one number is expected.", not_a_scalar)
        assert_that(self.grows(seen), f"{what} is one number, but it does not grow with the differences.")

    def test_inputs_unchanged(self, student):
        """squared_error leaves y_pred and y alone."""
        seen, y_pred, y = self.measure(student, 5, 4, order="C")
        spoilt = changed({"y_pred": y_pred, "y": y}, seen["after"])
        assert_that(not spoilt, f"squared_error(y_pred, y) has changed {' and '.join(spoilt)}.", error_changes_inputs)
        assert_that(self.grows(seen), "The arguments are unchanged, but the loss does not grow with the differences.")


# ---- backward ------------------------------------------------------------------------------------------------------

missing_two = misconception(
    "missing-factor-2", "Everything is half as large as it should be. What is the derivative of a square?")
mean_gradient = misconception(
    "mean-instead-of-sum", "This is the gradient of a mean; the loss is a sum, so nothing is divided by a count.")
wrong_sign = misconception(
    "wrong-sign", "The sign is turned round; in which direction does the loss grow when y_pred grows above y?")
h_for_h_relu = misconception(
    "h-used-for-h-relu", "h stands where h_relu belongs: w2 was multiplied with the layer after the ReLU.")
mask_missing = misconception(
    "relu-mask-missing", "The ReLU is left out on the way back: a unit that was off passes no gradient on.")
mask_from_gradient = misconception(
    "mask-from-gradient",
    "The gradient was cut where the gradient itself is negative; what counts is where h was negative going forward.")
mask_inverted = misconception(
    "mask-inverted", "The gradient passes where the ReLU was off and stops where it was on; it should be the reverse.")
scaled_by_h = misconception(
    "scaled-by-h", "The gradient was multiplied by the values of the hidden layer; the slope of the ReLU is 0 or 1.")
transposed = misconception(
    "transposed-result", "The numbers are right but rows and columns are exchanged; a gradient has its weight's shape.")
order_of_two = misconception("wrong-order", "That is the gradient of the other weight; grad_w1 comes first.")
no_loss_gradient = misconception(
    "no-loss-gradient", "The chain starts one step too late: y_pred stands where its difference from y belongs.")
backward_changes_inputs = misconception(
    "inputs-changed",
    "The caller still needs these arrays; a masked assignment or `-=` writes into them, also through a second name.")


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
        return [(mistake, d["x"].T @ (back * mask)) for mistake, mask in masks]

    return ways


def ways_to_w2(d):
    return lambda gradient: [(None, d["h_relu"].T @ gradient), (h_for_h_relu, d["h"].T @ gradient)]


def two_gradients(result):
    assert_that(isinstance(result, list) and len(result) == 2,
                "backward did not return two arrays; grad_w1 and grad_w2 are expected, in this order.")
    return result


@pytest.mark.exercise("backward")
class TestBackward:
    @pytest.mark.weight(2)
    @pytest.mark.parametrize("sizes", [*SIZES, SQUARE, SINGLE], ids=str)
    def test_grad_w1(self, student, sizes):
        """grad_w1 is the gradient of the loss with respect to w1."""
        d = draw(*sizes)
        right, other = true_gradients(d)
        seen, _ = two_gradients(student(backward_of, *[d[name] for name in NAMES])["result"])
        assert_close(seen, right, f"grad_w1 for N, D_in, H, D_out = {sizes[:4]}",
                     lambda: gradient_guesses(d, right, other, ways_to_w1(d)))

    @pytest.mark.weight(2)
    @pytest.mark.parametrize("sizes", [*SIZES, SINGLE, ONE_OUTPUT], ids=str)
    def test_grad_w2(self, student, sizes):
        """grad_w2 is the gradient of the loss with respect to w2."""
        d = draw(*sizes)
        other, right = true_gradients(d)
        _, seen = two_gradients(student(backward_of, *[d[name] for name in NAMES])["result"])
        assert_close(seen, right, f"grad_w2 for N, D_in, H, D_out = {sizes[:4]}",
                     lambda: gradient_guesses(d, right, other, ways_to_w2(d)))

    @pytest.mark.weight(2)
    def test_inputs_unchanged(self, student):
        """backward leaves its six arguments alone."""
        d = draw(*SIZES[0])
        seen = student(backward_of, *[d[name] for name in NAMES], "C")
        spoilt = changed({name: d[name] for name in NAMES}, seen["after"])
        assert_that(not spoilt, f"backward(...) has changed {' and '.join(spoilt)}.",
                    backward_changes_inputs)
        pair = zip(two_gradients(seen["result"]), true_gradients(d))
        assert_that(any(proportional(a, b) for a, b in pair),
                    "The arguments are unchanged, but neither gradient is right yet.")


# ---- numerical_gradient --------------------------------------------------------------------------------------------

one_sided = misconception(
    "one-sided-difference",
    "f is compared with its value at w itself; a central difference looks at both sides of w.")
missing_two_eps = misconception(
    "missing-factor-2", "Everything is twice as large as it should be. How far apart are the two points?")
w_left_changed = misconception(
    "w-left-changed", "Entries of w that were moved have to be put back before the next one is moved, and at the end.")
cast_to_int = misconception(
    "cast-to-int", "Something was cut to whole numbers: an array of integers cannot hold a small step or a slope.")
eps_ignored = misconception("eps-ignored", "This fits another step than the eps that was passed in.")
multiplied_by_eps = misconception(
    "multiplied-by-eps",
    "The change of f is multiplied by eps and should be divided by it: in which order are a division and a product done?")
half_step = misconception(
    "half-step", "The two points are only half of eps away from w on each side; eps is the step to one side.")
all_at_once = misconception("all-entries-at-once", "All entries of w were moved together; only one may move at a time.")
wrong_way = misconception("wrong-sign", "The sign is turned round: which of the two values of f is subtracted?")


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
    return entrywise(w, lambda i: (value(moved(w, i, eps), a, b) - value(moved(w, i, -eps), a, b)) / (2 * eps))


def value(w, a, b):
    return polynomial.function(w, a, b)


def without_putting_back(w, a, b, eps, left):
    """Central differences that leave each entry at w + left."""
    w, result = w.copy(), np.empty(w.shape)
    for i in np.ndindex(*w.shape):
        result[i] = (value(moved(w, i, eps), a, b) - value(moved(w, i, -eps), a, b)) / (2 * eps)
        w[i] += left
    return result


def numerical_guesses(w, a, b, eps):
    here = value(w, a, b)
    forwards = entrywise(w, lambda i: (value(moved(w, i, eps), a, b) - here) / eps)
    backwards = entrywise(w, lambda i: (here - value(moved(w, i, -eps), a, b)) / eps)
    right = central(w, a, b, eps)
    tiny = [(multiplied_by_eps, right * eps**2)] if eps > 0.01 else []  # or anything near 0 would fit
    cut = [(cast_to_int, np.trunc(right))] if np.trunc(right).any() else []  # a small slope is lost in other ways, too
    together = (value(w + eps, a, b) - value(w - eps, a, b)) / (2 * eps)
    return [
        (one_sided, forwards), (one_sided, backwards), (one_sided, forwards / 2), (one_sided, backwards / 2),
        (missing_two_eps, right * 2), (wrong_way, -right), (all_at_once, np.full(w.shape, together)),
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

    @pytest.mark.weight(3)
    @pytest.mark.parametrize("shape, eps, scale", [((3, 2), 0.25, 1e-3), ((2, 5), 0.4, 1e-3), ((1, 4), 0.3, 1e-10)], ids=str)
    def test_central_difference(self, student, shape, eps, scale):
        """Each entry is a central difference with the eps that was passed in, however small f is."""
        w, a, b = self.problem(shape, scale)
        seen = student(numerical_gradient_of, w, a, b, [eps])["result"]
        assert_close(seen, central(w, a, b, eps), f"numerical_gradient(f, w, {eps}) for w of shape {shape}",
                     lambda: numerical_guesses(w, a, b, eps))

    def test_default_eps(self, student):
        """Without eps the estimate is very near the true gradient."""
        w, a, b = self.problem((3, 4))
        seen = student(numerical_gradient_of, w, a, b, [])["result"]
        true = 3 * a * w**2 + 2 * b * (b * w).sum()
        assert_matches(seen, true, "numerical_gradient(f, w)", lambda: named(seen, numerical_guesses(w, a, b, 1e-6)), rtol=1e-5)

    def test_size_of_default_eps(self, student):
        """The default of eps is 1e-6."""
        w, a, b = self.problem((2, 4))
        w, a, b = 1e-6 * w, 1e12 * a, 1e3 * b  # f bends so sharply that the size of the step shows
        seen = student(numerical_gradient_of, w, a, b, [])["result"]
        assert_matches(seen, central(w, a, b, 1e-6), "numerical_gradient(f, w) for a sharply bent f",
                       lambda: named(seen, numerical_guesses(w, a, b, 1e-6)))

    def test_w_as_before(self, student):
        """Afterwards w holds what it held before."""
        w, a, b = self.problem((2, 3))
        eps = 0.01
        seen = student(numerical_gradient_of, w, a, b, [eps])
        assert_that(np.allclose(seen["after"], w, rtol=0, atol=1e-9),  # `+= eps` and `-= eps` round
                    "numerical_gradient(f, w) has changed w.", w_left_changed)
        assert_that(proportional(seen["result"], central(w, a, b, eps)) or
                    any(close(seen["result"], guess) for _, guess in numerical_guesses(w, a, b, eps)[:4]),
                    "w is as before, but the gradient is not right yet.")

    def test_integers(self, student):
        """An array of integers has a gradient of floats."""
        whole = np.random.permutation(np.arange(1, 7)).reshape(2, 3)
        _, a, b = self.problem((2, 3))
        seen = student(numerical_gradient_of, whole, a, b, [])["result"]
        what = "numerical_gradient(f, w) for an array w of integers"
        right = central(whole.astype(float), a, b, 1e-6)
        if isinstance(seen, np.ndarray):
            assert_that(seen.dtype.kind != "i", f"{what} is an array of integers; floats are expected.", cast_to_int)
        stuck = entrywise(  # the step down ends at the next integer, the step up goes nowhere
            whole, lambda i: (value(whole, a, b) - value(moved(whole, i, -1), a, b)) / 2e-6)
        guesses = [(cast_to_int, np.trunc(right)), (cast_to_int, stuck)]
        guesses += numerical_guesses(whole.astype(float), a, b, 1e-6)
        assert_matches(seen, right, what, named(seen, guesses))


# ---- train ---------------------------------------------------------------------------------------------------------

ascent = misconception(
    "gradient-ascent", "The weights move up the slope, so that the loss grows; the gradient points to larger losses.")
w2_first = misconception(
    "w2-updated-before-w1-gradient",
    "w2 is updated before w1's gradient is taken; both gradients have to belong to the same weights.")
w1_first = misconception(
    "w1-updated-before-w2-gradient",
    "w1 is updated before w2's gradient is taken; both gradients have to belong to the same weights.")
loss_after = misconception(
    "loss-after-update", "Each loss belongs to the weights after its update; the loss before the update is asked for.")
arguments_changed = misconception(
    "arguments-changed",
    "The arrays that were passed in were trained themselves: `-=` writes into the caller's array, whatever its name.")
step_too_many = misconception("step-too-many", "That is one step more than was asked for.")
step_too_few = misconception("step-too-few", "That is one step less than was asked for.")
not_trained = misconception("not-trained", "The weights that come back are the ones that were passed in.")
one_weight_only = misconception("one-weight-only", "Only one of the two weights was trained.")
stops_early = misconception(
    "stops-early",
    "The training ended by itself, because of what the loss did; the caller has said how many steps there are.")
losses_kept = misconception(
    "losses-kept",
    "The losses of earlier calls are still in the list: a default value such as [] is made once and kept.")
mean_update = misconception(
    "mean-instead-of-sum", "These are the steps of a mean; the loss is a sum, so nothing is divided by a count.")
settings_ignored = misconception(
    "settings-ignored", "The learning rate or the number of steps is not the one that was passed in.")


def descend(d, rate, steps, order="both"):
    """(w1, w2, losses) after some steps of gradient descent, in the right order or in a wrong one."""
    d, losses = {name: d[name] for name in ["x", "y", "w1", "w2"]}, []
    for _ in range(steps):
        after_forward(d)
        losses.append(float(((d["y_pred"] - d["y"]) ** 2).sum()))
        to_w1, to_w2 = true_gradients(d)
        if order == "w2, then w1":
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
        (step_too_many, descend(d, rate, steps + 1)),
        (step_too_few, descend(d, rate, steps - 1)),
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


@pytest.mark.exercise("train")
class TestTrain:
    rate = 2e-3

    def trained(self, student, d, *rest, order="F"):
        seen = student(train_of, d["x"], d["y"], d["w1"], d["w2"], list(rest), order)
        assert_that(seen["count"] == 3,
                    f"train returned a {seen['type']} that is not the weights and the losses; "
                    "w1, w2 and losses are expected, in this order.")
        return seen

    def verify_weights(self, seen, d, rate, steps, call):
        w1, w2, _, _ = descend(d, rate, steps)
        for name, expected in (("w1", w1), ("w2", w2)):
            assert_close(seen[name], expected, f"{name} after {call}", lambda name=name: [
                (mistake, seen[name]) for mistake in [weights_guess(seen, d, rate, steps)] if mistake])

    def one_for_each_step(self, seen, right, what):
        """The losses, if they are as many as the right ones."""
        losses, steps = seen["losses"], len(right)
        assert_that(losses is not None, f"{what}: that is no list of numbers, but a {seen['losses type']}.")
        mistake = {steps + 1: step_too_many, steps - 1: step_too_few}.get(len(losses))
        if mistake is None and 0 < len(losses) < steps and close(losses, right[: len(losses)]):
            mistake = stops_early
        if len(losses) > steps + 1 and close(losses[-steps:], right):
            mistake = losses_kept
        assert_that(len(losses) == steps, f"{what}: there are {len(losses)}; one for each step is expected.", mistake)
        return losses

    @pytest.mark.weight(2)
    def test_one_update(self, student):
        """One step moves both weights by the right amount, in the right direction."""
        d = draw(*SIZES[0])
        self.verify_weights(self.trained(student, d, self.rate, 1), d, self.rate, 1, "train with steps=1")

    @pytest.mark.weight(2)
    @pytest.mark.parametrize("sizes, steps, rate", [(SIZES[0], 3, 2e-3), (SIZES[1], 6, 2e-3), (SINGLE, 4, 2e5)], ids=str)
    def test_several_updates(self, student, sizes, steps, rate):
        """Each step starts from the weights that the last one left."""
        d = draw(*sizes)
        seen = self.trained(student, d, rate, steps)
        self.verify_weights(seen, d, rate, steps, f"train with learning_rate={rate:g}, steps={steps}")

    @pytest.mark.weight(2)
    @pytest.mark.parametrize("sizes, steps, rate", [(SIZES[0], 2, 2e-3), ((*SIZES[1], 1e-2), 5, 20.0)], ids=str)
    def test_losses(self, student, sizes, steps, rate):
        """losses has one entry for each step: the loss before its update."""
        d = draw(*sizes)
        seen = self.trained(student, d, rate, steps)
        _, _, right, last = descend(d, rate, steps)
        what = f"losses of train with learning_rate={rate:g}, steps={steps}"
        losses = self.one_for_each_step(seen, right, what)
        assert_close(losses, right, what, lambda: [
            (loss_after, [*right[1:], last]), (ascent, descend(d, -rate, steps)[2]),
            (w2_first, descend(d, rate, steps, "w2, then w1")[2]),
            (w2_first, descend(d, rate, steps, "w2, predict, then w1")[2]),
            (w1_first, descend(d, rate, steps, "w1, predict, then w2")[2]),
        ])  # fmt: skip

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
                losses = descend(d, rate, steps)[2]
            if course == "is 0" or (losses[1] > 1.1 * losses[0] and max(losses) < 1e9):
                break
        what = f"losses of train with steps={steps}, where the loss {course}"
        found = self.one_for_each_step(self.trained(student, d, rate, steps), losses, what)
        assert_close(found, losses, what)

    @pytest.mark.weight(2)
    def test_arguments_unchanged(self, student):
        """x, y and the weights that were passed in are what they were."""
        d = draw(*SIZES[0])
        seen = self.trained(student, d, self.rate, 3, order="C")
        spoilt = changed({name: d[name] for name in ["x", "y", "w1", "w2"]}, seen["after"])
        assert_that(not spoilt, f"train(...) has changed its own arguments {' and '.join(spoilt)}.",
                    arguments_changed)
        w1, _, losses, _ = descend(d, self.rate, 3)
        begun = bool(seen["losses"]) and close(seen["losses"][0], losses[0])
        assert_that(begun or close(seen["w1"], w1), "The arguments are unchanged, but the training is not right yet.")

    def test_defaults(self, student):
        """The defaults are a learning rate of 1e-6 and 500 steps."""
        d = draw(*SIZES[0])
        d["x"] = 20 * d["x"]
        self.verify_weights(self.trained(student, d), d, 1e-6, 500, "train(x, y, w1, w2)")
