"""Hidden graders of layers.py."""
import math

import pytest
import torch
from torch import nn

from torchkata.grading import assert_matches, assert_that, computes, described, misconception, other_activations, presuppose, probe


def same(seen, expected):
    """Whether `seen` is this tensor."""
    if not isinstance(seen, torch.Tensor) or seen.shape != expected.shape or seen.dtype != expected.dtype:
        return False
    return torch.allclose(seen, expected, 1e-4, 1e-5 * min(1.0, float(expected.abs().max())))


def assert_close(seen, expected, what, mistakes, X):
    """assert_matches, with a tolerance that goes with the size of X."""
    rtol = 1e-12 if X.dtype == torch.float64 else 1e-5
    assert_matches(seen, expected, what, mistakes, rtol=rtol, atol=rtol * float(X.abs().max()))


def nearest(seen, *candidates):
    """`seen` where it equals a candidate, or else the first one: one mistake may be written in several ways."""
    return next((seen for candidate in candidates if same(seen, candidate)), candidates[0])


# By which it is seen whether forward computes anything: the arguments of __init__, and the shape of a random input.
WITNESSES = {"CenteredLayer": ((), (4, 5)), "MyLinear": ((5, 3), (4, 5)), "MyDropout": ((0.3,), (4, 5))}

no_return = misconception(
    "no-return",
    "A function that ends without a return, also in one of its branches, gives None. Look at the last line of forward.", keeps=0.45)

input_changed = misconception(
    "input-changed",
    "The layer wrote into the tensor that was passed in, which belongs to the caller. Look for an operation that works in place.")


def listed(shapes):
    """Shapes, for a message."""
    return " and ".join(str(tuple(shape)) for shape in shapes) or "none"


def is_result(student, y, what, keeps=no_return.keeps):
    """What every check of values asks first: that something came back. Where a result was computed, its return was forgotten."""
    name = what.partition("(")[0]

    def slip():
        return no_return.keeping(keeps).given(computes(student, name, *WITNESSES[name]))

    assert_that(y is not None, f"{what} is None; a tensor is expected.", slip)


def values_begun(y, X, what):
    """What a check of something else than the values presupposes: numbers that were made of X, not a constant and not X itself."""
    made = isinstance(y, torch.Tensor) and y.numel() > 1 and not same(y, X) and bool(y.std() > 0)
    presuppose(made, f"{what} makes nothing of X yet.")


def values_first(right, what):
    """What a check of gradients presupposes: its message would only repeat what another one says."""
    presuppose(right, f"{what} does not have the right values, so its gradients cannot be judged yet.")


# ---- CenteredLayer ---------------------------------------------------------------------------------------------------

mean_per_row = misconception(
    "mean-per-row",
    "This is the result where every row (or every sample) has a mean of its own. The exercise asks for one single mean, of "
    "all numbers in X.")
mean_per_column = misconception(
    "mean-per-column",
    "This is the result where every column has a mean of its own. The exercise asks for one single mean, of all numbers in "
    "X.")
result_detached = misconception(
    "mean-detached", "The whole result is cut off from autograd. Look for item(), detach(), .data or no_grad.")
mean_detached = misconception(
    "mean-detached",
    "The mean depends on X as well, but autograd does not record that here. Look for item(), detach(), .data or no_grad.")
divides_by_std = misconception(
    "divides-by-std",
    "The result was also divided by the standard deviation. This layer only subtracts the mean.")
unchanged = misconception("unchanged", "This is X as it was passed in: nothing was subtracted.")
mean_kept = misconception(
    "mean-kept",
    "The mean of an earlier tensor was subtracted. Look for a mean that is kept on self between calls.")
idle_in_eval = misconception(
    "idle-in-eval",
    "In eval mode the layer did nothing. That is right for dropout; this layer does the same in both modes.")


@probe
def transposed(tensor):
    """A tensor with these values that lies in memory in another order, so that it has no flat view."""
    return tensor.mT.contiguous().mT


@probe
def centered(student, X):
    return student.CenteredLayer()(transposed(X) if X.dim() == 3 else X)


@probe
def centered_one_by_one(student, tensors):
    """What one layer makes of several tensors while it trains, and in eval mode."""
    layer = student.CenteredLayer()
    return {name: [layer.train(name == "training")(X) for X in tensors] for name in ("training", "eval")}


@probe
def centered_with_input(student, X):
    y = student.CenteredLayer()(X)
    return {"y": y.clone() if isinstance(y, torch.Tensor) else y, "X": X}


@probe
def centered_gradient(student, X, cotangent, mode):
    leaf = X.clone().requires_grad_()
    y = student.CenteredLayer().train(mode)(leaf * 1)  # no leaf, so that a layer that works in place gets through
    if isinstance(y, torch.Tensor) and y.requires_grad:
        (y * cotangent).sum().backward()
    return {"y": y, "grad": leaf.grad}


def centering_mistakes(seen, X):
    if X.dim() == 0:
        return {unchanged: X}
    centre = X - X.mean()
    spreads = X.std(), X.std(correction=0), (X.var() + 1e-5).sqrt(), (X.var(correction=0) + 1e-5).sqrt()
    mistakes = {unchanged: X, divides_by_std: nearest(seen, *[centre / spread for spread in spreads])}
    if X.dim() > 1:
        samples = X.flatten(1).mean(1).reshape(-1, *[1] * (X.dim() - 1))
        rows = [X - X.mean(-1, keepdim=True), X - samples]
        if X.dim() == 2 and X.shape[0] == X.shape[1]:
            rows.append(X - X.mean(1))  # only fits where the matrix is square
        mistakes[mean_per_row] = nearest(seen, *rows)
    if X.dim() > 1 and X.shape[0] > 1:  # in one row each column's mean leaves 0, and so do other mistakes
        mistakes[mean_per_column] = X - X.mean(0, keepdim=True)
    return mistakes


