"""Hidden graders of assignment 02. Expected values are formulas, or autograd in the judge's own process."""

import itertools
import re

import pytest
import torch

from torchkata.grading import (
    CheckFailed,
    as_number,
    assert_matches,
    assert_that,
    counted,
    described,
    edge,
    misconception,
    once,
    presuppose,
    probe,
)

REST = 0.7  # what is left of a criterion whose part is done, but in an answer that never gives a right result


def assert_close(seen, expected, what, misconceptions=None, rtol=None, hint=""):
    """assert_matches with an atol that goes with the size of the values: float32 sums of large terms are not exact.

    hint: the usual suspect where the values are wrong and no mistake is recognised.
    """
    rtol = rtol or (1e-9 if expected.dtype == torch.float64 else 1e-5)
    try:
        assert_matches(seen, expected, what, misconceptions, rtol=rtol, atol=rtol * float(expected.abs().max()))
    except CheckFailed as failure:
        if failure.misconception or not hint or not isinstance(seen, torch.Tensor) or seen.shape != expected.shape:
            raise
        raise CheckFailed(f"{failure.message} {hint}") from None


def is_close(seen, expected):
    """Whether `seen` is the tensor `expected`, whatever its dtype."""
    if not isinstance(seen, torch.Tensor) or seen.shape != expected.shape or not expected.isfinite().all():
        return False
    atol = 1e-5 * float(expected.abs().max())
    return torch.allclose(seen.double(), expected.double(), rtol=1e-4, atol=atol)


def close_enough(a, b):
    """Whether two losses are equal, as far as float32 can tell."""
    return abs(a - b) <= 1e-4 * abs(b)


def all_close(seen, expected):
    return len(seen) == len(expected) and all(map(is_close, seen, expected))


def factor_of(seen, right):
    """The factor by which `seen` differs from `right`, whatever its dtype; None where there is no such factor."""
    if not isinstance(seen, torch.Tensor) or seen.shape != right.shape or not bool(seen.any()):
        return None
    seen, right = seen.detach().double(), right.double()
    factor = float((seen * right).sum() / (right * right).sum())
    return factor if factor and is_close(seen / factor, right) else None


def up_to_factor(seen, right):
    """Whether `seen` is not `right`, but would be if multiplied with a number."""
    return factor_of(seen, right) is not None and not is_close(seen, right)


def imprecise(seen, right):
    """Whether `seen` is `right`, but for its dtype, or with float32's precision where float64 is expected."""
    return is_close(seen, right) and (seen.dtype != right.dtype or right.dtype == torch.float64)


def has_few_digits(seen, right):
    """Whether `seen` is `right` rounded to a few digits behind the point."""
    if not isinstance(seen, torch.Tensor) or seen.shape != right.shape:
        return False
    return any(torch.allclose(seen.double(), right.double().round(decimals=n), rtol=1e-6, atol=1e-9) for n in (4, 5, 6))


def few_digits_of(seen, right, digits):
    """Whether these Python numbers are `right` with so many digits after the point, and not all 0."""
    kept = any(seen) and all(value == round(value, digits) for value in seen)
    return kept and all(abs(a - b) <= 0.51 * 10**-digits + 1e-6 * abs(b) for a, b in zip(seen, right, strict=True))


wrong_size = misconception(
    "wrong-size", "It is right up to a constant factor: look for a factor that is missing, or for one too many.", keeps=0.3
)
dtype_lost = misconception("dtype-lost", "The values are right, but their dtype or their precision is not.", keeps=0.7)
rounded = misconception("rounded", "The numbers were rounded; the exercise asks for the numbers themselves.", keeps=0.5)
ground_wrong = misconception("ground-wrong", "Only a part of these points is given until the result is right.", keeps=REST)
return_missing = misconception("return-missing", "What was computed has to be returned.")
old_gradient_added = misconception(
    "old-gradient-added", "x had a .grad from an earlier computation, and backward added to it. It must not be part of the result."
)
grad_of_non_leaf = misconception(
    "grad-of-non-leaf",
    "backward fills the .grad of leaves only, and a tensor that was computed from x, such as a clone, is no leaf. Start from a "
    "tensor that has no history.",
)
zero_on_none = misconception(
    "zero-on-none", "Before the first backward .grad is None: there is no tensor yet that could be set to zero.", keeps=0.2
)


@probe
def clears_none(error):
    """Whether an AttributeError comes from setting a .grad to zero that is None."""
    names = ("zero_", "fill_", "mul_", "data", "detach_")
    return any(str(error) == f"'NoneType' object has no attribute '{name}'" for name in names)


@probe
def transposed(tensor):
    """A tensor with these values that lies in memory column by column, so that a flat view of it is not possible."""
    return tensor.mT.contiguous().mT if tensor.dim() > 1 else tensor.clone()


# ---- quadratic_gradient --------------------------------------------------------------------------------------------

sum_for_mean = misconception("sum-for-mean", "This is the gradient of the sum of z; out is the mean of z.", keeps=0.3)
number_fails = misconception("number-fails", "With axes it works; x may be of any shape, and () is one.", keeps=0.5)
axis_lost = misconception("axis-lost", "The gradient has as many numbers as x; it needs the shape of x too.", keeps=0.4)
caller_tensor_changed = misconception(
    "caller-tensor-changed", "x belongs to the caller and has to stay as it is: work on a tensor of your own that has no history."
)


@probe
def quadratic(student, x, requires_grad, grad):
    """quadratic_gradient of a leaf, and what the leaf looks like afterwards."""
    x = x.clone().requires_grad_(requires_grad)
    x.grad = grad
    gradient = student.quadratic_gradient(x)
    return {"gradient": gradient, "x": x, "requires_grad": x.requires_grad, "grad": x.grad}


graph_of_caller = misconception(
    "graph-of-caller", "backward went on through the operations that x came from, which belong to the caller. Begin with a copy "
    "that is detached.", keeps=0.6)


@probe
def quadratic_of_computed(student, x, columns):
    """quadratic_gradient of a tensor that is no leaf, and with `columns` lies in memory column by column."""
    leaf = (transposed(x) if columns else x.clone()).requires_grad_()
    x = leaf * leaf / leaf
    gradient = student.quadratic_gradient(x)
    untouched = leaf.grad is None and not x.retains_grad
    try:
        x.sum().backward()
    except RuntimeError:  # the graph of x is gone
        untouched = False
    return {"gradient": gradient, "requires_grad": x.requires_grad, "x": x, "untouched": untouched}


def quadratic_right(x):
    return 6 * (x + 2) / x.numel()


def assert_quadratic(seen, x, part=None):
    """The gradient is right; else a mistake in the expression leaves `part` of a criterion that asks for something else."""
    right, gradient = quadratic_right(x), seen["gradient"]
    sizes = {sum_for_mean: 6 * (x + 2)} if x.numel() > 1 and part is None else {}
    sizes |= {wrong_size: gradient} if up_to_factor(gradient, right) else {}
    mistakes = {m if part is None else m.keeping(part): value for m, value in sizes.items()}
    mistakes |= {dtype_lost: gradient} if imprecise(gradient, right) else {}
    flat = isinstance(gradient, torch.Tensor) and gradient.numel() == right.numel() and gradient.shape != right.shape
    mistakes |= {axis_lost: gradient} if flat else {}
    assert_close(gradient, right, f"quadratic_gradient(x) for x of shape {tuple(x.shape)}", {grad_of_non_leaf: None} | mistakes)


@pytest.mark.exercise("quadratic_gradient")
class TestQuadraticGradient:
    @pytest.mark.criterion("value")
    @pytest.mark.parametrize("shape", [(3, 4), (2, 5)], ids=str)
    def test_values(self, student, shape):
        """The gradient is right."""
        x = torch.randn(shape)
        assert_quadratic(student(quadratic, x, False, None), x)

    @pytest.mark.criterion("value")
    def test_float64(self, student):
        """A float64 tensor with three axes gets a float64 gradient of its shape."""
        x = torch.randn(2, 3, 2, dtype=torch.float64)
        assert_quadratic(student(quadratic, x, False, None), x)

    @pytest.mark.criterion("any x")
    def test_axis_of_length_one(self, student):
        """x may have an axis of length 1."""
        x = torch.randn(1, 5)
        assert_quadratic(student(quadratic, x, False, None), x, REST)

    @pytest.mark.criterion("any x")
    def test_single_number(self, student):
        """x may be a single number."""
        x = torch.randn(())
        with edge(number_fails, lambda: self.test_axis_of_length_one(student)):
            assert_quadratic(student(quadratic, x, False, None), x, REST)

    @pytest.mark.criterion("any x")
    def test_trainable_tensor(self, student):
        """x may require grad, and have a .grad from earlier."""
        x, grad = torch.randn(4, 2), torch.randn(4, 2)
        seen = student(quadratic, x, True, grad)
        fits = is_close(seen["gradient"], quadratic_right(x) + grad)
        assert_that(not fits, "The result of quadratic_gradient(x) contains what was in x.grad before.", old_gradient_added)
        assert_quadratic(seen, x, REST)

    @pytest.mark.criterion("any x")
    def test_computed_tensor(self, student):
        """x may be the result of other operations."""
        x = torch.randn(3, 2)
        assert_quadratic(student(quadratic_of_computed, x, True), x, REST)

    @pytest.mark.criterion("unchanged")
    def test_plain_tensor_stays_plain(self, student):
        """A tensor that requires no grad is the same after the call."""
        x = torch.randn(2, 5)
        seen = student(quadratic, x, False, None)
        assert_that(is_close(seen["x"], x), "x has other values after quadratic_gradient(x).", caller_tensor_changed)
        assert_that(
            seen["requires_grad"] is False,
            "After quadratic_gradient(x) x requires grad, and it did not before.", caller_tensor_changed)
        assert_that(seen["grad"] is None, "x has a .grad after quadratic_gradient(x).", caller_tensor_changed)
        assert_quadratic(seen, x, REST)

    @pytest.mark.criterion("unchanged")
    def test_trainable_tensor_stays_trainable(self, student):
        """A leaf that requires grad keeps that, and its old .grad."""
        x, grad = torch.randn(4, 2), torch.randn(4, 2)
        seen = student(quadratic, x, True, grad)
        assert_that(is_close(seen["x"], x), "x has other values after quadratic_gradient(x).", caller_tensor_changed)
        assert_that(
            seen["requires_grad"] is True,
            "After quadratic_gradient(x) x no longer requires grad.", caller_tensor_changed)
        assert_that(
            is_close(seen["grad"], grad),
            "After quadratic_gradient(x) x.grad is another one than before.", caller_tensor_changed)

    @pytest.mark.criterion("unchanged")
    def test_computed_tensor_stays(self, student):
        """A tensor that is the result of other operations is the same after the call."""
        x = torch.randn(3, 2)
        seen = student(quadratic_of_computed, x, False)
        kept = seen["requires_grad"] is True and is_close(seen["x"], x)
        assert_that(kept, "After quadratic_gradient(x) x has other values, or no longer requires grad.", caller_tensor_changed)
        text = "quadratic_gradient(x), for an x that was computed from another tensor, has changed the .grad or the graph behind x."
        assert_that(seen["untouched"], text, graph_of_caller)


# ---- linear_gradients ----------------------------------------------------------------------------------------------

order_mixed_up = misconception(
    "order-mixed-up", "These are the right three numbers in another order: dx comes first, then dw, then db."
)
grads_accumulated = misconception(
    "grads-accumulated", "backward adds to .grad, and a gradient from an earlier call or computation was still in it."
)


@probe
def linear(student, values, grads, calls):
    """linear_gradients, called several times with the same three leaves."""
    leaves = [value.clone().requires_grad_() for value in values]
    for leaf, grad in zip(leaves, grads, strict=True):
        leaf.grad = grad
    try:
        for _ in range(calls):
            found = student.linear_gradients(*leaves)
    except AttributeError as error:
        if any(leaf.grad is not None for leaf in leaves) or not clears_none(error):
            raise
        return {"none": True}
    if not hasattr(found, "__iter__") or (isinstance(found, torch.Tensor) and found.dim() == 0):
        return {"kind": type(found).__name__}
    return [torch.tensor(gradient) if isinstance(gradient, float) else gradient for gradient in found]  # a number will do


def assert_linear_ran(seen, what, zero=zero_on_none):
    assert_that(seen != {"none": True}, f"{what} failed, because .grad is None when it starts.", zero)
    if isinstance(seen, dict):
        assert_that(False, f"{what} returned a value of type {seen['kind']}; three tensors are expected.")
    assert_that(are_three_numbers(seen), f"{what} did not return three tensors of one number each.")


def are_three_numbers(seen):
    return isinstance(seen, list) and len(seen) == 3 and all(isinstance(p, torch.Tensor) and p.numel() == 1 for p in seen)


DERIVATIVES = ("dx", "dw", "db")


def order_of(seen, expected):
    """The order in which the expected numbers stand in `seen`, or None where these are other numbers."""
    orders = itertools.permutations(range(3))
    return next((order for order in orders if all_close(seen, [expected[i] for i in order])), None)


def judge_linear(seen, x, w, b, what, accumulated=(), mistake=grads_accumulated):
    """The three derivatives, in whatever order, unless some of them fit a list of `accumulated`."""
    expected = [w, x, torch.ones(())]
    order = order_of(seen, expected)
    if order is None:
        for wrong in accumulated:
            fits = all(is_close(a, b) or is_close(a, c) for a, b, c in zip(seen, expected, wrong, strict=True))
            assert_that(not fits, f"{what} is not right.", mistake)
        few = all(float(a) == round(float(a), 4) for a in seen) and all(abs(a - b) < 1e-3 for a, b in zip(seen, expected))
        assert_that(not few, f"The numbers of {what} have only a few digits.", rounded)
        text = f"{what} returned the values of the tensors; the derivatives of y are expected."
        assert_that(not all_close([s.reshape(()) for s in seen], [x, w, b]), text)
        wrong = [name for name, a, b in zip(DERIVATIVES, seen, expected, strict=True) if not is_close(a.reshape(()), b)]
        verb = "is" if len(wrong) == 1 else "are"
        assert_that(not wrong, f"{what}: {' and '.join(wrong)} {verb} wrong. Differentiate y by hand, and compare.")
        assert_matches(seen, expected, what, parts=DERIVATIVES, atol=0.0)
    by_place = [seen[order.index(i)] for i in range(3)]
    assert_matches(by_place, expected, what, parts=DERIVATIVES, atol=0.0, rtol=1e-4)
    return order


def two_calls_apart(student):
    """linear_gradients, once of tensors without a .grad, and once of tensors with one: the numbers, and what came back."""
    x, w, b = (torch.rand(()) + n for n in (2, 4, 6))
    old = [torch.randn(()) * 10 for _ in range(3)]
    return (x, w, b), student(linear, [x, w, b], [None] * 3, 1), student(linear, [x, w, b], old, 1)


@once
def own_order(student):
    """The order in which the derivatives come back from tensors without a .grad; None where it is not clear."""
    (x, w, _), new, _ = two_calls_apart(student)
    return order_of(new, [w, x, torch.ones(())]) if are_three_numbers(new) else None


def by_name(student, seen):
    """The three derivatives as dx, dw, db, wherever they stand: whether this is their order, other checks ask."""
    order = own_order(student)
    return [seen[order.index(i)] for i in range(3)] if order else seen


def assert_in_order(student, what):
    assert_that(own_order(student) in (None, (0, 1, 2)), f"{what} is not right.", order_mixed_up.keeping(REST))


@pytest.mark.exercise("linear_gradients")
class TestLinearGradients:
    @pytest.mark.criterion("values")
    @pytest.mark.parametrize("scale", [1, -1e-5])
    def test_values(self, student, scale):
        """The three derivatives are right."""
        x, w, b = (scale * (torch.rand(()) + n) for n in (2, 4, 6))
        seen = student(linear, [x, w, b], [None, None, None], 1)
        what = "linear_gradients(x, w, b)"
        assert_linear_ran(seen, what, zero_on_none.keeping(0.0))
        doubled = [[2 * w, 2 * x, 2 * torch.ones(())]]
        order = judge_linear(seen, x, w, b, what, doubled, grads_accumulated.keeping(0.2))
        assert_that(order == (0, 1, 2), f"{what} is not right.", order_mixed_up.keeping(REST))

    @pytest.mark.criterion("values")
    def test_values_again(self, student):
        """The three derivatives are right in a second call too."""
        x, w, b = (torch.rand(()) + n for n in (5, 2, 8))
        seen = student(linear, [x, w, b], [None, None, None], 2)
        what = "linear_gradients(x, w, b), in the second call with the same tensors,"
        assert_linear_ran(seen, what, zero_on_none.keeping(0.0))
        assert_in_order(student, what)
        for n in (4, 3, 2):
            wrong = zip(seen, (w, x, torch.ones(())), strict=True)
            fits = all(is_close(part, right) or is_close(part, n * right) for part, right in wrong)
            mistake = grads_accumulated.keeping(REST if n == 2 else 0.2)
            assert_that(not fits or order_of(seen, [w, x, torch.ones(())]), f"{what} is not right.", mistake)
        order = judge_linear(seen, x, w, b, what)
        assert_that(order == (0, 1, 2), f"{what} is not right.", order_mixed_up.keeping(REST))

    @pytest.mark.criterion("order")
    def test_order(self, student):
        """The three come in their order."""
        (x, w, _), new, used = two_calls_apart(student)
        expected = [w, x, torch.ones(())]
        seen = used if new == {"none": True} else new
        presuppose(are_three_numbers(seen), "linear_gradients(x, w, b) did not return three tensors of one number each.")
        size = seen[2] if bool(seen[2] == seen[2].round()) and bool(seen[2] > 0) else 1.0  # up to a factor
        order = order_of(seen, expected) or order_of([part / size for part in seen], expected)
        presuppose(order is not None, "linear_gradients(x, w, b) is not the three derivatives in any order.")
        assert_that(order == (0, 1, 2), "linear_gradients(x, w, b) is not right.", order_mixed_up)

    @pytest.mark.criterion("fresh")
    def test_third_call(self, student):
        """A third call with the same tensors gives what the first one gave."""
        x, w, b = (torch.rand(()) + n for n in (5, 2, 8))
        seen = student(linear, [x, w, b], [None, None, None], 3)
        what = "linear_gradients(x, w, b), in the third call with the same tensors,"
        assert_linear_ran(seen, what, zero_on_none.keeping(0.4))
        judge_linear(by_name(student, seen), x, w, b, what, [[n * w, n * x, n * torch.ones(())] for n in (6, 5, 4, 3, 2)])
        assert_in_order(student, what)

    @pytest.mark.criterion("fresh")
    def test_old_gradients(self, student):
        """The result does not contain what .grad held before."""
        x, w, b = (torch.rand(()) - n for n in (5, 2, 8))
        old = [torch.randn(()) * 10 for _ in range(3)]
        seen = student(linear, [x, w, b], old, 1)
        what = "linear_gradients(x, w, b), for tensors that have a .grad from earlier,"
        assert_linear_ran(seen, what)
        wrong = [[n * w + old[0], n * x + old[1], n + old[2]] for n in (1, 2)]
        judge_linear(by_name(student, seen), x, w, b, what, wrong, grads_accumulated.keeping(0.5))  # less where a third call fails
        assert_in_order(student, what)


# ---- vector_jacobian_product ---------------------------------------------------------------------------------------

v_ignored = misconception("v-ignored", "This is the result for a v of ones: v was not used.")
jv_for_vj = misconception(
    "jv-for-vj", "This is J v, a sum over the inputs. In vᵀ J the sum goes over the outputs, and v has an entry for each output."
)
sum_times_v = misconception(
    "sum-times-v",
    "This is v times the gradient of the sum of all outputs. An entry of v belongs to an output, so it counts before the outputs "
    "are added up.", keeps=0.3)
square_only = misconception(
    "square-only", "f may have more or fewer outputs than inputs: v has the shape of f(x), and the result has the shape of x."
)


@probe
def product(student, x, v, A):
    """vector_jacobian_product of f(x) = A sin(x); where only the shape of A is the trouble, "failed" says so."""
    def f(x):
        return A @ x.sin()

    if A.shape[0] == A.shape[1]:
        return {"product": student.vector_jacobian_product(f, x, v)}
    n = len(x)
    B = torch.eye(n, dtype=x.dtype)
    student.vector_jacobian_product(lambda x: B @ x.sin(), x.clone(), x.clone())  # the square case raises on its own
    try:
        return {"product": student.vector_jacobian_product(f, x, v)}
    except (RuntimeError, IndexError, ValueError) as error:
        return {"failed": type(error).__name__}


@probe
def product_of_matrices(student, x, v, A):
    """For f(x) = xᵀ A x, which uses x twice and has a square matrix as its output."""
    return student.vector_jacobian_product(lambda x: x.T @ A @ x, transposed(x), transposed(v))


@probe
def product_of_numbers(student, x, v, number, weights, A):
    """For an f whose output has shape (), and for one whose input has."""
    return [
        student.vector_jacobian_product(lambda x: (x**3).sum(), x, v),
        student.vector_jacobian_product(lambda t: t.sin() * A, number, weights),
    ]


@probe
def product_of_computed(student, x, v, A):
    """For f(x) = A sin(x), of an x that is no leaf."""
    return student.vector_jacobian_product(lambda x: A @ x.sin(), x.requires_grad_() * 1.0, v)


@probe
def product_of_used(student, x, v, A, grad, calls, requires_grad=True):
    """x may require grad, and have a .grad already, and be used in several calls; what came back last, and x afterwards."""
    x = x.clone().requires_grad_(requires_grad)
    x.grad = grad
    computed = []

    def f(x):
        computed.append(x.requires_grad and not x.is_leaf)
        return (A @ x).exp()

    for _ in range(calls):
        found = student.vector_jacobian_product(f, x, v)
    if isinstance(found, torch.Tensor):
        found = found.detach().clone()
    return {"product": found, "x": x, "requires_grad": x.requires_grad, "grad": x.grad, "of computed": any(computed)}


def judge_product(seen, right, what, mistakes, part=1.0):
    """The product is right; else the mistake keeps its own part of a criterion, or `part` where it belongs to another.

    A product that is right up to a factor is recognised by that. Who returns None keeps what the mistake says, or nothing.
    """
    mistakes = {(m if part == 1.0 or value is None else m.keeping(part)): value for m, value in mistakes.items()}
    mistakes |= {dtype_lost: seen} if imprecise(seen, right) else {}
    mistakes |= {(wrong_size if part == 1.0 else wrong_size.keeping(part)): seen} if up_to_factor(seen, right) else {}
    if right.dim() == 0:  # a sum whose terms may cancel
        assert_matches(seen, right, what, mistakes)
    else:
        assert_close(
            seen, right, what, mistakes, hint="Each output of f counts with its own entry of v: look at which belongs to which."
        )


@pytest.mark.exercise("vector_jacobian_product")
class TestVectorJacobianProduct:
    @pytest.mark.criterion("weights")
    def test_square(self, student):
        """As many outputs as inputs: the weights of v belong to the outputs."""
        self.judge_square(student)

    def judge_square(self, student):
        x, v, A = torch.rand(3), torch.randn(3), torch.randn(3, 3)
        seen = student(product, x, v, A)
        J = A * x.cos()
        mistakes = {v_ignored: J.sum(0), jv_for_vj: J @ v, sum_times_v: J.sum(0) * v, grad_of_non_leaf: None}
        judge_product(seen["product"], v @ J, "vector_jacobian_product(f, x, v), where f has 3 inputs and 3 outputs,", mistakes)

    @pytest.mark.criterion("weights")
    @pytest.mark.parametrize("outputs, inputs", [(2, 5), (6, 4)], ids=["fewer", "more"])
    def test_not_square(self, student, outputs, inputs):
        """f may have fewer or more outputs than inputs."""
        self.judge_sizes(student, outputs, inputs, torch.float32, square_only.keeping(0.5), 1.0)

    @pytest.mark.criterion("shapes")
    @pytest.mark.parametrize("outputs, inputs", [(5, 4), (1, 3), (4, 1)], ids=["more", "to one", "from one"])
    def test_sizes(self, student, outputs, inputs):
        """It works for any number of outputs and inputs, also for a single one, and float64 stays float64."""
        self.judge_sizes(student, outputs, inputs, torch.float64, square_only, REST)

    def judge_sizes(self, student, outputs, inputs, dtype, square, part):
        x, v = torch.rand(inputs, dtype=dtype), torch.randn(outputs, dtype=dtype)
        A = torch.randn(outputs, inputs, dtype=dtype)
        seen = student(product, x, v, A)
        what = f"vector_jacobian_product(f, x, v), where f has {counted(inputs, 'input')} and {counted(outputs, 'output')},"
        if "failed" in seen:
            self.judge_square(student)  # which names the mistake, if it is one there as well
            assert_that(False, f"{what} raised {seen['failed']}; with as many outputs as inputs it works.", square)
        J = A * x.cos()
        n = min(outputs, inputs)
        partial = v[:n] @ J[:n]
        if is_close(seen["product"], partial) and not is_close(partial, v @ J):
            assert_that(False, f"{what} leaves some outputs out.", square)
        judge_product(seen["product"], v @ J, what, {v_ignored: J.sum(0), grad_of_non_leaf: None}, part)

    @pytest.mark.criterion("shapes")
    def test_matrix_valued(self, student):
        """f may use x twice, and have a matrix as its output."""
        x, v, A = torch.randn(3, 2), torch.randn(2, 2), torch.randn(3, 3)
        seen = student(product_of_matrices, x, v, A)

        def right(v):
            return A @ x @ v.T + A.T @ x @ v

        what = "vector_jacobian_product(f, x, v), where x has shape (3, 2) and f(x) has shape (2, 2),"
        judge_product(seen, right(v), what, {v_ignored: right(torch.ones(2, 2)), grad_of_non_leaf: None}, REST)

    @pytest.mark.criterion("shapes")
    def test_numbers(self, student):
        """f(x) or x may be a tensor of shape ()."""
        x, v, number, weights, A = torch.rand(2, 3), torch.randn(()), torch.rand(()), torch.randn(2, 3), torch.randn(2, 3)
        to_number, from_number = student(product_of_numbers, x, v, number, weights, A)
        what = "vector_jacobian_product(f, x, v), where"
        mistakes = {v_ignored: 3 * x**2, grad_of_non_leaf: None}
        judge_product(to_number, 3 * v * x**2, f"{what} x has shape (2, 3) and f(x) has shape (),", mistakes, REST)
        J = A * number.cos()
        mistakes = {v_ignored: J.sum(), grad_of_non_leaf: None}
        judge_product(from_number, (weights * J).sum(), f"{what} x has shape () and f(x) has shape (2, 3),", mistakes, REST)

    @pytest.mark.criterion("fresh")
    @pytest.mark.parametrize("calls", [1, 2], ids=["old grad", "second call"])
    def test_used_tensor(self, student, calls):
        """x may require grad, have a .grad, or have been used before: the result does not depend on it."""
        x, v, A, grad = torch.rand(3), torch.randn(3), torch.randn(3, 3), torch.randn(3)
        used = student(product_of_used, x, v, A, grad if calls == 1 else None, calls)
        seen, non_leaf = used["product"], grad_of_non_leaf.keeping(REST).given(used["of computed"])
        J = (A @ x).exp()[:, None] * A
        what = "vector_jacobian_product(f, x, v), where x requires grad and "
        what += "has a .grad," if calls == 1 else "was used in a call before,"
        for old in (grad, v @ J, 0.5 * v @ J, J.sum(0), J @ v):
            for own in (v @ J, J.sum(0)):
                fits = is_close(seen, own + old) and not is_close(seen, v @ J)
                assert_that(not fits, f"{what} is not right.", old_gradient_added)
        judge_product(seen, v @ J, what, {non_leaf: None, v_ignored: J.sum(0), jv_for_vj: J @ v, sum_times_v: J.sum(0) * v}, REST)

    @pytest.mark.criterion("fresh")
    def test_computed_x(self, student):
        """x may be the result of other operations."""
        x, v, A = torch.rand(3), torch.randn(3), torch.randn(3, 3)
        J = A * x.cos()
        what = "vector_jacobian_product(f, x, v), where x is the result of other operations,"
        mistakes = {v_ignored: J.sum(0), jv_for_vj: J @ v, sum_times_v: J.sum(0) * v, grad_of_non_leaf.keeping(0.5): None}
        judge_product(student(product_of_computed, x, v, A), v @ J, what, mistakes, REST)

    @pytest.mark.criterion("unchanged")
    @pytest.mark.parametrize("requires_grad", [False, True], ids=["plain", "leaf"])
    def test_x_stays(self, student, requires_grad):
        """x keeps its values and its .grad, and requires grad if it did before."""
        x, v, A, grad = torch.rand(3), torch.randn(3), torch.randn(3, 3), torch.randn(3)
        seen = student(product_of_used, x, v, A, grad if requires_grad else None, 1, requires_grad)
        presuppose(isinstance(seen["product"], torch.Tensor), "vector_jacobian_product(f, x, v) did not return a tensor.")
        what = "after vector_jacobian_product(f, x, v)"
        assert_that(is_close(seen["x"], x), f"x has other values {what}.", caller_tensor_changed)
        lost = requires_grad and not seen["requires_grad"]  # to require grad from now on does no harm
        assert_that(not lost, f"x no longer requires grad {what}.", caller_tensor_changed)
        kept = is_close(seen["grad"], grad) if requires_grad else seen["grad"] is None
        assert_that(kept, f"x.grad is another one {what}.", caller_tensor_changed)
        J = (A @ x).exp()[:, None] * A
        known = [J.sum(0), J.sum(0) * v, J @ v, v @ J, v @ J + grad]
        work = any(factor_of(seen["product"], product) is not None for product in known)
        presuppose(work, "The product is not right.")
        right = is_close(seen["product"], v @ J) or is_close(seen["product"], v @ J + grad)
        assert_that(right, "The product is not right yet.", ground_wrong)