@pytest.mark.exercise("CenteredLayer")
class TestCenteredLayer:
    @pytest.mark.criterion("value")
    @pytest.mark.parametrize("shape, scale", [((4, 5), 1.0), ((3, 3), 1.0), ((2, 3, 4), 1.0), ((1, 6), 1e-6), ((), 1.0)], ids=str)
    def test_values(self, student, shape, scale):
        """The mean of the whole tensor is subtracted from every entry."""
        X = scale * (3 * torch.randn(shape) + 2)
        what = f"CenteredLayer()(X) with X of shape {shape}{' and of small numbers' if scale < 1 else ''}"
        seen = student(centered, X)
        is_result(student, seen, "CenteredLayer()(X)")
        assert_close(seen, X - X.mean(), what, lambda: centering_mistakes(seen, X), X)

    @pytest.mark.criterion("value")
    def test_double_precision(self, student):
        """A float64 tensor stays float64, and is centered just as precisely."""
        X = torch.randn(7, dtype=torch.float64) - 5
        seen, what = student(centered, X), "CenteredLayer()(X) with X float64 of shape (7,)"
        is_result(student, seen, "CenteredLayer()(X)")
        assert_close(seen, X - X.mean(), what, lambda: centering_mistakes(seen, X), X)

    @pytest.mark.criterion("modes")
    def test_one_after_another(self, student):
        """The layer does the same for every tensor, in training mode and in eval mode."""
        first, second = torch.randn(4, 4) + 5, torch.randn(4, 4) - 2
        alone = [student(centered, X) for X in (first, second)]  # what this layer does when it is new, right or wrong
        is_result(student, alone[1], "CenteredLayer()(X)")
        values_begun(alone[1], second, "CenteredLayer()(X)")
        # eval mode begins with another tensor than the one that training ended with
        for mode, tensors in student(centered_one_by_one, [first, second]).items():
            what = f"CenteredLayer()(X) in {mode} mode, after another tensor,"
            for X, other, expected, seen in zip((first, second), (second, first), alone, tensors):
                is_result(student, seen, "CenteredLayer()(X)")
                assert_matches(seen, expected, what, {
                    **({idle_in_eval: X} if mode == "eval" else {}), mean_kept: X - other.mean()})

    @pytest.mark.criterion("gradient")
    def test_gradient(self, student):
        """The gradient takes into account that the mean depends on X too, in training mode and in eval mode."""
        X, cotangent = torch.randn(4, 5), torch.randn(4, 5)
        for mode in True, False:
            seen = student(centered_gradient, X, cotangent, mode)
            right = same(seen["y"], X - X.mean())
            if not mode and not right:
                return  # only in eval mode, which is another check's
            is_result(student, seen["y"], "CenteredLayer()(X)")
            values_first(right, "CenteredLayer()(X)")
            what, keeps = "The gradient of X after CenteredLayer()(X) and backward", 0.0 if mode else 0.5
            assert_matches(seen["grad"], cotangent - cotangent.mean(), what if mode else f"{what} in eval mode", {
                result_detached.keeping(keeps): None, mean_detached.keeping(keeps): cotangent})

    @pytest.mark.criterion("input")
    def test_input_is_left_alone(self, student):
        """The tensor that is passed in keeps its values."""
        X = torch.randn(4, 4) + 4
        seen = student(centered_with_input, X)
        y = seen["y"]
        is_result(student, y, "CenteredLayer()(X)")
        values_begun(y if same(y, student(centered, X)) else None, X, "CenteredLayer()(X)")
        assert_that(torch.equal(seen["X"], X), "After CenteredLayer()(X) the tensor X has other values than before.",
                    input_changed)


# ---- MyLinear --------------------------------------------------------------------------------------------------------

data_in_forward = misconception(
    "data-in-forward",
    "Autograd does not record what forward does with it. Look for .data, detach() or no_grad, and use the parameter itself.")
bias_as_row = misconception(
    "bias-as-row", "A bias of shape (1, units) is a matrix with one row; added to a vector it makes a matrix of it.", keeps=0.5)
not_registered = misconception(
    "not-registered",
    "The layer holds such a tensor, but it is not registered as a parameter, so no optimizer would train it. Only an "
    "nn.Parameter that is assigned to an attribute is registered; a plain tensor, an item of a list or a result computed "
    "from a Parameter is not.")
frozen = misconception(
    "frozen",
    "What does not require a gradient is never trained. Look at how this parameter is made.", keeps=0.5)
no_relu = misconception(
    "no-relu",
    "This is the result without a ReLU: negative numbers were not set to 0. Look at what forward returns.", keeps=0.3)
other_activation = misconception(
    "other-activation", "This is the result with another activation function than the ReLU that the exercise asks for.")
OTHERS = other_activations()
relu_before_bias = misconception(
    "relu-before-bias",
    "This is the result where the ReLU comes before the bias is added. It belongs after the whole sum.", keeps=0.5)