# ---- gradient_per_batch --------------------------------------------------------------------------------------------

accumulated = misconception(
    "accumulated", "The entries contain the gradients of other batches too: backward adds to w.grad until it is cleared."
)
same_tensor = misconception(
    "same-tensor", "The entries share their memory with w.grad, so all of them show what was written there last.", keeps=0.5
)
weights_moved = misconception(
    "weights-moved", "w was changed during the call, so the gradients are not all those at the w that was given.", keeps=0.5
)
other_container = misconception("other-container", "The numbers are right; the exercise asks for a list of tensors.", keeps=0.7)
all_together = misconception("all-together", "Every entry is the gradient of all batches together, and not of its own batch.")
stale_first_gradient = misconception(
    "stale-first-gradient",
    "The first entry contains what was in w.grad before the call; this has to be gone before the first backward.",
)


@probe
def per_batch(student, w, xs, ys, grad, columns=False):
    """gradient_per_batch for squared errors of x @ w; with `columns` w lies in memory column by column."""
    values = w.clone()
    w = (transposed(w) if columns else w.clone()).requires_grad_()
    w.grad = grad

    def loss_fn(w, batch):
        x, y = batch
        return ((x @ w - y) ** 2).sum()

    try:
        found = student.gradient_per_batch(loss_fn, w, [(x, y) for x, y in zip(xs, ys, strict=True)])
    except AttributeError as error:
        if w.grad is not None or not clears_none(error):
            raise
        return {"none": True}
    kind = type(found).__name__
    if isinstance(found, torch.Tensor) and found.dim() == w.dim() + 1:
        found = list(found.clone())
    if not isinstance(found, (list, tuple)):
        return {"type": kind}
    places = [gradient.data_ptr() for gradient in found if isinstance(gradient, torch.Tensor)]
    kinds = sorted({type(gradient).__name__ for gradient in found})
    return {
        "type": kind,
        "kinds": kinds,
        "gradients": [torch.as_tensor(gradient) if hasattr(gradient, "shape") else gradient for gradient in found],
        "same": len(set(places)) < len(places),
        "w.grad": w.grad is not None and w.grad.data_ptr() in places,
        "w unchanged": torch.equal(w.detach(), values),
        "w requires grad": w.requires_grad,
    }


pairs_only = misconception(
    "pairs-only", "What a batch is, only loss_fn knows: hand it on as it is, and do not take it apart.", keeps=0.7)


@probe
def per_tensor_batch(student, w, batches):
    """The gradients for batches that are tensors, with the sum of squares of batch @ w as the loss; or what it raises."""
    try:
        found = student.gradient_per_batch(lambda w, batch: ((batch @ w) ** 2).sum(), w.clone().requires_grad_(), batches)
    except NotImplementedError:
        raise
    except Exception as error:
        return described(error)
    return [torch.as_tensor(gradient) for gradient in found]


def some_batches(dtype=torch.float32):
    """w, xs, ys, and the right gradients: three batches of several sizes; in float64 of small numbers, so that rounding shows."""
    w, scale = torch.randn(3, 2, dtype=dtype), 1.0 if dtype == torch.float32 else 1e-2
    xs, ys = ([scale * torch.randn(n, size, dtype=dtype) for n in (4, 2, 5)] for size in (3, 2))
    return w, xs, ys, batch_gradients(w, xs, ys)


def batch_gradients(w, xs, ys):
    return [2 * x.T @ (x @ w - y) for x, y in zip(xs, ys, strict=True)]


PER_BATCH = "gradient_per_batch(loss_fn, w, batches)"


def assert_list(seen, count, zero=zero_on_none):
    """There is a gradient for each batch, whatever its values and whatever holds them."""
    assert_that("none" not in seen, f"{PER_BATCH} failed, because w.grad is None when it starts.", zero)
    assert_that("gradients" in seen, f"{PER_BATCH} returned a value of type {seen['type']}; a list of tensors is expected.")
    gradients = seen["gradients"]
    assert_that(len(gradients) == count, f"{PER_BATCH} returned {counted(len(gradients), 'gradient')} for {count} batches.")


def mistake_per_batch(seen, expected, old):
    """The mistake that the entries show, or None; `old` is what was in w.grad before."""
    gradients = seen["gradients"]
    sums = [sum(expected[: i + 1]) for i in range(len(expected))]
    if seen["same"]:
        total = any(all_close(gradients, len(sums) * [start + sums[-1]]) for start in (0 * old, old))
        last = all(is_close(gradient, expected[-1]) for gradient in gradients)
        return accumulated if total else same_tensor if last or seen["w.grad"] else None
    if all_close(gradients, sums) or all_close(gradients, [old + s for s in sums]):
        return accumulated
    if all_close(gradients, [old + expected[0], *expected[1:]]):
        return stale_first_gradient
    if not seen["w unchanged"] and is_close(gradients[0], expected[0]):
        return weights_moved
    if all(map(has_few_digits, gradients, expected)):
        return rounded
    if all(up_to_factor(gradient, right) for gradient, right in zip(gradients, expected, strict=True)):
        return wrong_size
    return None


def judge_per_batch(seen, expected, old, part):
    """Each batch's own gradient; a mistake that belongs to another criterion leaves `part`."""
    moved = not seen["w unchanged"] and is_close(seen["gradients"][0], expected[0])  # by however little
    mistake = None if all_close(seen["gradients"], expected) else mistake_per_batch(seen, expected, old)
    mistake = weights_moved if moved and part is not None else mistake
    assert_that(mistake is None, f"{PER_BATCH} is not right.", lambda: mistake if part is None else mistake.keeping(part))
    together = all_close(seen["gradients"], [sum(expected)] * len(expected)) and len(expected) > 1
    assert_that(not together, f"{PER_BATCH} is not right.", all_together.keeping(0.0 if part is None else 0.4))
    for i, (gradient, right) in enumerate(zip(seen["gradients"], expected, strict=True), start=1):
        slips = {weights_moved: gradient} if moved and i > 1 else {dtype_lost: gradient} if imprecise(gradient, right) else {}
        assert_close(gradient, right, f"{PER_BATCH}: the gradient of batch {i}", slips)


@pytest.mark.exercise("gradient_per_batch")
class TestGradientPerBatch:
    @pytest.mark.criterion("gradients")
    @pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=["float32", "float64"])
    def test_each_batch(self, student, dtype):
        """Each batch's own gradient."""
        w, xs, ys, expected = some_batches(dtype)
        seen = student(per_batch, w, xs, ys, None)
        assert_list(seen, len(xs))
        judge_per_batch(seen, expected, torch.zeros_like(w), None)
        assert_that(
            seen["type"] in ("list", "tuple"),
            f"{PER_BATCH} returned a value of type {seen['type']}; a list is expected.",
            other_container,
        )
        text = f"The list of {PER_BATCH} has entries of type {' and '.join(seen['kinds'])}; tensors are expected."
        assert_that(seen["kinds"] == ["Tensor"], text, other_container)

    @pytest.mark.criterion("gradients")
    def test_batches_of_any_kind(self, student):
        """A batch is whatever loss_fn takes, also a tensor."""
        w, xs, ys, expected = some_batches()
        pairs = student(per_batch, w, xs, ys, None)
        presuppose(pairs.get("gradients") and all_close(pairs["gradients"], expected), "The gradients are not right yet.")
        batches = [torch.randn(n, 3) for n in (4, 3, 5)]
        seen = student(per_tensor_batch, w, batches)
        assert_that(not isinstance(seen, str), f"{PER_BATCH}, where a batch is a tensor and not a pair, raised {seen}.", pairs_only)
        right = [2 * x.T @ x @ w for x in batches]
        assert_that(all_close(seen, right), f"{PER_BATCH} is not right, where a batch is a tensor and not a pair.", pairs_only)

    @pytest.mark.criterion("any w")
    def test_old_grad(self, student):
        """The result does not contain a .grad that w has from earlier."""
        w, grad = torch.randn(2, 4), torch.randn(2, 4)
        xs, ys = [torch.randn(3, 2) for _ in range(4)], [torch.randn(3, 4) for _ in range(4)]
        seen = student(per_batch, w, xs, ys, grad)
        assert_list(seen, len(xs))
        expected = batch_gradients(w, xs, ys)
        stale = all_close(seen["gradients"], [grad + expected[0], *expected[1:]])
        sums = [sum(expected[: i + 1]) for i in range(len(expected))]
        stale = stale or all_close(seen["gradients"], [grad + part for part in sums])
        assert_that(not stale, f"{PER_BATCH} is not right, where w has a .grad from earlier.", stale_first_gradient)
        judge_per_batch(seen, expected, grad, REST)

    @pytest.mark.criterion("any w")
    def test_no_grad(self, student):
        """It works where w has no .grad."""
        w, xs, ys, _ = some_batches()
        assert_list(student(per_batch, w, xs, ys, None), len(xs))

    @pytest.mark.criterion("any w")
    @pytest.mark.parametrize("shape", [(1, 4), (5,), (3, 2)], ids=["one row", "vector", "transposed"])
    def test_any_shape(self, student, shape):
        """w may have one axis, an axis of length 1, or be a transposed tensor."""
        w = torch.randn(shape)
        xs = [torch.randn(n, shape[0]) for n in (1, 3)]
        ys = [torch.randn(n, *shape[1:]) for n in (1, 3)]
        seen = student(per_batch, w, xs, ys, torch.zeros_like(w), True)
        assert_list(seen, len(xs))
        judge_per_batch(seen, batch_gradients(w, xs, ys), torch.zeros_like(w), REST)

    @pytest.mark.criterion("lasting")
    def test_results_last(self, student):
        """The entries do not share their memory."""
        w, xs, ys, expected = some_batches()
        seen = student(per_batch, w, xs, ys, torch.zeros_like(w))
        assert_list(seen, len(xs))
        assert_that(not seen["same"], f"{PER_BATCH} is not right.", same_tensor.keeping(0.0))
        judge_per_batch(seen, expected, torch.zeros_like(w), REST)

    @pytest.mark.criterion("w")
    def test_w_stays(self, student):
        """w keeps its values, and still requires grad."""
        w, xs, ys, expected = some_batches()
        seen = student(per_batch, w, xs, ys, torch.zeros_like(w))
        assert_list(seen, len(xs))
        assert_that(seen["w unchanged"] is True, f"After {PER_BATCH} w has other values than before.", weights_moved.keeping(0.0))
        assert_that(seen["w requires grad"] is True, f"After {PER_BATCH} w no longer requires grad.")
        judge_per_batch(seen, expected, torch.zeros_like(w), REST)


# ---- graph_operations ----------------------------------------------------------------------------------------------

first_branch_only = misconception(
    "first-branch-only",
    "Only the first input of each operation was followed; an operation with several inputs has several next nodes.",
    keeps=0.3,
)
last_branch_only = misconception(
    "last-branch-only",
    "Only the last input of each operation was followed; an operation with several inputs has several next nodes.",
    keeps=0.3,
)
two_branches_only = misconception(
    "two-branches-only", "An operation may have more than two inputs, and each of them has a next node.", keeps=0.6
)
none_entries = misconception(
    "none-entries", "Where an input needs no gradient, its entry in next_functions has None in place of a node."
)
leaf_fails = misconception("leaf-fails", "A leaf's grad_fn is None, because no operation made it: there is no node, and no name.")
root_missing = misconception("root-missing", "t.grad_fn itself is one of the nodes; it stands for the last operation.", keeps=0.5)
printed_nodes = misconception("printed-nodes", "A printed node is more than the name of its type.", keeps=0.5)
leaf_nodes_missing = misconception(
    "leaf-nodes-missing", "Every branch ends with the node of a leaf, AccumulateGrad; it is one of the nodes too."
)
same_name_skipped = misconception(
    "same-name-skipped",
    "A node was left out because of a name that had come up before. It is another node, and has next nodes of its own.",
    keeps=0.6,
)
kept_between_calls = misconception(
    "kept-between-calls",
    "What an earlier call collected is still there: a default value such as set(), or a variable outside of the function, is made "
    "only once.",
)
not_to_the_end = misconception(
    "not-to-the-end", "The last nodes of a branch are missing: go on until there are no next nodes.", keeps=0.5
)
one_level_only = misconception(
    "one-level-only", "Only t.grad_fn and its next nodes are there; each of those has next nodes too.", keeps=0.1
)

OPERATIONS = ["exp", "sin", "cos", "tanh", "sigmoid", "atan", "erf", "sinh"]


@probe
def operations(student, kind, names):
    """graph_operations of a graph, the first call of a fresh module; `names` are the elementwise operations in it."""
    graph_operations = student.reimport("autograd").graph_operations
    a, b, c, constant = (torch.rand(2, 3) for _ in range(4))
    leaves = [tensor.requires_grad_() for tensor in (a, b, c)]

    def chain(tensor, names):
        for name in names:
            tensor = getattr(torch, name)(tensor)
        return tensor

    if kind == "chain":
        t = chain(a, names).sum()
    elif kind == "two branches":
        t = chain(a, names[:2]) * chain(b, names[2:])
    elif kind == "three branches":
        t = torch.cat([chain(leaf, names[i : i + 1]) for i, leaf in enumerate(leaves)])
    elif kind == "none first":
        t = constant * chain(a, names)
    elif kind == "none second":
        t = chain(chain(a, names[:1]) * constant, names[1:])
    elif kind == "shared":
        t = a
        for i, name in enumerate(names):  # in turn, so that the way to the leaf comes first for some walks, and last for others
            t = chain(t, [name]) + t if i % 2 else t + chain(t, [name])
    elif kind == "long":
        t = chain(a, names[:1] + names[1:3] * 12 + [names[3], *names[3:]])
    elif kind == "other names":
        class Cube(torch.autograd.Function):
            @staticmethod
            def forward(ctx, x):
                return x**3

            @staticmethod
            def backward(ctx, gradient):
                return gradient

        t = Cube.apply(chain(a, names)).mean(1)
    elif kind == "leaf":
        t = a
    else:
        t = constant
    if kind in ("leaf", "constant"):  # a tensor that has operations, to see that there is a function at all
        found = graph_operations(b.sin().exp().sin())
        works = hasattr(found, "__iter__") and any("SinBackward" in str(name) for name in found)
        graph_operations = student.reimport("autograd").graph_operations
    else:
        works = True
    try:
        found = graph_operations(t)
    except AttributeError as error:
        if kind not in ("none first", "none second", "leaf", "constant") or "NoneType" not in str(error):
            raise
        return {"none": True}
    return {
        "works": works,
        "type": type(found).__name__,
        "names": sorted(map(str, found)) if isinstance(found, (set, frozenset, list, tuple, type({}.keys()))) else None,
    }


@probe
def operations_again(student, names):
    """graph_operations of one chain, of the same one again, and of another one: the first calls of a fresh module."""
    graph_operations = student.reimport("autograd").graph_operations
    one, other = torch.ones(2, requires_grad=True), torch.ones(3, requires_grad=True)
    for name in names[:2]:
        one = getattr(torch, name)(one)
    for name in names[2:]:
        other = getattr(torch, name)(other)
    found = [graph_operations(t) for t in (one, one, other)]
    return [sorted(map(str, names)) if hasattr(names, "__iter__") else [] for names in found]


def node_names(names):
    """{'sin'} -> {'SinBackward0'}"""
    return {f"{name.capitalize()}Backward0" for name in names}


def draw_operations(n):
    return [OPERATIONS[i] for i in torch.randperm(len(OPERATIONS))[:n].tolist()]


def without_namespace(name):
    """node.name() and a printed node have one before some names: torch::autograd::AccumulateGrad."""
    return name.replace("::", ".").split(".")[-1]


def node_name(text):
    """A name, with or without a namespace, or in the form in which a node is printed."""
    words = re.findall(r"[A-Za-z_]\w*", str(text).split(" object at ")[0])
    return words[-1] if words else ""


def names_of(seen, what):
    """The names that came back, in whatever collection."""
    kinds = ("set", "frozenset", "list", "tuple", "dict_keys")
    assert_that(seen["type"] in kinds, f"{what} returned a value of type {seen['type']}; a set is expected.")
    return set(map(node_name, seen["names"]))


def assert_names(seen, expected, what, mistakes=None):
    """The names are right; where the leaves' nodes alone are missing, that is paid for in a criterion of its own."""
    names = names_of(seen, what)
    if names != expected:
        assert_that(names, f"{what} is empty, and this graph has {len(expected)} kinds of nodes.")
        facts = []
        if missing := len(expected - names):
            facts.append(f"lacks {missing} of {len(expected)} names")
        if extra := sorted(names - expected):
            facts.append(f"has names that no node of it has ({', '.join(extra[:3])}{', ...' * (len(extra) > 3)})")
        fact = f"{what} {' and '.join(facts)}."
        for mistake, value in (mistakes or {}).items():
            assert_that(names != value, fact, mistake)
        assert_that(not {"NoneType", "None"} & names, fact, none_entries)
        assert_that(names != expected - {"AccumulateGrad"}, fact, leaf_nodes_missing.keeping(REST))
        assert_that(False, fact if extra else f"{fact} Follow every branch down to its leaf.")


@pytest.mark.exercise("graph_operations")
class TestGraphOperations:
    @pytest.mark.criterion("branches")
    def test_chain(self, student):
        """A chain of operations."""
        names = draw_operations(4)
        seen = student(operations, "chain", names)
        expected = {"SumBackward0", "AccumulateGrad"} | node_names(names)
        mistakes = {
            root_missing: expected - {"SumBackward0"},
            one_level_only: {"SumBackward0"} | node_names(names[-1:]),
        }
        what = "graph_operations(t) for a chain of operations"
        assert_names(seen, expected, what, mistakes)
        printed = all(" object at " in name for name in seen["names"])
        assert_that(not printed, f"{what} has no name as it should be.", printed_nodes)

    @pytest.mark.criterion("branches")
    def test_two_branches(self, student):
        """A product of two results: both branches are followed."""
        names = draw_operations(4)
        seen = student(operations, "two branches", names)
        ends = {"MulBackward0", "AccumulateGrad"}
        mistakes = {
            first_branch_only: ends | node_names(names[:2]),
            last_branch_only: ends | node_names(names[2:]),
            root_missing: (ends | node_names(names)) - {"MulBackward0"},
            one_level_only: {"MulBackward0"} | node_names([names[1], names[3]]),
        }
        assert_names(seen, ends | node_names(names), "graph_operations(t) for a product of two results", mistakes)

    @pytest.mark.criterion("branches")
    def test_three_branches(self, student):
        """An operation on three tensors: every branch is followed."""
        names = draw_operations(3)
        seen = student(operations, "three branches", names)
        ends = {"CatBackward0", "AccumulateGrad"}
        expected = ends | node_names(names)
        mistakes = {
            first_branch_only: ends | node_names(names[:1]),
            last_branch_only: ends | node_names(names[2:]),
            two_branches_only: ends | node_names(names[:2]),
            root_missing: expected - {"CatBackward0"},
            one_level_only: expected - {"AccumulateGrad"},
        }
        # One level is all that there is here but for the leaves, so a walk that leaves those out looks the same.
        if names_of(seen, "graph_operations(t)") == expected - {"AccumulateGrad"}:
            deeper = names_of(student(operations, "chain", names), "graph_operations(t)")
            mistakes.pop(one_level_only if node_names(names[:1]) <= deeper else two_branches_only)
        assert_names(seen, expected, "graph_operations(t) for three tensors that are concatenated", mistakes)

    @pytest.mark.criterion("branches")
    @pytest.mark.parametrize("kind", ["shared", "long"])
    def test_larger_graphs(self, student, kind):
        """A graph in which results are used twice, and one of some length."""
        names = draw_operations(5)
        seen = student(operations, kind, names)
        expected = {"AccumulateGrad"} | node_names(names) | ({"AddBackward0"} if kind == "shared" else set())
        mistakes = {
            first_branch_only: {"AddBackward0", "AccumulateGrad"},
            same_name_skipped: node_names(names[3:]),
            not_to_the_end: node_names(names[1:]),
            one_level_only: node_names(names[-1:]) | ({"AddBackward0"} if kind == "shared" else node_names(names[3:4])),
        }
        assert_names(
            seen,
            expected,
            f"graph_operations(t) for {'results that are used twice' if kind == 'shared' else 'a long chain of operations'}",
            mistakes,
        )

    @pytest.mark.criterion("branches")
    def test_sum_with_a_constant(self, student):
        """A product with a constant: the branch that has nodes is followed."""
        names = draw_operations(3)
        seen = student(operations, "none second", names)
        what = "graph_operations(t) for a product with a constant"
        slip = none_entries.keeping(REST)
        assert_that("none" not in seen, f"{what} failed, because an entry of next_functions holds None.", slip)
        found = names_of(seen, what)
        presuppose(found & node_names(names[-1:]), f"{what} lacks its last operation.")
        assert_that(not {"NoneType", "None"} & found, f"{what} has a name for None, which is no node.", slip)
        others = draw_operations(4)
        whole = names_of(student(operations, "two branches", others), what)
        presuppose(node_names(others) <= whole, "graph_operations(t) does not follow two branches to their ends yet.")
        lacking = "lacks operations of the branch that needs a gradient, though two such branches are both followed."
        assert_that(node_names(names) <= found, f"{what} {lacking}")

    @pytest.mark.criterion("branches")
    def test_in_a_later_call(self, student):
        """A later call follows all branches too."""
        names = draw_operations(4)
        seen = [set(map(node_name, found)) for found in student(operations_again, names)]
        first, second = (node_names(part) for part in (names[:2], names[2:]))
        presuppose(first <= seen[0], "graph_operations(t) is not right for a chain of two operations.")
        right = first <= seen[1] and second <= seen[2] and not first & seen[2]
        text = "graph_operations(t) is not right after calls with another t."
        assert_that(right, text, kept_between_calls.keeping(0.5))

    @pytest.mark.criterion("leaves")
    @pytest.mark.parametrize("kind", ["chain", "two branches"])
    def test_leaves(self, student, kind):
        """The nodes of the leaves are there."""
        names = draw_operations(4)
        what = f"graph_operations(t) for {'a chain' if kind == 'chain' else 'a product of two results'}"
        found = names_of(student(operations, kind, names), what)
        presuppose(found & node_names(names), f"{what} has no operation of it.")
        assert_that("AccumulateGrad" in found, f"{what} lacks the nodes of the leaves.", leaf_nodes_missing)

    @pytest.mark.criterion("names")
    def test_a_set(self, student):
        """The names come in a set."""
        names = draw_operations(4)
        seen = student(operations, "chain", names)
        what = "graph_operations(t) for a chain of operations"
        found = names_of(seen, what)
        presuppose(found & node_names(names), f"{what} has no operation of it.")
        assert_that(seen["type"] in ("set", "frozenset"), f"{what} returned a value of type {seen['type']}; a set is expected.")
        mistakes = [root_missing] if "SumBackward0" not in found else []
        for mistake in mistakes + ([leaf_nodes_missing] if "AccumulateGrad" not in found else []):
            assert_that(False, f"{what} is not complete.", mistake.keeping(REST))

    @pytest.mark.criterion("names")
    def test_names_of_all_kinds(self, student):
        """The names are those of the nodes' types, whatever they look like."""
        names = draw_operations(2)
        seen = student(operations, "other names", names)
        expected = {"MeanBackward1", "CubeBackward", "AccumulateGrad"} | node_names(names)
        what = "graph_operations(t) for the mean of the result of Cube, a torch.autograd.Function,"
        names_of(seen, what)
        plain = {without_namespace(name) for name in seen["names"]}
        known = {"MeanBackward1", "CubeBackward", *node_names(names)}
        presuppose(set(map(node_name, plain)) & known, f"{what} has no operation of it.")
        strange = {name for name in plain if not name.isidentifier()}
        shown = re.sub(" at 0x[0-9a-f]+", "", min(strange, default=""))
        text = f"{what} has entries such as {shown}: that is not the name of the node's type."
        assert_that(not strange, text)
        others = plain - expected - {"None", "NoneType"}
        assert_that(not others, f"{what} has names that no node of it has: {', '.join(sorted(others)[:3])}.")
        walked = node_names(names) <= plain  # else this is for other checks
        assert_that(
            not walked or "CubeBackward" in plain, f"{what} lacks the node of Cube. Its name counts, whatever it looks like."
        )

    @pytest.mark.criterion("none")
    @pytest.mark.parametrize("kind", ["none first", "none second"])
    def test_constant(self, student, kind):
        """Multiplication with a constant, which needs no gradient."""
        names = draw_operations(3)
        seen = student(operations, kind, names)
        what = "graph_operations(t) for a product with a constant"
        if "none" in seen:
            assert_that(False, f"{what} failed, because an entry of next_functions holds None.", none_entries)
        found = names_of(seen, what)
        presuppose(found, f"{what} is empty.")
        assert_that(not {"NoneType", "None"} & found, f"{what} has a name for None, which is no node.", none_entries)

    @pytest.mark.criterion("none")
    @pytest.mark.parametrize("kind", ["leaf", "constant"])
    def test_leaf(self, student, kind):
        """A tensor that no operation made gives the empty set."""
        seen = student(operations, kind, [])
        what = "graph_operations(t) for a tensor without a grad_fn"
        if "none" in seen:
            assert_that(False, f"{what} failed.", leaf_fails)
        assert_that(seen["type"] != "NoneType", f"{what} is None; the empty set is expected.", leaf_fails)
        presuppose(seen["works"] is True, "graph_operations(t) finds no operations where there are some.")
        found = names_of(seen, what)
        text = f"{what} has {counted(len(found), 'name')}, such as {min(found, default='')}; no operation made this tensor."
        assert_that(not found, text, leaf_fails if found == {"NoneType"} else None)

    @pytest.mark.criterion("calls")
    def test_calls_are_independent(self, student):
        """A call does not depend on earlier calls."""
        names = draw_operations(4)
        seen = [set(map(node_name, found)) for found in student(operations_again, names)]
        presuppose(seen[0] & node_names(names[:2]), "graph_operations(t) does not find a chain of two operations.")
        assert_that(seen[1] == seen[0], "graph_operations(t), called again with the same t, gives other names.",
                    kept_between_calls)
        assert_that(not seen[2] & node_names(names[:2]) and seen[2] & node_names(names[2:]),
                    "graph_operations(t) is not right after calls with another t.", kept_between_calls)
        text = "graph_operations(t) lacks the nodes of the leaves."
        assert_that("AccumulateGrad" in seen[0], text, leaf_nodes_missing.keeping(REST))