bias_ignored = misconception("bias-ignored", "This is the result without the bias; forward has to use it too.", keeps=0.6)
weight_transposed = misconception(
    "weight-transposed",
    "The weight is stored transposed, with a row for each output, as in nn.Linear. Here each row belongs to an input, and "
    "each column to an output.", keeps=0.3)
two_dimensional_only = misconception(
    "two-dimensional-only",
    "A matrix works, but X may have any number of axes, and only the last one should change. Look for an operation that "
    "takes matrices only, or that flattens.")
weight_not_random = misconception(
    "weight-not-random",
    "All its entries are the same. Units that start equal get equal gradients, so they stay equal.")
uninitialised = misconception(
    "uninitialised", "torch.empty only sets memory aside: the numbers are what was left there, often all zeros. Draw them.",
    keeps=0.6)
same_start = misconception(
    "same-start",
    "Two layers, made one after the other, start at the same numbers. Look for numbers that are not drawn at random, or for"
    " a seed in the constructor.")
input_detached = misconception(
    "input-detached",
    "A loss cannot reach the layers before this one, because forward cuts X off from autograd. Look for detach(), .data or "
    "no_grad.")


@probe
def tensors_of(layer):
    """Every tensor that a layer holds, registered or not."""
    found = list(layer.parameters()) + list(layer.buffers())
    for value in vars(layer).values():
        items = value if isinstance(value, (list, tuple)) else [value]
        items = list(value.values()) if isinstance(value, dict) else items
        found += [item for item in items if isinstance(item, torch.Tensor)]
    return found


@probe
def weight_and_bias(layer, n_in, n_out):
    """By their shapes, whatever their names are; None for what is not there."""
    held = tensors_of(layer)
    weight = [t for t in held if tuple(t.shape) == (n_in, n_out)] + [t for t in held if tuple(t.shape) == (n_out, n_in)]
    bias = [t for t in held if t.numel() == n_out]
    return weight[0] if weight else None, bias[0] if bias else None


@probe
def state_of_my_linear(student, n_in, n_out):
    torch.set_deterministic_debug_mode("warn")  # then what was never written to is NaN
    try:
        one, other = student.MyLinear(n_in, n_out), student.MyLinear(n_in, n_out)
    finally:
        torch.set_deterministic_debug_mode("default")
    (w1, b1), (w2, _) = weight_and_bias(one, n_in, n_out), weight_and_bias(other, n_in, n_out)
    return {
        "registered": [list(p.shape) for p in one.parameters()],
        "held": [list(t.shape) for t in tensors_of(one)],
        "trained": sum(p.requires_grad for p in one.parameters()), "weight": w1, "bias": b1, "other weight": w2,
    }


@probe
def my_linear(student, weight, bias, X, cotangent):
    """The layer with these values in its parameters, forward and backward."""
    layer = student.MyLinear(*weight.shape)
    own_weight, own_bias = weight_and_bias(layer, *weight.shape)
    if own_weight is None or own_bias is None:
        return {"held": [list(t.shape) for t in tensors_of(layer)]}
    with torch.no_grad():
        own_weight.copy_(weight if own_weight.shape == weight.shape else weight.t())
        own_bias.copy_(bias.reshape(own_bias.shape))
    X = X.clone().requires_grad_()
    y = layer(X)
    seen = {"y": y}
    if isinstance(y, torch.Tensor) and y.requires_grad and y.shape == cotangent.shape:
        (y * cotangent).sum().backward()
    registered = [id(p) for p in layer.parameters()]
    for name, tensor in ("weight", own_weight), ("bias", own_bias), ("X", X):
        seen[name] = {
            "grad": tensor.grad if tensor.is_leaf else None,
            "registered": id(tensor) in registered, "trainable": tensor.requires_grad,
        }
    if own_weight.shape != weight.shape and seen["weight"]["grad"] is not None:
        seen["weight"]["grad"] = seen["weight"]["grad"].t()
    if seen["bias"]["grad"] is not None:  # a bias of another shape is another check's
        seen["bias"]["grad"] = seen["bias"]["grad"].reshape(bias.shape)
    return seen


@probe
def my_linear_shapes(student, weight, bias, matrix, others):
    """The layer on a matrix, and then on inputs with other numbers of axes: each as it is, and with its rows in a matrix."""
    layer = student.MyLinear(*weight.shape)
    own_weight, own_bias = weight_and_bias(layer, *weight.shape)
    with torch.no_grad():
        if own_weight is not None and own_bias is not None:
            own_weight.copy_(weight if own_weight.shape == weight.shape else weight.t())
            own_bias.copy_(bias.reshape(own_bias.shape))
    seen = {"matrix": layer(matrix), "others": [], "rows": []}
    for X in others:
        seen["rows"].append(layer(X.reshape(-1, X.shape[-1])))
        try:
            seen["others"].append(layer(transposed(X) if X.dim() == 3 else X))
        except Exception as error:
            seen["others"].append(described(error))
    return seen


WEIGHT_ALONE = 0.4  # of what is asked of weight and bias, where the weight is right
NO_RETURN_KEEPS = 0.3  # of what forward computes: the parameters are there, and earn their share


def has_state(student, seen, n_in, n_out):
    presuppose("y" in seen, f"MyLinear({n_in}, {n_out}) should hold a weight of shape ({n_in}, {n_out}) and a bias "
               f"of shape ({n_out},); the tensors it holds have the shapes {listed(seen.get('held', ()))}.")
    is_result(student, seen["y"], "MyLinear(...)(X)", NO_RETURN_KEEPS)


@pytest.mark.exercise("MyLinear")
class TestMyLinear:
    @pytest.mark.criterion("parameters")
    @pytest.mark.parametrize("sizes", [(5, 3), (4, 7)], ids=str)
    def test_parameters(self, student, sizes):
        """The layer has the two parameters of the exercise, and both are trained."""
        n_in, n_out = sizes
        seen = student(state_of_my_linear, n_in, n_out)
        registered = seen["registered"]
        wanted = [n_in, n_out], [n_out]
        mistake = None
        if [n_out, n_in] in registered:
            mistake = weight_transposed
        elif any(shape in seen["held"] and shape not in registered for shape in wanted):
            mistake = not_registered.keeping(WEIGHT_ALONE if registered == [[n_in, n_out]] else 0.0)
        elif [1, n_out] in registered:
            mistake = bias_as_row
        assert_that(sorted(registered) == sorted(wanted),
                    f"MyLinear({n_in}, {n_out}) should have a weight of shape ({n_in}, {n_out}), a bias of shape ({n_out},) "
                    f"and no other parameters; the shapes in parameters(): {listed(registered)}.", mistake)
        some = "only one" if seen["trained"] else "none"
        assert_that(seen["trained"] == 2, f"Of MyLinear({n_in}, {n_out})'s two parameters {some} requires a gradient.", frozen)

    @pytest.mark.criterion("parameters")
    def test_start(self, student):
        """The weight starts at random numbers, the bias at random numbers or zeros."""
        seen = student(state_of_my_linear, 6, 4)
        weight, bias = seen["weight"], seen["bias"]
        presuppose(weight is not None and bias is not None, "MyLinear(6, 4) should hold a weight of shape (6, 4) "
                   f"and a bias of shape (4,); the tensors it holds have the shapes {listed(seen['held'])}.")
        for name, tensor in ("weight", weight), ("bias", bias):
            assert_that(not tensor.isnan().any(), f"MyLinear(6, 4)'s {name} starts with numbers that nobody chose.", uninitialised)
        assert_that(bool(weight.isfinite().all()), "MyLinear(6, 4)'s weight starts with numbers that are not finite.")
        assert_that(weight.unique().numel() > 1, "MyLinear(6, 4)'s weight should start at random numbers.",
                    weight_not_random)
        assert_that(not torch.equal(weight, seen["other weight"]), "MyLinear(6, 4)'s weight should start at random "
                    "numbers.", same_start)
        assert_that(bool(bias.isfinite().all()) and (not bias.any() or bias.unique().numel() > 1),
                    "MyLinear(6, 4)'s bias should start at random numbers or zeros; its entries are all the same number.")

    @pytest.mark.criterion("values")
    @pytest.mark.parametrize("sizes, scale", [((5, 3), 1.0), ((3, 6), 1e-3)], ids=str)
    def test_values(self, student, sizes, scale):
        """The result for a matrix: product, bias, ReLU; also for small numbers."""
        (n_in, n_out), X = sizes, scale * torch.randn(8, sizes[0])
        weight, bias = scale * torch.randn(n_in, n_out), scale**2 * torch.randn(n_out)
        seen = student(my_linear, weight, bias, X, torch.randn(8, n_out))
        has_state(student, seen, n_in, n_out)
        linear = X @ weight + bias
        product = X @ weight
        what = f"MyLinear({n_in}, {n_out})(X) with X of shape (8, {n_in}){' and of small numbers' if scale < 1 else ''}"
        assert_matches(seen["y"], linear.clamp(min=0), what, lambda: {
            no_relu: nearest(seen["y"], linear, product),
            relu_before_bias: product.clamp(min=0) + bias,
            bias_ignored: product.clamp(min=0),
            other_activation: nearest(seen["y"], *[activation(linear) for activation in OTHERS])}, atol=1e-5 * scale**2)

    @pytest.mark.criterion("axes")
    def test_any_number_of_axes(self, student):
        """Only the last axis changes; any axes before it stay."""
        weight, bias = torch.randn(4, 4), torch.randn(4)  # which way round the weight is does not matter here
        six, others = torch.randn(6, 4), [torch.randn(2, 3, 4), torch.randn(4), torch.randn(2, 1, 3, 4)]
        seen = student(my_linear_shapes, weight, bias, six, others)
        matrix = seen["matrix"]
        is_result(student, matrix, "MyLinear(...)(X)", NO_RETURN_KEEPS)
        presuppose(isinstance(matrix, torch.Tensor) and tuple(matrix.shape) == (6, 4),
                   "MyLinear(4, 4)(X) with X of shape (6, 4) should have shape (6, 4).")
        values_begun(matrix, six, "MyLinear(4, 4)(X)")
        for X, y, rows in zip(others, seen["others"], seen["rows"]):
            what = f"MyLinear(4, 4)(X) with X of shape {tuple(X.shape)}"
            assert_that(not isinstance(y, str), f"{what} raised {y}.",
                        None if "view size is not compatible" in str(y) else two_dimensional_only)
            shape = tuple(X.shape[:-1]) + (4,)
            flat = X.dim() > 2 and isinstance(y, torch.Tensor) and y.numel() == math.prod(shape)
            mistake = two_dimensional_only if flat else None
            assert_that(isinstance(y, torch.Tensor) and tuple(y.shape) == shape,
                        f"{what} should have shape {shape}, not {tuple(getattr(y, 'shape', ()))}.", mistake)
            # Against its own rows one by one, right or wrong: what is wrong for a matrix too is another check's.
            assert_matches(y, rows.reshape(shape), f"{what}, compared with its rows in a matrix,")

    @pytest.mark.criterion("gradient")
    @pytest.mark.parametrize("name", ["weight", "bias", "X"])
    def test_gradient(self, student, name):
        """A loss reaches the weight, the bias and the layers before this one."""
        weight, bias, X, cotangent = torch.randn(5, 3), torch.randn(3), torch.randn(6, 5), torch.randn(6, 3)
        seen = student(my_linear, weight, bias, X, cotangent)
        has_state(student, seen, 5, 3)
        linear, part = X @ weight + bias, seen[name]

        def gradient(upstream):
            return {"weight": X.t() @ upstream, "bias": upstream.sum(0), "X": upstream @ weight.t()}[name]

        values_first(same(seen["y"], linear.clamp(min=0)), "MyLinear(5, 3)(X)")
        what = "The gradient of X" if name == "X" else f"The gradient of MyLinear's {name}"
        if name == "X":
            cut = input_detached
        elif not part["registered"]:
            cut = not_registered.keeping(WEIGHT_ALONE if seen["weight"]["registered"] else 0.0)
        else:
            cut = data_in_forward if part["trainable"] else frozen.keeping(0.0)
        assert_matches(part["grad"], gradient(cotangent * (linear > 0)), f"{what} after MyLinear(5, 3)(X) and backward",
                       {cut: None})
        assert_that(name == "X" or part["registered"], f"A loss reaches MyLinear's {name}, but an optimizer does not.",
                    not_registered.keeping(0.5))