# ---- tensor_gradients ----------------------------------------------------------------------------------------------

missing_factor_2 = misconception(
    "missing-factor-2", "The gradient is half as large as it should be: the derivative of a square has a factor."
)
mean_instead_of_sum = misconception(
    "mean-instead-of-sum", "This belongs to the mean of the squared errors; here the loss is their sum."
)
wrong_sign = misconception("wrong-sign", "The sign is wrong: the error is the prediction minus the target.")
h_for_h_relu = misconception(
    "h-for-h-relu", "The gradient was computed with the input of the ReLU; w2 is multiplied with the output of the ReLU."
)
relu_mask_missing = misconception(
    "relu-mask-missing",
    "The gradient went through the ReLU unchanged; where the input of the ReLU was negative, no gradient passes.",
)
mask_from_gradient = misconception(
    "mask-from-gradient",
    "The mask of the ReLU was taken from the sign of the gradient; it depends on the sign of the input in the forward pass.",
)
mask_inverted = misconception(
    "mask-inverted", "The gradient passes where the input of the ReLU was negative, and not where it was positive."
)
scaled_by_h = misconception("scaled-by-h", "The gradient was multiplied by the hidden values; the slope of a ReLU is 0 or 1.")
transposed_result = misconception(
    "transposed-result", "This is the transpose of the gradient; a gradient has the shape of its weight."
)
swapped_result = misconception("swapped-result", "The two gradients are in the wrong order: the gradient of w1 comes first.")
relu_on_output = misconception(
    "relu-on-output", "The prediction was computed with a ReLU on it; the ReLU belongs to the hidden layer only.")
inputs_changed = misconception("inputs-changed", "It was changed in place, and the caller still needs it.")
uses_autograd = misconception("uses-autograd", "In this exercise the backward pass is written by hand, without autograd.")
float64_leaks_in = misconception(
    "float64-leaks-in", "The arguments are float32: somewhere a float64 tensor or array was mixed in.", keeps=0.4
)


@probe
def by_hand(student, x, y, w1, w2, columns=False):
    """tensor_gradients, and the arguments afterwards; with `columns` they lie in memory column by column."""
    if columns:
        x, y, w1, w2 = (transposed(tensor) for tensor in (x, y, w1, w2))
    found = student.tensor_gradients(x, y, w1, w2)
    return {"gradients": found, "inputs": [x, y, w1, w2]}


@probe
def autograd_at_work(student, x, y, w1, w2):
    """Whether autograd saved a tensor, or functorch or forward mode was used, while tensor_gradients ran."""
    recorded = []

    def pack(tensor):
        recorded.append("saved")
        return tensor

    dual_level = torch.autograd.forward_ad.dual_level

    def counted(*args, **kwargs):
        recorded.append("forward mode")
        return dual_level(*args, **kwargs)

    torch.autograd.forward_ad.dual_level = counted
    try:
        with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
            student.tensor_gradients(x, y, w1, w2)
    except RuntimeError as error:
        if "saved tensor hooks" not in str(error):
            raise
        recorded.append("torch.func")
    finally:
        torch.autograd.forward_ad.dual_level = dual_level
    return len(recorded)


def network(n, d_in, h, d_out, dtype=torch.float32, scale=1.0):
    """Random x, y, w1, w2: each hidden unit is on for one sample, off for another, and never near its kink.

    Some units are on for the first sample and some off; outputs, and gradients where units are on and off, have both signs.
    `scale` multiplies x and y.
    """
    while True:
        x, y, w1, w2 = (torch.randn(*shape, dtype=dtype) for shape in ((n, d_in), (n, d_out), (d_in, h), (h, d_out)))
        x[1:2] = -1.5 * x[0]
        hidden = x @ w1
        on, outputs = hidden[0] > 0, hidden.clamp(min=0) @ w2
        if hidden.abs().min() < 1e-3:  # rounding might decide about a gradient
            continue
        back = (outputs - y) @ w2.T
        both_signs = all(len(v) and v.min() < -0.1 and v.max() > 0.1 for v in (outputs, back[hidden > 0], back[hidden < 0]))
        if on.any() and not on.all() and both_signs:
            return scale * x, scale * y, w1, w2


def true_gradients(x, y, w1, w2):
    w1, w2 = w1.clone().requires_grad_(), w2.clone().requires_grad_()
    loss = (((x @ w1).clamp(min=0) @ w2 - y) ** 2).sum()
    return torch.autograd.grad(loss, (w1, w2))


def rectified_gradients(x, y, w1, w2):
    """The gradients for a prediction that went through a ReLU too: without a step back through this ReLU, and with it."""
    h = x @ w1
    out = h.clamp(min=0) @ w2
    for slope in torch.ones_like(out), out > 0:
        back = 2 * (out.clamp(min=0) - y) * slope
        yield x.T @ ((back @ w2.T) * (h > 0)), h.clamp(min=0).T @ back


def gradients_of(seen):
    gradients = seen["gradients"]
    assert_that(
        isinstance(gradients, list) and len(gradients) == 2,
        "tensor_gradients(x, y, w1, w2) is not a pair; (grad_w1, grad_w2) is expected.")
    return gradients


def masks(h, back):
    """What the gradient `back` of the hidden layer is multiplied with: rightly, and by mistake."""
    return {
        None: h > 0,
        relu_mask_missing: torch.ones_like(h),
        mask_from_gradient: back > 0,
        mask_inverted: h < 0,
        scaled_by_h: h.clamp(min=0),
    }


def assert_gradients(seen):
    """There is a pair of tensors in the shapes of w1 and w2: as it should be, transposed, or in the wrong order."""
    gradients = gradients_of(seen)
    for gradient in gradients:
        assert_that(isinstance(gradient, torch.Tensor), "tensor_gradients(x, y, w1, w2) is not a pair of tensors.")
    return gradients


class Judged:
    """The student's two gradients, put right where only their order, their axes or their dtype is wrong, and what is right."""

    def __init__(self, student, *sizes):
        while True:
            self.tensors = x, y, w1, w2 = network(*sizes)
            self.right = true_gradients(x, y, w1, w2)
            if all((g == 0).logical_or(g.abs() > 0.5).all() for g in self.right):  # that a result is rounded is another check's
                break
        pair = assert_gradients(student(by_hand, x, y, w1, w2))
        shapes = [g.shape for g in self.right]
        turned = [shape[::-1] for shape in shapes]
        self.slip = None
        found = [gradient.shape for gradient in pair]
        if found == shapes[::-1]:
            self.slip, pair = swapped_result, pair[::-1]
        elif found != shapes and all(shape in both for shape, *both in zip(found, shapes, turned, strict=True)):
            self.slip, pair = transposed_result, [g if g.shape == s else g.T for g, s in zip(pair, shapes, strict=True)]
        fits = [gradient.shape == shape for gradient, shape in zip(pair, shapes, strict=True)]
        assert_that(any(fits), "Neither gradient has the shape of its weight, also not if it is transposed.")
        self.pair = [gradient.to(x.dtype) if fit else None for gradient, fit in zip(pair, fits, strict=True)]
        h = x @ w1
        back = (h.clamp(min=0) @ w2 - y) @ w2.T
        for gradients in rectified_gradients(*self.tensors):
            if all(fits) and self.slip is None and all(map(is_close, self.pair, gradients)):
                self.slip, self.pair = relu_on_output, list(self.right)
        back_of_h = (h @ w2 - y) @ w2.T  # the forward pass without its ReLU
        self.first = [(m, x.T @ (b * factor)) for b in (back, back_of_h) for m, factor in masks(h, b).items()]

    def size(self):
        """The factor by which the two are off, together or one by one; None where neither is right up to a factor."""
        factors = [factor_of(seen, right) for seen, right in zip(self.pair, self.right, strict=True)]
        return next((f for f in factors if f is not None and abs(f - 1) > 1e-3), next((f for f in factors if f is not None), None))

    def size_mistake(self):
        factor, y = self.size(), self.tensors[1]
        if factor is None or abs(factor - 1) <= 1e-3:
            return None
        if factor < 0:
            return wrong_sign
        n, d = y.shape
        means = [1 / n, 1 / d, 1 / (n * d), 0.5 / n, 0.5 / d, 0.5 / (n * d)]
        if abs(factor - 0.5) < 1e-3:
            return missing_factor_2
        return mean_instead_of_sum if any(abs(factor - mean) < 1e-3 * mean for mean in means) else wrong_size

    def assert_whole(self):
        """What is judged belongs to a result that is right but for its dtype; of another one it counts in part."""
        mistake = self.slip or self.size_mistake()
        text = "tensor_gradients(x, y, w1, w2) is not right."
        assert_that(mistake is None, text, lambda: mistake.keeping(REST))


SIZES = (6, 5, 4, 3)


slope_at_zero = misconception(
    "slope-at-zero", "Where the hidden layer is exactly 0 the slope of the ReLU may be 0 or 1; 0 / 0 is neither.", keeps=0.7)


@pytest.mark.exercise("tensor_gradients")
class TestTensorGradients:
    @pytest.mark.criterion("residual")
    def test_residual(self, student):
        """The gradients have the right size and sign."""
        judged = Judged(student, *SIZES)
        size = judged.size()
        presuppose(size is not None, "Neither gradient is right up to a factor, so their size cannot be judged.")
        assert_that(abs(size - 1) <= 1e-3, "The gradients are wrong by a constant factor.", judged.size_mistake())
        rest = 0.0 if judged.slip is relu_on_output else REST
        assert_that(judged.slip is None, "tensor_gradients(x, y, w1, w2) is not right.", lambda: judged.slip.keeping(rest))

    @pytest.mark.criterion("grad_w2")
    def test_w2(self, student):
        """The gradient of w2 is right, up to a factor."""
        judged = Judged(student, *SIZES)
        x, y, w1, w2 = judged.tensors
        seen, right, h = judged.pair[1], judged.right[1], x @ w1
        assert_that(seen is not None, "grad_w2 does not have the shape of w2.")
        layers = [(a, b) for a in (h, h.clamp(min=0)) for b in (h, h.clamp(min=0))]
        wrong = any(factor_of(seen, a.T @ (b @ w2 - y)) is not None for a, b in layers[:3])
        text = "grad_w2 of tensor_gradients(x, y, w1, w2) is not right."
        text += "" if wrong else " Follow the chain rule from the loss back to w2."
        assert_that(factor_of(seen, right) is not None, text, h_for_h_relu if wrong else None)
        judged.assert_whole()

    @pytest.mark.criterion("grad_w1")
    def test_w1(self, student):
        """The gradient of w1 is right, apart from the mask of the ReLU."""
        judged = Judged(student, *SIZES)
        seen = judged.pair[0]
        assert_that(seen is not None, "grad_w1 does not have the shape of w1.")
        known = [mistake for mistake, gradient in judged.first if factor_of(seen, gradient) is not None]
        assert_that(
            known, "grad_w1 of tensor_gradients(x, y, w1, w2) is not right. Follow the chain rule from the loss back to w1."
        )
        masked = factor_of(seen, judged.right[0]) is not None
        text = "grad_w1 of tensor_gradients(x, y, w1, w2) is not right, so only a part of these points is given."
        assert_that(masked, text, lambda: (known[0] or h_for_h_relu).keeping(REST))
        judged.assert_whole()

    @pytest.mark.criterion("mask")
    def test_mask(self, student):
        """The gradient of w1 passes through the ReLU where its input was positive."""
        judged = Judged(student, *SIZES)
        seen = judged.pair[0]
        assert_that(seen is not None, "grad_w1 does not have the shape of w1.")
        known = [mistake for mistake, gradient in judged.first if factor_of(seen, gradient) is not None]
        presuppose(known, "grad_w1 is not right whatever the ReLU does, so the ReLU cannot be judged.")
        masked = factor_of(seen, judged.right[0]) is not None or None in known
        assert_that(masked, "grad_w1 of tensor_gradients(x, y, w1, w2) is not right.", known[0])
        right = factor_of(seen, judged.right[0]) is not None
        text = "grad_w1 of tensor_gradients(x, y, w1, w2) is not right, though the gradient passes where it should."
        assert_that(right, text, h_for_h_relu.keeping(REST))
        judged.assert_whole()

    @pytest.mark.criterion("mask")
    def test_zero_row(self, student):
        """A row of zeros in x, whose hidden layer is exactly 0, adds nothing to grad_w1."""
        usual = Judged(student, *SIZES)
        right = usual.slip is None and usual.pair[0] is not None and factor_of(usual.pair[0], usual.right[0]) is not None
        presuppose(right, "grad_w1 is not right yet.")
        x, y, w1, w2 = network(*SIZES)
        x[0] = 0.0
        found = assert_gradients(student(by_hand, x, y, w1, w2, False))
        fits = factor_of(found[0], true_gradients(x, y, w1, w2)[0]) is not None
        assert_that(fits, "grad_w1 of tensor_gradients, where a row of x is all zeros, is not right.", slope_at_zero)

    @pytest.mark.criterion("result")
    @pytest.mark.parametrize(
        "sizes, columns",
        [((3, 2, 7, 4, torch.float64), True), ((1, 5, 6, 3, torch.float32, 1e-4), False),
         ((5, 4, 3, 1, torch.float32, 1e-4), False), ((4, 3, 5, 2, torch.float32, 1e-4), False)],
        ids=["float64", "one sample", "one output", "float32"])
    def test_result(self, student, sizes, columns):
        """Two gradients in the shapes of w1 and w2, in this order, in the dtype of the arguments, for all sizes."""
        usual = Judged(student, *SIZES)
        x, y, w1, w2 = network(*sizes)
        found = assert_gradients(student(by_hand, x, y, w1, w2, columns))
        presuppose(usual.size() is not None, "Neither gradient is right, so nothing else can be judged.")
        assert_that(usual.slip is None, "tensor_gradients(x, y, w1, w2) is not right.", usual.slip)
        for i, (gradient, right) in enumerate(zip(found, true_gradients(x, y, w1, w2), strict=True), start=1):
            what = f"grad_w{i} of tensor_gradients, for {x.dtype} and a y of shape {tuple(y.shape)},"
            shape = tuple(gradient.shape)
            assert_that(shape == tuple(right.shape), f"{what} has shape {shape}; {tuple(right.shape)} is expected.")
            leaked = x.dtype == torch.float32 and gradient.dtype == torch.float64
            assert_that(
                gradient.dtype == x.dtype, f"{what} has dtype {gradient.dtype}.", float64_leaks_in if leaked else None)
            ordinary = factor_of(usual.pair[i - 1], usual.right[i - 1]) if usual.pair[i - 1] is not None else None
            if ordinary is not None and abs(ordinary - 1) < 1e-3:  # else this is for other checks
                slips = {dtype_lost.keeping(0.0): gradient} if imprecise(gradient, right) else {}
                assert_close(gradient, right, what, slips, hint="For more rows, columns and larger numbers it is right.")
        mistake = usual.size_mistake()
        wrong = any(seen is None or factor_of(seen, right) is None for seen, right in zip(usual.pair, usual.right, strict=True))
        text = "tensor_gradients(x, y, w1, w2) is not right yet."
        assert_that(mistake is None and not wrong, text, lambda: (mistake or ground_wrong).keeping(REST))

    @pytest.mark.criterion("result")
    def test_arguments_unchanged(self, student):
        """The four arguments are the same after the call."""
        before = network(4, 3, 6, 2)
        seen = student(by_hand, *before)
        for name, a, b in zip(("x", "y", "w1", "w2"), seen["inputs"], before, strict=True):
            fact = f"After tensor_gradients(x, y, w1, w2) {name} has other values than before."
            assert_that(is_close(a, b), fact, inputs_changed)
        presuppose(Judged(student, *SIZES).size() is not None, "Neither gradient is right, so nothing else can be judged.")

    @pytest.mark.required
    def test_without_autograd(self, student):
        """The backward pass is written by hand: autograd records nothing."""
        seen = student(autograd_at_work, *network(4, 3, 5, 2))
        assert_that(seen == 0, "tensor_gradients(x, y, w1, w2) uses autograd.", uses_autograd)