# ---- MyDropout -------------------------------------------------------------------------------------------------------

active_in_eval = misconception(
    "active-in-eval",
    "train() and eval() set the attribute training of every module inside a network: forward has to look at it.")
not_scaled = misconception(
    "not-scaled",
    "The entries that are kept have their old values. They have to be scaled up, so that the mean stays the same.", keeps=0.3)
ints_refused = misconception(
    "ints-refused", "0 and 1 are numbers between 0 and 1, whether they are written with a point or without.", keeps=0.5)
few_axes = misconception(
    "few-axes", "X may have any shape, also that of a vector: what is done should not count on more axes.", keeps=0.4)
scales_by_p = misconception(
    "scales-by-p",
    "On average a share of 1 - p is kept, and the factor has to make up for the rest.", keeps=0.3)
keeps_with_probability_p = misconception(
    "keeps-with-probability-p",
    "An entry is kept with probability p here, but p is the probability to drop it. Look at the comparison, or at what the "
    "ones in the mask mean.", keeps=0.3)
one_mask = misconception(
    "one-mask-for-the-batch",
    "One random number decides for several entries. Every entry needs a random number of its own: look at the shape of what"
    " is drawn.")
mask_from_randn = misconception(
    "mask-from-randn",
    "This is the share where normal random numbers (randn) are compared with p. A probability needs uniform random numbers "
    "between 0 and 1.", keeps=0.3)
mask_drawn_once = misconception(
    "mask-drawn-once",
    "Every call has to draw a new mask. Look for a mask that is kept, or for a seed.")
fixed_count = misconception(
    "fixed-count",
    "Every call dropped exactly the same number of entries. Where each entry is decided by itself, that number varies from "
    "call to call.")
scales_in_eval = misconception(
    "scales-in-eval",
    "In eval mode the values were scaled. All scaling belongs to training; in eval mode X passes unchanged.")
zeros_in_eval = misconception(
    "zeros-in-eval",
    "All zeros is right in training only. In eval mode X passes unchanged, whatever p is.")
p_one_gives_nan = misconception(
    "p-one-gives-nan",
    "With p = 1 nothing is kept, and the factor 1 / (1 - p) divides by zero. This case has to be treated by itself.")
no_value_error = misconception("no-value-error", "A p below 0 or above 1 is not a probability.")
ends_refused = misconception(
    "ends-refused",
    "p = 0 (keep everything) and p = 1 (keep nothing) are allowed. Look at the comparison in the constructor.")
dropout_detached = misconception(
    "dropout-detached",
    "The result is cut off from autograd. Look for .data, detach(), no_grad or NumPy.", keeps=0.3)


@probe
def dropped(student, p, X, calls):
    """What the layer makes of X while it trains."""
    layer = student.MyDropout() if p is None else student.MyDropout(p)
    layer.train()
    X = transposed(X) if X.dim() == 3 else X
    return [layer(X.clone()) for _ in range(calls)]


@probe
def dropout_modes(student, p, X):
    """In eval mode, and in training mode after that, as part of a network."""
    net = nn.Sequential(student.MyDropout(p))
    net.eval()
    quiet = net(X.clone())
    net.train()
    return {"eval": quiet, "train": [net(X.clone()) for _ in range(40)]}


@probe
def dropout_at_the_end(student, p, X):
    """With p = 0 or 1, where constructors and divisions may fail; and in eval mode with an ordinary p."""
    ordinary = student.MyDropout(0.3).eval()(X.clone())
    try:
        layer = student.MyDropout(p)
    except ValueError:
        return "refused"
    layer.train()
    try:
        y = layer(X.clone())
    except ZeroDivisionError:
        return "divided by zero"
    layer.eval()
    return {"training": y, "eval": layer(X.clone()), "ordinary eval": ordinary}


@probe
def dropout_of_a_vector(student, p, X, calls):
    """What the layer makes of a vector, and of the same numbers as a matrix with one row; or the error."""
    layer, seen = student.MyDropout(p), {"matrix": [], "vector": []}
    for name, given in ("matrix", X.unsqueeze(0)), ("vector", X):
        try:
            seen[name] = [layer(given.clone()) for _ in range(calls)]
        except NotImplementedError:
            raise
        except Exception as error:
            seen[name] = described(error)
    return seen


@probe
def dropout_constructor(student, values):
    student.MyDropout(0.3)
    raised = []
    for p in values:
        try:
            student.MyDropout(p)
            raised.append("nothing")
        except Exception as error:
            raised.append(type(error).__name__)
    return raised


@probe
def dropout_gradient(student, p, X, cotangent, mode=True):
    leaf = X.clone().requires_grad_()
    layer = student.MyDropout(p)
    layer.train(mode)
    y = layer(leaf * 1)
    if isinstance(y, torch.Tensor) and y.requires_grad:
        (y * cotangent).sum().backward()
    return {"y": y, "grad": leaf.grad}


@probe
def dropout_input(student, p, X):
    layer = student.MyDropout(p)
    layer.train()
    y = layer(X)
    return {"y": y.clone() if isinstance(y, torch.Tensor) else y, "X": X}


@probe
def dropout_input_at_the_end(student, p, X):
    """The input after a call, if that works."""
    given = X.clone()
    try:
        student.MyDropout(p).train()(given)
    except NotImplementedError:
        raise
    except Exception:
        pass  # that is another check's
    return given


def away_from_zero(*shape):
    """Random numbers of both signs between 1 and 2 in size, so that a zero can only come from the layer."""
    return (1 + torch.rand(shape)) * (torch.rand(shape) - 0.5).sign()


def is_tensor_like(student, seen, X, what, keeps=no_return.keeps):
    is_result(student, seen, what, keeps)
    assert_that(isinstance(seen, torch.Tensor), f"{what} should be a tensor, and is not.")
    assert_that(seen.shape == X.shape, f"{what} has shape {tuple(seen.shape)}; the shape of X, {tuple(X.shape)}, is "
                "expected.")
    assert_that(seen.dtype == X.dtype, f"{what} has dtype {seen.dtype}; X's dtype {X.dtype} is expected.")


def number_dropped(seen):
    return int((seen == 0).sum())


def drops_some(seen, what):
    """Neither nothing nor everything is dropped; what is passed in is large enough for that."""
    dropped = number_dropped(seen)
    assert_that(0 < dropped < seen.numel(), f"{what} should drop some entries and keep others; it dropped "
                f"{'all' if dropped else 'none'} of {seen.numel()}.")


def has_dropped(seen, what):
    """What the checks that look at something else presuppose."""
    presuppose(0 < number_dropped(seen) < seen.numel(), f"{what} does not drop some entries and keep others yet.")


def shared_axis(seen):
    """The name of an axis all along which entries share their fate, or None."""
    kept, names = seen != 0, ["first", *["middle"] * (seen.dim() - 2), "last"]
    return next((name for i, name in enumerate(names) if bool((kept == kept.narrow(i, 0, 1)).all())), None)


def keeps_share(seen, X, p, what):
    """The share of entries that are kept is 1 - p, to six standard deviations."""
    share = (seen != 0).double().mean().item()
    drops_some(seen, what)
    axis = shared_axis(seen)
    assert_that(not axis, f"{what} drops the same entries all along the {axis} axis.", one_mask.keeping(0.5))

    def close_to(probability):
        return abs(share - probability) <= 6 * math.sqrt(max(probability * (1 - probability), 1e-4) / X.numel())

    below = 0.5 * (1 + math.erf(p / math.sqrt(2)))  # P(randn < p)
    mistake = None
    if close_to(p):
        mistake = keeps_with_probability_p
    elif any(map(close_to, (below, 1 - below, 2 * below - 1, 2 - 2 * below))):
        mistake = mask_from_randn
    assert_that(close_to(1 - p), f"{what} keeps {share:.1%} of {X.numel()} entries; with p = {p:g} an entry should "
                f"be dropped with a probability of {p:.0%}.", mistake)


def keeps_scaled(seen, X, p, what):
    """What is kept has grown by the right factor."""
    drops_some(seen, what)
    factors = seen[seen != 0] / X[seen != 0]

    def all_are(*values):
        return any(torch.allclose(factors, torch.full_like(factors, value), 2e-6, 0.0) for value in values)

    mistake = not_scaled if all_are(1) else scales_by_p if all_are(1 / p, p, 1 - p, 1 + p, 1 / (1 + p)) else None
    near = torch.allclose(factors, torch.full_like(factors, 1 / (1 - p)), 0.05, 0.0)
    assert_that(all_are(1 / (1 - p)), f"{what} multiplies what it keeps by another factor than the exercise asks for"
                f"{', but a near one: look for rounding, or for a small number that is added' if near else ''}.", mistake)


def is_scaled(seen, X, p):
    """Whether what is kept has grown by the right factor, or one near it: gradients can be judged then."""
    kept = seen != 0
    return torch.allclose(seen[kept], X[kept] / (1 - p), 0.15, 0.0)