# ---- train_two_layer -----------------------------------------------------------------------------------------------

gradients_not_cleared = misconception(
    "gradients-not-cleared", "From the second step on the update contains the gradients of earlier steps: backward adds to .grad."
)
cleared_before_update = misconception(
    "cleared-before-update", "The gradient was cleared between backward and the update, so the update had none."
)
rebinding = misconception(
    "rebinding",
    "Another tensor was trained: `w = w - ...` makes a new tensor, as a copy does. Change the caller's tensor itself, in place.",
)
update_recorded = misconception(
    "update-recorded", "While autograd records, it does not allow a leaf to be changed in place. The update should not be recorded."
)
default_changed = misconception(
    "default-changed", "With its defaults the function does something else than the signature says.", keeps=0.6
)
other_way = misconception(
    "other-way", "The steps are not those of gradient descent on this loss: look at the loss, and at what each step changes."
)
size_fails = misconception(
    "size-fails", "With more rows and columns, and with numbers of ordinary size, the training is right.", keeps=0.6
)
data_changed = misconception("data-changed", "x and y belong to the caller, and have to stay as they are.", keeps=0.6)
numpy_kept = misconception("numpy-kept", "NumPy's arrays and numbers are not Python floats.", keeps=0.2)
tensors_kept = misconception(
    "tensors-kept", "A tensor can keep the whole graph of its step in memory; the exercise asks for floats.", keeps=0.2
)
loss_after_update = misconception(
    "loss-after-update", "These are the losses after the updates; the exercise asks for the loss before each update."
)
gradient_ascent = misconception(
    "gradient-ascent", "The weights were changed in the direction of the gradient, and there the loss grows."
)
stops_early = misconception(
    "stops-early",
    "The training ended early because of the value of the loss; the caller decides how many steps there are.",
    keeps=0.4,
)
step_count = misconception("step-count", "One step too many or too few was made.")
leaf_lost = misconception(
    "leaf-lost", "w1 or w2 no longer requires grad after the call, or is no leaf, so it cannot be trained further."
)
loss_without_grad = misconception(
    "loss-without-grad", "The loss was computed while autograd was switched off; only the update should not be recorded."
)
settings_ignored = misconception("settings-ignored", "The learning rate or the number of steps is not the one that was given.")
one_layer_only = misconception(
    "one-layer-only", "Only one of the two weights was trained.")
mean_loss = misconception("mean-loss", "This belongs to the mean of the squared errors; here the loss is their sum.")


@probe
def right_tensor_gradients(x, y, w1, w2):
    """In place of the student's, should their train_two_layer call it."""
    with torch.enable_grad():
        leaves = [w.detach().clone().requires_grad_() for w in (w1, w2)]
        residual = (x @ leaves[0]).relu() @ leaves[1] - y
        return torch.autograd.grad(residual.square().sum(), leaves)


@probe
def train(student, x, y, w1, w2, arguments, calls, columns=False, rare=False):
    """Train two leaves. A failure that shows its cause comes back as {"mistake": ...}.

    With `columns` all tensors lie in memory column by column. `rare`: of a size at which some answers fail.
    """
    if columns:
        x, y, w1, w2 = (transposed(tensor) for tensor in (x, y, w1, w2))
    class RightReLU:
        apply = staticmethod(torch.relu)

    student.autograd.tensor_gradients = right_tensor_gradients
    student.autograd.MyReLU = RightReLU
    function = student.train_two_layer
    w1, w2 = w1.clone().requires_grad_(), w2.clone().requires_grad_()
    start = w1.detach().clone()
    losses = []
    try:
        for _ in range(calls):
            found = function(x, y, w1, w2, *arguments)
            kind = "list" if isinstance(found, (list, tuple)) else type(found).__name__
            if not isinstance(found, (list, tuple)):
                found = torch.as_tensor(found).flatten().tolist() if hasattr(found, "shape") or isinstance(found, float) else []
            losses += found
    except (RuntimeError, TypeError, AttributeError) as error:
        text = str(error)
        if rare:
            return {"mistake": "size-fails"}
        if "a leaf Variable that requires grad" in text:
            return {"mistake": "update-recorded"}
        if "NoneType" not in text and "does not require grad" not in text:
            raise
        if not (w1.requires_grad and w2.requires_grad):
            return {"mistake": "leaf-lost"}
        # One step alone tells a weight that was lost after a step from a step that never worked.
        a, b = start.clone().requires_grad_(), w2.detach().clone().requires_grad_()
        try:
            function(x, y, a, b, 0.001, 1)
        except RuntimeError as again:
            if "does not require grad" in str(again):
                return {"mistake": "loss-without-grad"}
        except TypeError as again:
            if "NoneType" in str(again):
                return {"mistake": "cleared-before-update"}
        except AttributeError as again:
            if "NoneType" in str(again):
                return {"mistake": "zero-on-none" if a.grad is None else "rebinding"}
        else:
            if torch.equal(a.detach(), start):
                return {"mistake": "rebinding"}
        raise
    return {
        "type": kind,
        "losses": [as_number(loss) for loss in losses],
        "floats": all(isinstance(loss, float) for loss in losses),
        "kind": next((type(loss).__name__ for loss in losses if not isinstance(loss, float)), "float"),
        "w1": w1, "w2": w2, "x": x, "y": y,
        "trainable": [w.requires_grad and w.is_leaf for w in (w1, w2)],
    }


def descend(x, y, w1, w2, rate, steps, *, clear=(True, True), mean=False, layers=(True, True), in_turn=False):
    """Gradient descent in float64: the losses before each update and after the last, the weights, the nearest kink.

    `in_turn` takes the gradient of w2 where w1 has moved already.
    """
    x, y, w1, w2 = (t.double() for t in (x, y, w1, w2))
    losses, totals, margin = [], [0.0, 0.0], float("inf")
    scale = 1 / y.numel() if mean else 1.0
    for step in range(steps + 1):
        h = x @ w1
        error = h.clamp(min=0) @ w2 - y
        losses.append(scale * float((error * error).sum()))
        margin = min(margin, float(h.abs().min()))
        if step == steps:
            return {"losses": losses, "w1": w1, "w2": w2, "margin": margin}
        gradients = [2 * scale * x.T @ ((error @ w2.T) * (h > 0)), 2 * scale * h.clamp(min=0).T @ error]
        if in_turn:
            h = (x @ (w1 - rate * gradients[0])).clamp(min=0)
            gradients[1] = 2 * h.T @ (h @ w2 - y)
        totals = [g if cleared else g + total for g, total, cleared in zip(gradients, totals, clear, strict=True)]
        w1, w2 = (w - rate * t if moves else w for w, t, moves in zip((w1, w2), totals, layers, strict=True))


def start(sizes, rate, steps, dtype=torch.float32, scale=1.0, small=1.0):
    """A network whose training keeps away from the ReLU's kinks, where rounding might decide.

    It shows in the last loss whether the weights move at once or in turn, and there is something left to learn. Some output is
    negative, so that a ReLU on it would show.
    `scale` multiplies x, `small` both x and y.
    """
    while True:
        x, y, w1, w2 = network(*sizes, dtype, small)
        tensors = scale * x, y, w1 / 2, w2 / 2
        right, in_turn = (descend(*tensors, rate, min(steps, 10), in_turn=turn) for turn in (False, True))
        last, other = right["losses"][-1], in_turn["losses"][-1]
        goes_on = last > 0.01 * right["losses"][0]  # else the weights would hardly move any more
        outputs = (tensors[0] @ tensors[2]).clamp(min=0) @ tensors[3]
        negative = outputs.min() < -0.1 * outputs.abs().max()
        if right["margin"] > 1e-4 * small and abs(last - other) > 1e-3 * last and goes_on and negative:
            return tensors


# What a mistake leaves of the criteria that it breaks; of all others it leaves REST, or STOPPED where the training breaks off.
STOPPED = 0.4
LEAVES = {
    settings_ignored: {"steps": 0.2},
    gradient_ascent: {"steps": 0.0},
    step_count: {"steps": 0.5, "losses": 0.5},
    mean_loss: {"steps": 0.2},
    one_layer_only: {"steps": 0.0},
    rebinding: {"steps": 0.4, "in place": 0.0},
    cleared_before_update: {"steps": 0.2, "cleared": 0.0, "in place": 0.3},
    gradients_not_cleared: {"cleared": 0.0},
    loss_without_grad: {"steps": 0.2},
    leaf_lost: {"in place": 0.0},
    update_recorded: {"in place": 0.2},
    other_way: {"steps": 0.0},
}


def leaves(mistake, criterion, rest=REST):
    """The mistake, if there is one, with the part of the criterion that it leaves."""
    return mistake and mistake.keeping(min(rest, LEAVES.get(mistake, {}).get(criterion, rest)))


def of_training(seen, what, criterion, x, y):
    """`seen`, where the training has come to an end."""
    mistakes = {m.id: m for m in (
        update_recorded, leaf_lost, loss_without_grad, cleared_before_update, zero_on_none, rebinding)}
    if seen.get("mistake") == size_fails.id:
        assert_that(False, f"{what} stopped with an error, for a y of shape {tuple(y.shape)}.", size_fails)
    if "mistake" in seen:
        assert_that(False, f"{what} stopped with an error.", leaves(mistakes[seen["mistake"]], criterion, STOPPED))
    return seen