@pytest.mark.exercise("MyDropout")
class TestMyDropout:
    @pytest.mark.criterion("modes")
    def test_eval(self, student):
        """In eval mode the values pass unchanged; back in training entries are dropped again."""
        X, p = away_from_zero(10, 12), 0.3
        seen = student(dropout_modes, p, X)
        quiet, again = seen["eval"], seen["train"]
        presuppose(isinstance(again[0], torch.Tensor), "MyDropout(0.3)(X) in training mode gives no tensor yet.")
        has_dropped(torch.stack(again), "MyDropout(0.3)(X) in training mode, after train(),")
        is_tensor_like(student, quiet, X, "MyDropout(0.3)(X) in eval mode", 0.0)
        zeros = number_dropped(quiet)
        assert_that(not zeros, f"MyDropout(0.3)(X) in eval mode should return X's values; {zeros} of {X.numel()} "
                    "became zero.",
                    active_in_eval)
        scaled = nearest(quiet, X * (1 - p), X / (1 - p), X * p, X / p)
        assert_matches(quiet, X, "MyDropout(0.3)(X) in eval mode", {scales_in_eval: scaled})

    @pytest.mark.criterion("modes")
    def test_gradient_in_eval(self, student):
        """In eval mode the gradient passes unchanged, like the values."""
        X, cotangent = away_from_zero(20, 15), torch.randn(20, 15)
        seen = student(dropout_gradient, 0.3, X, cotangent, False)
        values_first(isinstance(seen["y"], torch.Tensor) and same(seen["y"], X), "MyDropout(0.3)(X) in eval mode")
        assert_matches(seen["grad"], cotangent, "The gradient of X after MyDropout(0.3)(X) in eval mode and backward",
                       {dropout_detached: None})

    @pytest.mark.criterion("value")
    @pytest.mark.parametrize("p", [0.2, 0.7])
    def test_share(self, student, p):
        """In training an entry is dropped with probability p."""
        X = away_from_zero(200, 300)
        (seen,) = student(dropped, p, X, 1)
        what = f"MyDropout({p})(X) in training"
        is_tensor_like(student, seen, X, what)
        if number_dropped(seen) in (0, seen.numel()):  # nothing is ever dropped, or all entries share one fate
            fates = {number_dropped(y) for y in student(dropped, p, X[:2], 60)}
            assert_that(fates != {0, X[:2].numel()}, f"{what} drops everything in some calls, and nothing in others.",
                        one_mask.keeping(0.5))
        keeps_share(seen, X, p, what)

    @pytest.mark.criterion("value")
    def test_share_of_the_calls(self, student):
        """In training an entry is dropped in some calls and kept in others."""
        X, calls = away_from_zero(5, 4), 60
        seen = student(dropped, 0.5, X, calls)
        what = f"MyDropout(0.5)(X) in training, in {calls} calls,"
        for y in seen:
            is_tensor_like(student, y, X, what)
        drops_some(torch.stack(seen), what)
        always = sum(0 < number_dropped(entry) < calls for entry in torch.stack(seen, -1).reshape(-1, calls)) < X.numel()
        assert_that(not always, f"{what} makes the same choice for an entry every time.", mask_drawn_once.keeping(0.5))

    @pytest.mark.criterion("value")
    @pytest.mark.parametrize("p", [0.2, 0.7])
    def test_scale(self, student, p):
        """In training the entries that are kept are scaled, so that the mean stays the same."""
        X = away_from_zero(1, 200)
        seen = student(dropped, p, X, 60)
        what = f"MyDropout({p})(X) in training"
        for y in seen:
            is_tensor_like(student, y, X, what)
        keeps_scaled(torch.cat(seen), torch.cat([X] * len(seen)), p, what)

    @pytest.mark.criterion("ends")
    def test_default(self, student):
        """Without an argument p is one half."""
        # One call on many entries tells; many calls are for a mask that entries share, which another check is about.
        alike = self.same_shares(student, away_from_zero(80, 60), 1) or self.same_shares(student, away_from_zero(6, 4), 400)
        assert_that(alike, "MyDropout()(X) in training drops another share than MyDropout(0.5)(X).")

    def same_shares(self, student, X, calls):
        """Whether MyDropout() drops about as many of all entries in all calls as MyDropout(0.5) does."""
        default, half = student(dropped, None, X, calls), student(dropped, 0.5, X, calls)
        for seen, what in (half, "MyDropout(0.5)(X) in training"), (default, "MyDropout()(X) in training"):
            presuppose(isinstance(seen[0], torch.Tensor), f"{what} gives no tensor yet.")
            if calls > 1:
                has_dropped(torch.stack(seen), what)
        shares = [sum(map(number_dropped, seen)) / (calls * X.numel()) for seen in (default, half)]
        return 0 < shares[1] < 1 and abs(shares[0] - shares[1]) < 0.1

    @pytest.mark.criterion("mask")
    def test_every_entry_by_itself(self, student):
        """Every entry is dropped or kept by itself, with a new choice in every call."""
        X = away_from_zero(6, 8, 10)
        seen = student(dropped, 0.4, X, 30)
        what = "MyDropout(0.4)(X) in training, with X of shape (6, 8, 10),"
        for y in seen:
            is_tensor_like(student, y, X, what)
        drops_some(torch.cat(seen), what)
        for y in seen:
            axis = shared_axis(y)
            assert_that(not axis, f"{what} drops the same entries all along the {axis} axis.", one_mask)
        assert_that(not torch.equal(seen[0] != 0, seen[1] != 0), f"{what} dropped the same entries in two calls.",
                    mask_drawn_once)
        counts = {int((y == 0).sum()) for y in seen}
        assert_that(len(counts) > 1, f"{what} should decide for each entry by itself.", fixed_count)

    @pytest.mark.criterion("mask")
    def test_vector(self, student):
        """A vector comes back as a vector in which some entries were dropped."""
        X = away_from_zero(200)
        seen = student(dropout_of_a_vector, 0.4, X, 20)

        def drops(results, like):
            right = [isinstance(y, torch.Tensor) and y.shape == like.shape for y in results]
            return all(right) and 0 < number_dropped(torch.stack(results)) < len(results) * X.numel()

        if not drops(seen["matrix"], X.unsqueeze(0)):
            return  # that is another check's
        what = "MyDropout(0.4)(X) in training, with X of shape (200,),"
        assert_that(not isinstance(seen["vector"], str), f"{what} raised {seen['vector']}.", few_axes)
        assert_that(drops(seen["vector"], X), f"{what} should give a vector of 200 numbers, some of them dropped.", few_axes)

    @pytest.mark.criterion("ends")
    def test_keep_nothing(self, student):
        """With p = 1 the result in training is all zeros, and in eval mode X."""
        X = away_from_zero(4, 3)
        seen = student(dropout_at_the_end, 1.0, X)
        end = seen if isinstance(seen, str) else None
        assert_that(end != "refused", "MyDropout(1.0) raised ValueError.", ends_refused)
        assert_that(end != "divided by zero", "MyDropout(1.0)(X) in training divided by zero.", p_one_gives_nan)
        y = seen["training"]
        is_tensor_like(student, y, X, "MyDropout(1.0)(X) in training")
        assert_that(bool(y.isfinite().all()), "MyDropout(1.0)(X) in training has entries that are not finite "
                    "numbers.",
                    p_one_gives_nan)
        assert_that(not y.any(), "MyDropout(1.0)(X) in training should be all zeros: p = 1 drops every entry.")
        if same(seen["ordinary eval"], X):  # or else eval mode is wrong for every p, which is no matter of this end
            assert_matches(seen["eval"], X, "MyDropout(1.0)(X) in eval mode", {zeros_in_eval: torch.zeros(4, 3)})

    @pytest.mark.criterion("ends")
    def test_keep_everything(self, student):
        """With p = 0 the result is X in either mode, also in float64."""
        X = away_from_zero(20, 30).double()
        seen = student(dropout_at_the_end, 0.0, X)
        end = seen if isinstance(seen, str) else None
        assert_that(end != "refused", "MyDropout(0.0) raised ValueError.", ends_refused)
        assert_that(end != "divided by zero", "MyDropout(0.0)(X) in training divided by zero.", scales_by_p)
        is_result(student, seen["training"], "MyDropout(0.0)(X) in training mode")
        for mode in ["training", "eval"] if same(seen["ordinary eval"], X) else ["training"]:
            assert_matches(seen[mode], X, f"MyDropout(0.0)(X) in {mode} mode", {keeps_with_probability_p: torch.zeros_like(X)})

    @pytest.mark.criterion("ends")
    def test_value_error(self, student):
        """The constructor raises a ValueError where p is not a probability."""
        values = [-0.1, 1.1, 3.0, -2.0]
        for p, raised in zip(values, student(dropout_constructor, values)):
            assert_that(raised == "ValueError", f"MyDropout({p}) raised {raised}; a ValueError is expected.",
                        no_value_error)
        points, whole = student(dropout_constructor, [0.0, 1.0]), student(dropout_constructor, [0, 1])
        for p in 0, 1:
            assert_that(whole[p] == "nothing" or points[p] != "nothing", f"MyDropout({p}) raised {whole[p]}.", ints_refused)

    @pytest.mark.criterion("side")
    def test_gradient(self, student):
        """The gradient passes through the entries that were kept, scaled as they are."""
        X, cotangent = away_from_zero(20, 15), torch.randn(20, 15)
        seen = student(dropout_gradient, 0.3, X, cotangent)
        is_tensor_like(student, seen["y"], X, "MyDropout(0.3)(X) in training")
        has_dropped(seen["y"], "MyDropout(0.3)(X) in training")
        values_first(is_scaled(seen["y"], X, 0.3), "MyDropout(0.3)(X) in training")
        assert_matches(seen["grad"], cotangent * seen["y"] / X, "The gradient of X after MyDropout(0.3)(X) and "
                       "backward",
                       {dropout_detached.keeping(0.0): None})

    @pytest.mark.criterion("side")
    def test_input_is_left_alone(self, student):
        """The tensor that is passed in keeps its values."""
        X = away_from_zero(20, 15)
        seen = student(dropout_input, 0.4, X)
        is_tensor_like(student, seen["y"], X, "MyDropout(0.4)(X) in training")
        has_dropped(seen["y"], "MyDropout(0.4)(X) in training")
        assert_that(torch.equal(seen["X"], X), "After MyDropout(0.4)(X) the tensor X has other values than before.",
                    input_changed)
        end = student(dropout_input_at_the_end, 1.0, X)
        assert_that(torch.equal(end, X), "After MyDropout(1.0)(X) the tensor X has other values than before.",
                    input_changed.keeping(0.6))