class Course:
    """A call of train_two_layer with what it led to, and what gradient descent leads to."""

    def __init__(self, student, criterion, tensors, rate, steps, calls=1, columns=False, given=True, rare=False):
        arguments = [rate, steps // calls] if given else []
        self.student, self.criterion = student, criterion
        self.tensors, self.rate, self.steps, self.calls = tensors, rate, steps, calls
        call = f"train_two_layer(..., learning_rate={rate:g}, steps={steps // calls})" if given else "train_two_layer(x, y, w1, w2)"
        self.what = call if calls == 1 else f"two calls of {call}"
        self.what += ", with tensors that are not contiguous in memory," if columns else ""
        self.seen = of_training(student(train, *tensors, arguments, calls, columns, rare), self.what, criterion, *tensors[:2])
        self.right = descend(*tensors, rate, steps)

    def at(self, path):
        return is_close(self.seen["w1"], path["w1"]) and is_close(self.seen["w2"], path["w2"])

    @property
    def arrived(self):
        return self.at(self.right)

    @property
    def still(self):
        return torch.equal(self.seen["w1"], self.tensors[2]) and torch.equal(self.seen["w2"], self.tensors[3])

    @property
    def other_trained(self):
        """The losses are those of a training, but the caller's tensors stand still."""
        losses, right = self.seen["losses"], self.right["losses"]
        started = len(losses) > 1 and close_enough(losses[0], right[0])
        return self.still and started and not all(close_enough(loss, losses[0]) for loss in losses)

    def wrong_ways(self):
        """Mistakes with other weights in the end: (mistake, the path to which it leads)."""
        def path(rate=self.rate, steps=self.steps, **options):
            return descend(*self.tensors, rate, steps, **options)

        yield settings_ignored, path(1e-6)
        yield cleared_before_update, path(layers=(False, False))
        for clear in ((False, False), (True, False), (False, True)):
            yield gradients_not_cleared, path(clear=clear)
        yield gradient_ascent, path(-self.rate)
        yield gradient_ascent, path(-self.rate, clear=(False, False))
        yield step_count, path(steps=self.steps + self.calls)
        yield step_count, path(steps=self.steps - self.calls)
        yield mean_loss, path(mean=True)
        yield one_layer_only, path(layers=(False, True))
        yield one_layer_only, path(layers=(True, False))

    def diagnosis(self):
        """The mistake that shows in these weights, or None."""
        losses = self.seen["losses"]
        if len(losses) == 500 * self.calls != self.steps:
            return settings_ignored
        if self.still:
            started = len(losses) > 1 and close_enough(losses[0], self.right["losses"][0])
            return (rebinding if self.other_trained else cleared_before_update) if started else None
        one = [{"w1": self.right["w1"], "w2": self.tensors[3]}, {"w1": self.tensors[2], "w2": self.right["w2"]}]
        found = next((mistake for mistake, path in self.wrong_ways() if self.at(path)), None)
        return found or (rebinding if any(map(self.at, one)) else other_way)

    def mistake(self):
        """The mistake that an ordinary training shows, which says more than a rare one; if that is right, what shows here."""
        ordinary = ordinary_course(self.student, self.criterion)
        if not ordinary.arrived:
            return ordinary.diagnosis()
        found = self.diagnosis()
        return None if found is other_way or self.still else found

    def path_of(self, mistake):
        """Where this mistake leads here."""
        return next((path for other, path in self.wrong_ways() if other is mistake and self.at(path)), self.right)

    def assert_arrived(self, hint=""):
        """Both weights are where gradient descent leads, or a mistake says why not, and what it leaves of the criterion."""
        if not self.arrived:
            fact = "have their old values" if self.still else "do not have the right values"
            mistake = leaves(self.mistake(), self.criterion)
            suspect = "" if mistake else hint or " The caller's tensors have to be changed." * self.still
            assert_that(False, f"After {self.what} w1 and w2 {fact}.{suspect}", mistake)


def assert_losses(run, path):
    """The losses are those before each update on this path."""
    seen, steps = run.seen["losses"], run.steps
    presuppose(
        run.seen["type"] == "list" or len(seen) == steps, f"{run.what} returned a {run.seen['type']}, and no list of losses."
    )
    if len(seen) != steps:
        fact = f"{run.what} returned {counted(len(seen), 'loss')}; one for each step is expected."
        near = len(seen) in (steps - 1, steps + 1)
        assert_that(False, fact, step_count.keeping(0.5) if near else settings_ignored.keeping(0.3) if len(seen) == 500 else None)
    losses = path["losses"]
    size = run.tensors[1].numel()
    mistakes = {
        loss_after_update: losses[1 : steps + 1],
        mean_loss.keeping(0.5): [loss / size for loss in losses[:steps]],
    }
    if any(few_digits_of(seen, losses[:steps], digits) for digits in range(1, 7)):
        mistakes[rounded] = seen
    wrong = {m: torch.tensor(values, dtype=torch.float64) for m, values in mistakes.items()}
    hint = "The first one is wrong too, before any update: look at how the loss is computed." * (
        not close_enough(seen[0], losses[0])
    )
    assert_close(torch.tensor(seen, dtype=torch.float64), torch.tensor(losses[:steps], dtype=torch.float64),
                 f"The list of losses from {run.what}", wrong, rtol=1e-4, hint=hint)


def small_course(student, criterion, **options):
    return Course(student, criterion, start((5, 4, 6, 2), 0.002, 6), 0.002, 6, **options)


ordinary_course = once(small_course)


@pytest.mark.exercise("train_two_layer")
class TestTrainTwoLayer:
    @pytest.mark.criterion("steps")
    def test_two_steps(self, student):
        """Two steps change the weights as gradient descent does."""
        Course(student, "steps", start((6, 5, 4, 3), 0.002, 2), 0.002, 2).assert_arrived()

    @pytest.mark.criterion("steps")
    @pytest.mark.parametrize("sizes, rate, small", [((5, 4, 6, 2), 0.002, 1.0), ((1, 4, 6, 3), 2e5, 1e-4),
                                                    ((5, 3, 4, 1), 0.002, 1.0)], ids=["batch", "one sample", "one output"])
    def test_several_steps(self, student, sizes, rate, small):
        """Several steps give the right weights, for data of any size."""
        rare = 1 in sizes and ordinary_course(student, "steps").arrived
        run = Course(student, "steps", start(sizes, rate, 6, small=small), rate, 6, rare=rare)
        if rare:
            text = f"After {run.what}, for a y of shape {(sizes[0], sizes[3])}, w1 and w2 do not have the right values."
            assert_that(run.arrived, text, size_fails)
        run.assert_arrived()

    @pytest.mark.criterion("steps")
    @pytest.mark.parametrize("course", ["is 0", "rises"])
    def test_every_step(self, student, course):
        """All steps are made, also where the loss is 0 from the start, and where it rises."""
        rate, steps = {"is 0": 0.002, "rises": 0.04}[course], 4
        while True:
            tensors = start((6, 5, 4, 3), rate, steps, torch.float64)
            if course == "is 0":  # of whole numbers, so that it is exactly 0 in whatever order they are added
                x, _, w1, w2 = ((4 * tensor).round() for tensor in tensors)
                tensors = x, (x @ w1).clamp(min=0) @ w2, w1, w2
            losses = descend(*tensors, rate, steps)["losses"]
            if course == "is 0" or (losses[1] > 1.1 * losses[0] and max(losses) < 1e9):
                break
        run = Course(student, "steps", tensors, rate, steps)
        found = run.seen["losses"]
        begun = all(abs(a - b) <= 1e-4 * b + 1e-9 for a, b in zip(found, losses))
        early = run.seen["type"] == "list" and len(found) < steps - 1 and begun
        text = f"{run.what}, where the loss {course}, returned {counted(len(found), 'loss')}; one for each step is expected."
        assert_that(not early, text, stops_early)
        if course == "rises":
            run.assert_arrived()

    @pytest.mark.criterion("steps")
    def test_defaults(self, student):
        """Without further arguments it is 500 steps with a learning rate of 1e-6."""
        run = ordinary_course(student, "steps")
        run.assert_arrived()
        while True:
            tensors = start((7, 4, 3, 2), 1e-6, 500, torch.float64, scale=20.0)
            before, after = descend(*tensors, 1e-6, 1)["losses"]
            if after < 0.99 * before:
                break
        run = Course(student, "steps", tensors, 1e-6, 500, given=False)
        text = f"After {run.what} w1 and w2 do not have the right values."
        assert_that(run.arrived, text, default_changed)

    @pytest.mark.criterion("cleared")
    @pytest.mark.parametrize("calls", [1, 2], ids=["one call", "two calls"])
    def test_own_gradients(self, student, calls):
        """Every step uses the gradient of its own loss, also in a second call with the same tensors."""
        run = small_course(student, "cleared", calls=calls)
        if run.other_trained and calls == 1:
            some = ((False, False), (True, False), (False, True))
            wrong = [descend(*run.tensors, 0.002, 6, clear=clear)["losses"] for clear in some]
            kept = any(all(map(close_enough, run.seen["losses"], losses)) for losses in wrong)
            assert_that(not kept, f"The losses of {run.what} are not right.", gradients_not_cleared)
        same = is_close(run.seen["x"], run.tensors[0]) and is_close(run.seen["y"], run.tensors[1])
        if calls == 1 or same:  # a second call with other data says nothing of the gradients
            run.assert_arrived(
                " One call is right: something of the first call, such as a .grad, is still there in the second." * (calls == 2)
            )

    @pytest.mark.criterion("in place")
    @pytest.mark.parametrize("columns", [False, True], ids=["rows", "columns"])
    def test_in_place(self, student, columns):
        """The caller's own tensors hold the trained weights, contiguous in memory or not."""
        run = small_course(student, "in place", columns=columns)
        run.assert_arrived()
        x, y = run.tensors[:2]
        same = is_close(run.seen["x"], x) and is_close(run.seen["y"], y)
        assert_that(same, f"After {run.what} x or y has other values than before.", data_changed)

    @pytest.mark.criterion("in place")
    def test_stay_leaves(self, student):
        """w1 and w2 remain leaves that require grad, and a second call trains them further."""
        run = Course(student, "in place", start((5, 3, 4, 2), 0.002, 6), 0.002, 6, 2)
        assert_that(
            run.seen["trainable"] == [True, True], f"After {run.what} w1 and w2 are not both leaves that require grad.", leaf_lost
        )
        presuppose(not run.still, f"After {run.what} w1 and w2 have their old values.")

    @pytest.mark.criterion("losses")
    def test_losses(self, student):
        """The list holds the loss before each update."""
        run = Course(student, "losses", start((4, 3, 5, 4), 20.0, 5, small=0.01), 20.0, 5)
        mistake = None if run.arrived else run.mistake()
        text = f"The losses of {run.what} fit a training that is not right yet, so only a part of these points is given."
        if mistake is other_way:  # then at least the first loss is known
            known = len(run.seen["losses"]) == run.steps and close_enough(run.seen["losses"][0], run.right["losses"][0])
            assert_that(not known, text, other_way.keeping(REST))
        assert_losses(run, run.right if mistake is None else run.path_of(mistake))
        assert_that(run.arrived, text, lambda: leaves(mistake or ground_wrong, "losses"))

    @pytest.mark.criterion("losses")
    def test_floats(self, student):
        """It is a list of Python floats."""
        run = Course(student, "losses", start((4, 2, 5, 3), 0.002, 2), 0.002, 2)
        mistakes = {"Tensor": tensors_kept, "Parameter": tensors_kept, "ndarray": numpy_kept, "float32": numpy_kept,
                    "NoneType": return_missing}
        text = f"{run.what} returned a {run.seen['type']}; a list of floats is expected."
        assert_that(run.seen["type"] == "list", text, mistakes.get(run.seen["type"]))
        kept = mistakes.get(run.seen["kind"])
        text = f"The list of losses from {run.what} has entries of type {run.seen['kind']}."
        assert_that(run.seen["floats"] is True, text, kept)
        near = [run.right["losses"][0], run.right["losses"][0] / run.tensors[1].numel()]
        found = any(abs(loss - value) <= 1e-3 * value for loss in run.seen["losses"] for value in [*near, run.right["losses"][1]])
        presuppose(found, f"The list from {run.what} has no loss of this network.")


# ---- MyReLU --------------------------------------------------------------------------------------------------------

gradient_unmasked = misconception(
    "gradient-unmasked", "The gradient passed unchanged, also where x was negative; there the result does not depend on x."
)
grad_output_changed = misconception(
    "grad-output-changed", "backward changed grad_output in place, and other operations use the same tensor."
)
grad_output_ignored = misconception("grad-output-ignored", "This is the slope of the ReLU alone; grad_output was not used.")
nothing_saved = misconception(
    "nothing-saved",
    "backward uses something that forward did not keep. ctx goes from forward to backward, with what was put on it.",
)
input_changed = misconception(
    "input-changed", "forward changed x in place, and x belongs to the caller: the result has to be a new tensor."
)
saved_outside_ctx = misconception(
    "saved-outside-ctx",
    "What forward keeps is shared by all calls, so another call has overwritten it. Each call has a ctx of its own.",
)
view_fails = misconception(
    "view-fails", "x need not be contiguous in memory; some operations, such as `view`, work only where it is.", keeps=0.6
)
gradient_scaled = misconception(
    "gradient-scaled", "The gradient was multiplied by something that is not the same everywhere; the slope of a ReLU is 0 or 1.",
    keeps=0.1,
)
no_own_backward = misconception(
    "no-own-backward", "It has to be a torch.autograd.Function whose own forward and backward do the work."
)


@probe
def relu_pass(student, x, cotangent, extra):
    """MyReLU forward and backward, in a fresh module. `extra`: where 2 x is added, if at all: "none", "after" or "before".

    failed: the exception of the backward pass; None where the forward pass gave no tensor.
    """
    x = x.clone().requires_grad_()
    own = student.reimport("autograd").MyReLU
    apply = own.apply
    double = 2 * x if extra == "before" else None
    y = apply(x)
    if not isinstance(y, torch.Tensor):
        return {"y": None, "failed": None}
    y = {"none": lambda: y, "after": lambda: y + 2 * x, "before": lambda: double + y}[extra]()
    seen = {"y": y}
    try:
        y.backward(cotangent)
    except (ValueError, AttributeError, IndexError, NameError) as error:
        words = ("not enough values to unpack", "'MyReLUBackward' object has no attribute", "tuple index out of range")
        known_to_forward = isinstance(error, NameError) and error.name in own.forward.__code__.co_varnames
        if not known_to_forward and not any(word in str(error) for word in words):
            raise
        return seen | {"failed": type(error).__name__}
    return seen | {"grad": x.grad, "cotangent": cotangent}


@probe
def relu_forward(student, x, columns=False):
    """The result for a tensor that requires no grad, and x afterwards; with `columns` it lies in memory column by column."""
    x = transposed(x) if columns else x
    return {"y": student.reimport("autograd").MyReLU.apply(x), "x": x}


@probe
def relu_twice(student, u, v, gu, gv):
    """Two calls, the first ones of a fresh module, whose gradients go separate ways."""
    u, v = u.clone().requires_grad_(), v.clone().requires_grad_()
    apply = student.reimport("autograd").MyReLU.apply
    a, b = apply(u), apply(v)
    a.backward(gu)  # in the order of the calls, in which a pile of masks would be used from its wrong end
    b.backward(gv)
    return {"u.grad": u.grad, "v.grad": v.grad}


@probe
def relu_nested(student, w, g, B):
    """w.grad of one call inside of another, and the same where the two are taken apart."""
    found = {}
    for way in ("apart", "nested"):
        apply = student.reimport("autograd").MyReLU.apply
        w = w.detach().clone().requires_grad_()
        try:
            inner = apply(w)
            if way == "nested":
                apply(B - inner.flip(1)).backward(g)
            else:
                outer = inner.detach().clone().requires_grad_()
                inner.backward(separate(student, B, outer, g))
        except (ValueError, AttributeError, IndexError, NameError) as error:
            return {"failed": type(error).__name__}
        found[way] = w.grad
    return found


@probe
def separate(student, B, outer, g):
    """The gradient of a call of its own, in another module, with respect to what is subtracted from B."""
    student.reimport("autograd").MyReLU.apply(B - outer.flip(1)).backward(g)
    return outer.grad


@probe
def relu_of_view(student, x, weight):
    """x is a transposed view, and the cotangent one number that is expanded, as in the backward pass of a sum."""
    x = x.T.requires_grad_()
    y = student.reimport("autograd").MyReLU.apply(x)
    try:
        y.backward(weight.expand(x.shape))
    except RuntimeError as error:
        return {"in place": True} if "refers to a single memory location" in str(error) else {}
    except Exception:
        return {}
    return {"weight": weight}


lost_after_use = misconception(
    "lost-after-use", "What forward keeps has to stay until the graph is gone: backward must not take it away.", keeps=0.6)


@probe
def relu_backward_again(student, x, g):
    """Whether a second backward pass adds the same gradient again; else what happens."""
    x = x.clone().requires_grad_()
    y = student.reimport("autograd").MyReLU.apply(x)
    y.backward(g.clone(), retain_graph=True)
    once = x.grad.clone()
    try:
        y.backward(g.clone(), retain_graph=True)
    except Exception as error:
        return f"raised {described(error)}"
    return None if torch.allclose(x.grad, 2 * once) else "gave another gradient"


@probe
def relu_node(student, x):
    """What MyReLU is, and which node its result has in the graph."""
    x = x.clone().requires_grad_() * 1.0
    y = student.MyReLU.apply(x)
    return {
        "function": isinstance(student.MyReLU, type) and issubclass(student.MyReLU, torch.autograd.Function),
        "tensor": isinstance(y, torch.Tensor),
        "node": type(getattr(y, "grad_fn", None)).__name__,
    }


def of_backward(seen, what):
    """What was seen, where the backward pass came to an end."""
    assert_that(seen.get("failed", "") is not None, "MyReLU.apply(x) did not return a tensor, so there is no backward pass.")
    if "failed" in seen:
        assert_that(False, f"The backward pass of {what} raised {seen['failed']}.", nothing_saved)
    return seen


def signed(*shape, dtype=torch.float32):
    """Random x and cotangent g. The columns: g = 0, x > 0 > g, x < 0 < g, both positive, both negative, any."""
    x, g = (torch.rand(shape, dtype=dtype) + 0.1 for _ in range(2))
    x, g = 5 * x, 2 * g
    x[..., [2, 4]] *= -1
    g[..., [1, 4]] *= -1
    g[..., 0] = 0.0
    for tensor in (x, g):
        tensor[..., 5:] *= torch.randn_like(tensor[..., 5:]).clamp(-1, 1)
    return x, g


def gradient_is_there(gradient, x):
    return gradient != 0 if isinstance(gradient, torch.Tensor) and gradient.shape == x.shape else torch.zeros(x.shape, dtype=bool)


def mask_fault(gradient, x, g):
    """None where the gradient passes just where x was positive; else what it shows: a mistake, or True."""
    shape = isinstance(gradient, torch.Tensor) and gradient.shape == x.shape
    passes = (gradient != 0)[g != 0] if shape else None
    if not shape or torch.equal(passes, (x > 0)[g != 0]):
        return None if shape else True
    if torch.equal(passes, torch.ones_like(passes)) and is_close(gradient, g):
        return gradient_unmasked
    by_sign = [(g > 0)[g != 0], ((x > 0) & (g > 0))[g != 0]]
    return mask_from_gradient if any(torch.equal(passes, wrong) for wrong in by_sign) else True


@once
def ordinary_pass(student):
    """A forward and a backward pass: what was seen, x, and the gradient that comes in."""
    x, g = signed(4, 7)
    return student(relu_pass, x, g, "none"), x, g


def where_wrong(y, x):
    """Which entries of a wrong result of the ReLU are wrong, in a sentence."""
    if not isinstance(y, torch.Tensor) or y.shape != x.shape or y.dtype != x.dtype:
        return ""
    signs = {name: bool((y != x.clamp(min=0))[where].any()) for name, where in (("negative", x < 0), ("positive", x > 0))}
    return f"Wrong are entries where x is {' and where x is '.join(name for name, wrong in signs.items() if wrong)}."


def assert_masked(student):
    """What is judged belongs to an operation whose backward is right; in another it counts in part."""
    seen, x, g = ordinary_pass(student)
    if "failed" not in seen:
        fault = mask_fault(seen["grad"], x, g)
        text = "The gradient of MyReLU does not pass where it should."
        y = seen["y"]
        done = isinstance(y, torch.Tensor) and not torch.equal(y, x) and bool(y.any())  # forward does something, at least
        assert_that(fault is None, text, lambda: (ground_wrong if fault is True else fault).keeping(REST).given(done))


@pytest.mark.exercise("MyReLU")
class TestMyReLU:
    @pytest.mark.criterion("forward")
    @pytest.mark.parametrize("shape, scale", [((4, 5), 9.0), ((3, 4), 1e8), ((3, 2, 1), 1e-8), ((), 1.0)], ids=str)
    def test_forward(self, student, shape, scale):
        """Forward: negative entries become 0."""
        x = scale * torch.randn(shape)
        x.view(-1)[:2] = scale * torch.tensor([4.5, -4.5])[:x.numel()]
        seen = student(relu_forward, x)
        assert_close(seen["y"], x.clamp(min=0), f"MyReLU.apply(x) for x of shape {shape}", hint=where_wrong(seen["y"], x))

    @pytest.mark.criterion("forward")
    def test_memory_layout(self, student):
        """x may be a transposed view."""
        x = 4 * torch.randn(3, 5).clamp(-1, 1)
        seen = student(relu_forward, x, True)
        assert_close(seen["y"], x.clamp(min=0), "MyReLU.apply(x), where x is a transposed view,", hint=where_wrong(seen["y"], x))

    @pytest.mark.criterion("mask")
    @pytest.mark.parametrize("shape, dtype", [((4, 7), torch.float32), ((2, 3, 5), torch.float64)], ids=["2d", "3d"])
    def test_mask(self, student, shape, dtype):
        """Backward: the gradient passes where x was positive, whatever its sign, and nowhere else."""
        x, g = signed(*shape, dtype=dtype)
        seen = of_backward(student(relu_pass, x, g, "none"), "MyReLU.apply(x)")
        fault = mask_fault(seen["grad"], x, g)
        text = "x.grad after a backward pass through MyReLU is not right."
        if fault is True:
            through = bool(gradient_is_there(seen["grad"], x)[x < 0].any())
            text += f" Look at where x was {'negative' if through else 'positive'}."
        assert_that(fault is None, text, None if fault is True else fault)
        passed = (x > 0) & (g != 0)
        seen, ones = seen["grad"][passed], torch.ones_like(g[passed])
        even = any(factor_of(seen, slope) is not None for slope in (g[passed], ones))  # its size costs elsewhere
        assert_that(even, text, gradient_scaled)
        # A slope alone trains no network, so that little is left of where it passes.
        assert_that(not is_close(seen, ones), text, grad_output_ignored.keeping(0.4))

    @pytest.mark.criterion("mask")
    def test_two_layers(self, student):
        """Each of two calls has a mask of its own."""
        u, gu = signed(3, 5)
        v, gv = (tensor.flip(1) for tensor in signed(3, 5))
        alone = student(relu_pass, u, gu, "none")
        of_backward(alone, "MyReLU.apply(x)")
        seen = student(relu_twice, u, v, gu, gv)
        text = "u.grad, where MyReLU.apply(v) was called after MyReLU.apply(u), is another one than without this second call."
        assert_that(is_close(seen["u.grad"], alone["grad"]), text, saved_outside_ctx.keeping(0.5))

    @pytest.mark.criterion("mask")
    def test_backward_of_a_view(self, student):
        """Backward works where x is a transposed view, and the gradient an expanded number."""
        x, weight = 4 * torch.randn(3, 5).clamp(-1, 1), -1 - torch.rand(())
        ordinary, *_ = ordinary_pass(student)
        of_backward(ordinary, "MyReLU.apply(x)")
        seen = student(relu_of_view, x, weight)
        stopped = "weight" not in seen and "in place" not in seen
        assert_that(not stopped, "The backward pass of MyReLU.apply(x), where x is a transposed view, raises an error.", view_fails)

    @pytest.mark.criterion("grad_output")
    @pytest.mark.parametrize("shape, dtype", [((4, 7), torch.float32), ((2, 3, 5), torch.float64)], ids=["2d", "3d"])
    def test_gradient_passed_on(self, student, shape, dtype):
        """Backward: what passes is the gradient that came in, with its sign, in its dtype."""
        x, g = signed(*shape, dtype=dtype)
        seen = student(relu_pass, x, g, "none")
        presuppose("failed" not in seen, "The backward pass of MyReLU.apply(x) stops with an error.")
        gradient = seen["grad"]
        what = "x.grad after a backward pass through MyReLU"
        shape = isinstance(gradient, torch.Tensor) and gradient.shape == x.shape
        presuppose(shape, f"{what} has not the shape of x.")
        passed = (x > 0) & ((gradient != 0) | (g == 0))
        presuppose(bool((gradient[x > 0] != 0).any()), f"{what} is 0 where x was positive.")
        ones = is_close(gradient[x > 0], torch.ones_like(gradient[x > 0]))
        text = f"{what} has the wrong size where the gradient passes."
        assert_that(is_close(gradient[passed], g[passed]), text, grad_output_ignored if ones else None)
        assert_that(gradient.dtype == dtype, f"{what} has dtype {gradient.dtype}; {dtype} is expected.", dtype_lost)
        assert_masked(student)

    @pytest.mark.criterion("ctx")
    def test_used_twice(self, student):
        """Several calls in one graph are independent of each other."""
        u, gu = signed(3, 5)
        v, gv = (tensor.flip(1) for tensor in signed(3, 5))
        alone = [student(relu_pass, x, g, "none") for x, g in ((u, gu), (v, gv))]
        of_backward(alone[0], "MyReLU.apply(x)")
        seen = student(relu_twice, u, v, gu, gv)
        what = ".grad, where MyReLU.apply(v) was called after MyReLU.apply(u), is another one than without this second call."
        for name, single in zip("uv", alone, strict=True):
            assert_that(is_close(seen[f"{name}.grad"], single["grad"]), name + what, saved_outside_ctx)
        assert_masked(student)

    @pytest.mark.criterion("ctx")
    def test_nested(self, student):
        """The result of one call may go into another."""
        w, g = signed(3, 5)
        if ordinary_pass(student)[0].get("failed", "") is None:
            of_backward(ordinary_pass(student)[0], "MyReLU.apply(x)")
        seen = student(relu_nested, w, g, torch.rand(3, 5) + 6)  # the outer call lets all pass, the inner one does not
        of_backward(seen, "MyReLU.apply(B - MyReLU.apply(w).flip(1))")
        same = is_close(seen["apart"], seen["nested"])
        assert_that(same, "w.grad of MyReLU.apply(B - MyReLU.apply(w).flip(1)) is not right.", saved_outside_ctx)

    @pytest.mark.criterion("ctx")
    def test_backward_again(self, student):
        """A graph that is kept can be gone through twice."""
        x, g = signed(3, 5)
        alone, *_ = ordinary_pass(student)
        of_backward(alone, "MyReLU.apply(x)")
        seen = student(relu_backward_again, x, g)
        text = f"A second backward pass through MyReLU.apply(x), with retain_graph=True, {seen}."
        assert_that(seen is None, text, lost_after_use)

    @pytest.mark.criterion("unchanged")
    def test_x_stays(self, student):
        """Forward leaves x as it is."""
        x = 9 * torch.randn(4, 5)
        seen = student(relu_forward, x)
        presuppose(isinstance(seen["y"], torch.Tensor), "MyReLU.apply(x) is not a tensor.")
        assert_that(is_close(seen["x"], x), "After MyReLU.apply(x) x has other values than before.", input_changed)

    @pytest.mark.criterion("unchanged")
    @pytest.mark.parametrize("extra, rows", [("after", 3), ("before", 4)], ids=["after", "before"])  # no mask fits both
    def test_grad_output_stays(self, student, extra, rows):
        """Backward leaves grad_output as it is."""
        x, g = signed(rows, 6)
        seen, alone = (student(relu_pass, x, g, more) for more in (extra, "none"))
        if alone.get("failed", "") is None:
            of_backward(alone, "MyReLU.apply(x)")
        if "failed" in seen or "failed" in alone:
            return  # nothing was changed, and what failed is paid for elsewhere
        changed = not is_close(seen["cotangent"], g) or not is_close(alone["cotangent"], g)
        assert_that(not changed, "After MyReLU's backward grad_output has other values than before.", grad_output_changed)
        text = "x.grad of MyReLU.apply(x) + 2 x is not the sum of the gradients of its two parts."
        assert_that(is_close(seen["grad"], alone["grad"] + 2 * g), text, grad_output_changed)
        assert_masked(student)

    @pytest.mark.criterion("unchanged")
    def test_expanded_gradient(self, student):
        """grad_output may be one number that was expanded to the shape of x."""
        x, weight = 4 * torch.randn(3, 5).clamp(-1, 1), -1 - torch.rand(())
        seen = student(relu_of_view, x, weight)
        changed = "in place" in seen or ("weight" in seen and not is_close(seen["weight"], weight))
        assert_that(not changed, "MyReLU's backward writes into grad_output.", grad_output_changed)

    @pytest.mark.required
    def test_own_function(self, student):
        """MyReLU is an operation of its own: a torch.autograd.Function."""
        seen = student(relu_node, torch.randn(3, 2))
        assert_that(seen["function"] is True, "MyReLU is not a torch.autograd.Function.", no_own_backward)
        assert_that(seen["tensor"] is True, "MyReLU.apply(x) did not return a tensor.")
        assert_that(
            seen["node"] == "MyReLUBackward", f"The result of MyReLU.apply has {seen['node']} as its grad_fn.",
            no_own_backward)
