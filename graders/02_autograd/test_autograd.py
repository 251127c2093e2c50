"""Hidden graders of assignment 02. Expected values are formulas, or autograd in the judge's own process."""

import pytest
import torch

from torchkata.grading import assert_matches, assert_that, misconception, probe


def assert_close(seen, expected, what, misconceptions=None, rtol=None):
    """assert_matches with an atol that goes with the size of the values: float32 sums of large terms are not exact."""
    rtol = rtol or (1e-9 if expected.dtype == torch.float64 else 1e-5)
    assert_matches(seen, expected, what, misconceptions, rtol=rtol, atol=rtol * float(expected.abs().max()))


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


grad_of_non_leaf = misconception(
    "grad-of-non-leaf",
    "backward fills the .grad of leaves only. Where x requires grad already, a tensor computed from x (a clone, too) "
    "is no leaf, so its .grad stays None: start from a tensor that has no history.")
zero_on_none = misconception(
    "zero-on-none",
    "Before the first backward .grad may be None, and there is no tensor yet that could be set to zero.")


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

sum_for_mean = misconception(
    "sum-for-mean",
    "This is the gradient of the sum of z. out is the mean, in which each element is only one among all of them.")
caller_tensor_changed = misconception(
    "caller-tensor-changed",
    "x belongs to the caller, who may go on using it: do the work on a tensor of your own, cut off from x.")


@probe
def quadratic(student, x, requires_grad, grad):
    """quadratic_gradient of a leaf, and what the leaf looks like afterwards."""
    x = x.clone().requires_grad_(requires_grad)
    x.grad = grad
    gradient = student.quadratic_gradient(x)
    return {"gradient": gradient, "x": x, "requires_grad": x.requires_grad, "grad": x.grad}


@probe
def quadratic_of_computed(student, x):
    """quadratic_gradient of a tensor that is no leaf."""
    x = transposed(x).requires_grad_() * 1.0
    gradient = student.quadratic_gradient(x)
    return {"gradient": gradient, "requires_grad": x.requires_grad, "x": x}


def assert_quadratic(seen, x):
    gradient = 6 * (x + 2) / x.numel()
    mistakes = {sum_for_mean: 6 * (x + 2), grad_of_non_leaf: None}
    assert_close(seen["gradient"], gradient, f"quadratic_gradient(x) for x of shape {tuple(x.shape)}", mistakes)


@pytest.mark.exercise("quadratic_gradient")
class TestQuadraticGradient:
    @pytest.mark.parametrize("shape", [(3, 4), (1, 5), ()], ids=str)
    def test_values(self, student, shape):
        """The gradient is right, whatever the shape."""
        x = torch.randn(shape)
        assert_quadratic(student(quadratic, x, False, None), x)

    def test_float64(self, student):
        """A float64 tensor with three axes gets a float64 gradient of its shape."""
        x = torch.randn(2, 3, 2, dtype=torch.float64)
        assert_quadratic(student(quadratic, x, False, None), x)

    def test_plain_tensor_stays_plain(self, student):
        """A tensor that requires no grad is the same after the call."""
        x = torch.randn(2, 5)
        seen = student(quadratic, x, False, None)
        assert_that(is_close(seen["x"], x), "x has other values after quadratic_gradient(x).", caller_tensor_changed)
        assert_that(
            seen["requires_grad"] is False,
            "x requires grad after quadratic_gradient(x), and it did not before.", caller_tensor_changed)
        assert_that(seen["grad"] is None, "x has a .grad after quadratic_gradient(x).", caller_tensor_changed)
        assert_quadratic(seen, x)

    def test_trainable_tensor_stays_trainable(self, student):
        """A leaf that requires grad keeps that, and its old .grad."""
        x, grad = torch.randn(4, 2), torch.randn(4, 2)
        seen = student(quadratic, x, True, grad)
        assert_that(is_close(seen["x"], x), "x has other values after quadratic_gradient(x).", caller_tensor_changed)
        assert_that(
            seen["requires_grad"] is True,
            "x required grad before quadratic_gradient(x), and does not after.", caller_tensor_changed)
        assert_that(
            is_close(seen["grad"], grad),
            "x.grad is not what it was before quadratic_gradient(x).", caller_tensor_changed)
        assert_quadratic(seen, x)

    def test_computed_tensor(self, student):
        """x may be the result of other operations."""
        x = torch.randn(3, 2)
        seen = student(quadratic_of_computed, x)
        assert_quadratic(seen, x)
        assert_that(
            seen["requires_grad"] is True and is_close(seen["x"], x),
            "x is not what it was before quadratic_gradient(x).", caller_tensor_changed)


# ---- linear_gradients ----------------------------------------------------------------------------------------------

order_mixed_up = misconception(
    "order-mixed-up",
    "These are the right three numbers in another order: dx comes first, then dw, then db.")
grads_accumulated = misconception(
    "grads-accumulated",
    "backward adds to what .grad holds. Something from an earlier call or computation was still there.")


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
    return [torch.tensor(gradient) if isinstance(gradient, float) else gradient for gradient in found]  # a number will do


def assert_linear(seen, x, w, b, what, accumulated):
    """The three derivatives, unless they fit another order, or some of them fit a list of `accumulated`."""
    assert_that(seen != {"none": True}, f"{what} failed, because .grad is None when it starts.", zero_on_none)
    expected = [w, x, torch.ones(())]
    if isinstance(seen, list) and len(seen) == 3 and not all_close(seen, expected):
        for order in ([0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]):
            assert_that(not all_close(seen, [expected[i] for i in order]), f"{what} is not right.", order_mixed_up)
        for wrong in accumulated:
            fits = all(is_close(a, b) or is_close(a, c) for a, b, c in zip(seen, expected, wrong, strict=True))
            assert_that(not fits, f"{what} is not right.", grads_accumulated)
    assert_matches(seen, expected, what, atol=0.0)


@pytest.mark.exercise("linear_gradients")
class TestLinearGradients:
    @pytest.mark.parametrize("scale", [1, -1e-5])
    def test_values(self, student, scale):
        """The three derivatives are right, and in their order."""
        x, w, b = (scale * (torch.rand(()) + n) for n in (2, 4, 6))
        seen = student(linear, [x, w, b], [None, None, None], 1)
        assert_linear(seen, x, w, b, "linear_gradients(x, w, b)", [])

    def test_third_call(self, student):
        """A third call with the same tensors gives what the first one gave."""
        x, w, b = (torch.rand(()) + n for n in (5, 2, 8))
        seen = student(linear, [x, w, b], [None, None, None], 3)
        what = "linear_gradients(x, w, b) (the third call with the same three tensors)"
        assert_linear(seen, x, w, b, what, [[n * w, n * x, n * torch.ones(())] for n in (3, 2)])

    def test_old_gradients(self, student):
        """What .grad held before has nothing to do with the result."""
        x, w, b = (torch.rand(()) - n for n in (5, 2, 8))
        old = [torch.randn(()) * 10 for _ in range(3)]
        seen = student(linear, [x, w, b], old, 1)
        what = "linear_gradients(x, w, b) (the three tensors have a .grad from earlier)"
        assert_linear(seen, x, w, b, what, [[w + old[0], x + old[1], 1 + old[2]]])


# ---- vector_jacobian_product ---------------------------------------------------------------------------------------

v_ignored = misconception(
    "v-ignored",
    "This is the result for a v of ones, so v has not been used: each output counts as much as its entry of v says.")
jv_for_vj = misconception(
    "jv-for-vj",
    "This is J v, which adds up over the inputs. In vᵀ J, v has an entry for each output, and the sum goes over the "
    "outputs.")
square_only = misconception(
    "square-only",
    "f need not have as many outputs as inputs: v has the shape of f(x), the result has that of x.")
old_gradient_added = misconception(
    "old-gradient-added",
    "x had a .grad from an earlier computation, and backward added to it. It has no part in this product.")


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
def product_of_used(student, x, v, A, grad):
    """x requires grad, and has a .grad already."""
    x = x.clone().requires_grad_()
    x.grad = grad
    return student.vector_jacobian_product(lambda x: (A @ x).exp(), x, v)


@pytest.mark.exercise("vector_jacobian_product")
class TestVectorJacobianProduct:
    def test_square(self, student):
        """As many outputs as inputs: the weights of v belong to the outputs."""
        x, v, A = torch.rand(3), torch.randn(3), torch.randn(3, 3)
        seen = student(product, x, v, A)
        J = A * x.cos()
        mistakes = {v_ignored: J.sum(0), jv_for_vj: J @ v, grad_of_non_leaf: None}
        assert_close(seen["product"], v @ J, "vector_jacobian_product(f, x, v) for an f from 3 to 3 elements", mistakes)

    @pytest.mark.parametrize("outputs, inputs", [(2, 5), (6, 4), (1, 3), (4, 1)], ids=["fewer", "more", "to one", "from one"])
    def test_not_square(self, student, outputs, inputs):
        """f may have fewer or more outputs than inputs; float64 stays float64."""
        x, v = torch.rand(inputs, dtype=torch.float64), torch.randn(outputs, dtype=torch.float64)
        A = torch.randn(outputs, inputs, dtype=torch.float64)
        seen = student(product, x, v, A)
        what = f"vector_jacobian_product(f, x, v) for an f from {inputs} to {outputs} elements"
        if "failed" in seen:
            assert_that(False, f"{what} raised {seen['failed']}, though it works for a square one.", square_only)
        J = A * x.cos()
        n = min(outputs, inputs)
        mistakes = {v_ignored: J.sum(0), square_only: v[:n] @ J[:n], grad_of_non_leaf: None}
        assert_close(seen["product"], v @ J, what, mistakes)

    def test_matrix_valued(self, student):
        """f may use x twice, and have a matrix as its output."""
        x, v, A = torch.randn(3, 2), torch.randn(2, 2), torch.randn(3, 3)
        seen = student(product_of_matrices, x, v, A)

        def right(v):
            return A @ x @ v.T + A.T @ x @ v

        what = "vector_jacobian_product(f, x, v) for an f from shape (3, 2) to (2, 2)"
        assert_close(seen, right(v), what, {v_ignored: right(torch.ones(2, 2)), grad_of_non_leaf: None})

    def test_numbers(self, student):
        """f(x) or x may be a tensor of shape ()."""
        x, v, number, weights, A = torch.rand(2, 3), torch.randn(()), torch.rand(()), torch.randn(2, 3), torch.randn(2, 3)
        to_number, from_number = student(product_of_numbers, x, v, number, weights, A)
        what = "vector_jacobian_product(f, x, v) for an f from shape"
        assert_close(to_number, 3 * v * x**2, f"{what} (2, 3) to ()", {v_ignored: 3 * x**2, grad_of_non_leaf: None})
        J = A * number.cos()
        assert_matches(from_number, (weights * J).sum(), f"{what} () to (2, 3)", {v_ignored: J.sum(), grad_of_non_leaf: None})

    def test_used_tensor(self, student):
        """x may require grad already and have a .grad, which has no part in the result."""
        x, v, A, grad = torch.rand(4), torch.randn(3), torch.randn(3, 4), torch.randn(4)
        seen = student(product_of_used, x, v, A, grad)
        J = (A @ x).exp()[:, None] * A
        mistakes = {grad_of_non_leaf: None, old_gradient_added: v @ J + grad, v_ignored: J.sum(0)}
        what = "vector_jacobian_product(f, x, v) for an x that requires grad and has a .grad"
        assert_close(seen, v @ J, what, mistakes)


# ---- gradient_per_batch --------------------------------------------------------------------------------------------

accumulated = misconception(
    "accumulated",
    "The entries hold the gradients of other batches, too: backward adds to w.grad until somebody clears it.")
same_tensor = misconception(
    "same-tensor",
    "The entries of the list share their memory with w.grad, so they all show what was written there last.")
stale_first_gradient = misconception(
    "stale-first-gradient",
    "The first entry contains what was in w.grad before the call: it has to be out of the way before the first "
    "backward.")


@probe
def per_batch(student, w, xs, ys, grad):
    """gradient_per_batch for squared errors of x @ w."""
    values = w.clone()
    w = transposed(w).requires_grad_()
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
    if not isinstance(found, (list, tuple)):
        return {"type": type(found).__name__}
    places = [gradient.data_ptr() for gradient in found if isinstance(gradient, torch.Tensor)]
    return {
        "gradients": list(found),
        "same": len(set(places)) < len(places),
        "w unchanged": torch.equal(w.detach(), values),
        "w requires grad": w.requires_grad,
    }


def assert_per_batch(seen, w, xs, ys, grad):
    what = "gradient_per_batch(loss_fn, w, batches)"
    if "none" in seen:
        assert_that(False, f"{what} failed, because w.grad is None when it starts.", zero_on_none)
    if "type" in seen:
        assert_that(False, f"{what} is of type {seen['type']}; a list of tensors is expected.")
    gradients = seen["gradients"]
    assert_that(len(gradients) == len(xs), f"{what} has {len(gradients)} items for {len(xs)} batches.")
    expected = [2 * x.T @ (x @ w - y) for x, y in zip(xs, ys, strict=True)]
    old = torch.zeros_like(w) if grad is None else grad
    if not all_close(gradients, expected):
        fact = f"{what} is not right."
        sums = [sum(expected[: i + 1]) for i in range(len(expected))]
        if seen["same"]:
            total = any(all_close(gradients, len(sums) * [start + sums[-1]]) for start in (0 * old, old))
            assert_that(False, fact, accumulated if total else same_tensor)
        assert_that(not all_close(gradients, sums), fact, accumulated)
        assert_that(not all_close(gradients, [old + s for s in sums]), fact, accumulated)
        assert_that(not all_close(gradients, [old + expected[0], *expected[1:]]), fact, stale_first_gradient)
    for i, (gradient, right) in enumerate(zip(gradients, expected, strict=True)):
        assert_close(gradient, right, f"{what}, item {i}")
    assert_that(seen["w unchanged"] is True, f"w has other values after {what}.")
    assert_that(seen["w requires grad"] is True, f"w requires no grad any more after {what}.")


@pytest.mark.exercise("gradient_per_batch")
class TestGradientPerBatch:
    def test_without_grad(self, student):
        """Each batch's own gradient, for a w whose .grad is None."""
        w = torch.randn(3, 2)
        xs, ys = ([1e-2 * torch.randn(n, size) for n in (4, 2, 5)] for size in (3, 2))
        assert_per_batch(student(per_batch, w, xs, ys, None), w, xs, ys, None)

    def test_old_grad(self, student):
        """Each batch's own gradient, for a w that has a .grad from earlier."""
        w, grad = torch.randn(1, 4), torch.randn(1, 4)
        xs, ys = [torch.randn(3, 1) for _ in range(4)], [torch.randn(3, 4) for _ in range(4)]
        assert_per_batch(student(per_batch, w, xs, ys, grad), w, xs, ys, grad)

    def test_float64(self, student):
        """Each batch's own gradient, for a vector of float64."""
        w = torch.randn(5, dtype=torch.float64)
        xs, ys = ([torch.randn(n, *more, dtype=torch.float64) for n in (1, 3)] for more in ([5], []))
        assert_per_batch(student(per_batch, w, xs, ys, None), w, xs, ys, None)


# ---- graph_operations ----------------------------------------------------------------------------------------------

first_branch_only = misconception(
    "first-branch-only",
    "Only the first input of each operation was followed. An operation with several inputs has several next nodes.")
last_branch_only = misconception(
    "last-branch-only",
    "Only the last input of each operation was followed. An operation with several inputs has several next nodes.")
none_entries = misconception(
    "none-entries",
    "Where an input needs no gradient, its entry in next_functions holds None: no node to go to, nothing to name.")
leaf_fails = misconception(
    "leaf-fails",
    "A leaf's grad_fn is None, for no operation made it: there is nothing to walk through, and no name to collect.")
root_missing = misconception(
    "root-missing",
    "t.grad_fn itself is one of the nodes: it stands for the last operation.")
leaf_nodes_missing = misconception(
    "leaf-nodes-missing",
    "At the end of each branch a leaf has a node, AccumulateGrad, which adds to its .grad. It belongs to the set.")
same_name_skipped = misconception(
    "same-name-skipped",
    "The walk ended where the name of an operation came up for the second time; that is another node, and it leads on.")
kept_between_calls = misconception(
    "kept-between-calls",
    "The first call was right. Something that one call collects is still there in the next: a default value such as "
    "set(), or a variable outside of the function, is made only once.")
not_to_the_end = misconception(
    "not-to-the-end", "The walk ended somewhere on the way; it should go on until there are no next nodes.")
one_level_only = misconception(
    "one-level-only",
    "Only t.grad_fn and the nodes right after it are there; each of those has next nodes too.")

OPERATIONS = ["exp", "sin", "cos", "tanh", "sigmoid", "atan", "erf", "sinh"]


@probe
def operations(student, kind, names):
    """graph_operations of a graph; `names` are the elementwise operations in it."""
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
        for name in names:
            t = t + chain(t, [name])
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
        works = not {type(b.sin().grad_fn).__name__}.isdisjoint(student.graph_operations(b.sin().exp().sin()))
    else:
        works = True
    try:
        found = student.graph_operations(t)
    except AttributeError as error:
        if kind not in ("none first", "none second", "leaf", "constant") or "NoneType" not in str(error):
            raise
        return {"none": True}
    return {
        "works": works,
        "type": type(found).__name__,
        "names": sorted(map(str, found)) if isinstance(found, (set, frozenset, list, tuple)) else None,
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
    return [sorted(map(str, graph_operations(t))) for t in (one, one, other)]


def node_names(names):
    """{'sin'} -> {'SinBackward0'}"""
    return {f"{name.capitalize()}Backward0" for name in names}


def draw_operations(n):
    return [OPERATIONS[i] for i in torch.randperm(len(OPERATIONS))[:n].tolist()]


def without_namespace(name):
    """node.name() and a printed node have one before some names: torch::autograd::AccumulateGrad."""
    return name.replace("::", ".").split(".")[-1]


def assert_names(seen, expected, what, mistakes=None):
    """The names are right, with or without a namespace."""
    assert_that(seen["type"] in ("set", "frozenset"), f"{what} is of type {seen['type']}; a set is expected.")
    names = set(map(without_namespace, seen["names"]))
    if names != expected:
        facts = []
        if missing := len(expected - names):
            facts.append(f"lacks {missing} of {len(expected)} names")
        if extra := sorted(names - expected):
            facts.append(f"has {len(extra)} that should not be there ({', '.join(extra[:3])}{', ...' * (len(extra) > 3)})")
        fact = f"{what} {' and '.join(facts)}."
        for mistake, value in (mistakes or {}).items():
            assert_that(names != value, fact, mistake)
        assert_that("NoneType" not in names and "None" not in names, fact, none_entries)
        assert_that(names != expected - {"AccumulateGrad"}, fact, leaf_nodes_missing)
        assert_that(False, fact)


@pytest.mark.exercise("graph_operations")
class TestGraphOperations:
    def test_chain(self, student):
        """A chain of operations."""
        names = draw_operations(4)
        seen = student(operations, "chain", names)
        expected = {"SumBackward0", "AccumulateGrad"} | node_names(names)
        mistakes = {
            root_missing: expected - {"SumBackward0"},
            one_level_only: {"SumBackward0"} | node_names(names[-1:]),
        }
        assert_names(seen, expected, "graph_operations(t) for a chain of operations", mistakes)

    def test_two_branches(self, student):
        """A product of two results: both branches are followed."""
        names = draw_operations(4)
        seen = student(operations, "two branches", names)
        ends = {"MulBackward0", "AccumulateGrad"}
        mistakes = {
            first_branch_only: ends | node_names(names[:2]),
            last_branch_only: ends | node_names(names[2:]),
            root_missing: (ends | node_names(names)) - {"MulBackward0"},
        }
        assert_names(seen, ends | node_names(names), "graph_operations(t) for a product of two results", mistakes)

    def test_three_branches(self, student):
        """An operation on three tensors: every branch is followed."""
        names = draw_operations(3)
        seen = student(operations, "three branches", names)
        ends = {"CatBackward0", "AccumulateGrad"}
        mistakes = {first_branch_only: ends | node_names(names[:1]), last_branch_only: ends | node_names(names[2:])}
        assert_names(seen, ends | node_names(names), "graph_operations(t) for three results put together", mistakes)

    @pytest.mark.parametrize("kind", ["none first", "none second"])
    def test_constant(self, student, kind):
        """Multiplication with a constant, which needs no gradient."""
        names = draw_operations(3)
        seen = student(operations, kind, names)
        what = "graph_operations(t) for a product with a constant"
        if "none" in seen:
            assert_that(False, f"{what} failed, because an entry of next_functions holds None.", none_entries)
        mistakes = {none_entries: {"MulBackward0", "NoneType"}, first_branch_only: {"MulBackward0"}}
        assert_names(seen, {"MulBackward0", "AccumulateGrad"} | node_names(names), what, mistakes)

    @pytest.mark.parametrize("kind", ["leaf", "constant"])
    def test_leaf(self, student, kind):
        """A tensor that no operation made gives the empty set."""
        seen = student(operations, kind, [])
        what = "graph_operations(t) for a tensor without a grad_fn"
        if "none" in seen:
            assert_that(False, f"{what} failed.", leaf_fails)
        assert_that(seen["type"] != "NoneType", f"{what} is None; the empty set is expected.", leaf_fails)
        assert_that(seen["works"] is True, "graph_operations(t) finds no operations where there are some.")
        assert_names(seen, set(), what, {leaf_fails: {"NoneType"}})

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
        }
        assert_names(seen, expected, f"graph_operations(t) for a {kind} graph", mistakes)

    def test_names_of_all_kinds(self, student):
        """The names are those of the nodes, whatever they look like."""
        names = draw_operations(2)
        seen = student(operations, "other names", names)
        expected = {"MeanBackward1", "CubeBackward", "AccumulateGrad"} | node_names(names)
        what = "graph_operations(t) for a mean over one axis of what a torch.autograd.Function called Cube gives"
        assert_names(seen, expected, what, {root_missing: expected - {"MeanBackward1"}})

    def test_calls_are_independent(self, student):
        """What one call found has no part in the next."""
        names = draw_operations(4)
        seen = [set(map(without_namespace, found)) for found in student(operations_again, names)]
        one, other = ({"AccumulateGrad"} | node_names(part) for part in (names[:2], names[2:]))
        assert_that(seen[0] == one, "graph_operations(t) is not right for a chain of two operations.")
        assert_that(seen[1] == one, "graph_operations(t), called again with the same t, gives something else.",
                    kept_between_calls)
        assert_that(seen[2] == other, "graph_operations(t) is not right any more after calls with another t.",
                    kept_between_calls)


# ---- tensor_gradients ----------------------------------------------------------------------------------------------

missing_factor_2 = misconception(
    "missing-factor-2",
    "The gradient is half as large as it should be: the derivative of a square brings a factor with it.")
mean_instead_of_sum = misconception(
    "mean-instead-of-sum",
    "This belongs to a mean of the squared errors; the loss here is their sum.")
wrong_sign = misconception(
    "wrong-sign",
    "The gradient points the wrong way: the error is y_pred - y, prediction minus target.")
h_for_h_relu = misconception(
    "h-for-h-relu",
    "w2 is multiplied with what comes out of the ReLU; its gradient was computed with what goes into the ReLU.")
relu_mask_missing = misconception(
    "relu-mask-missing",
    "The gradient went back through the ReLU as if it were not there; where its input was negative, nothing passes.")
mask_from_gradient = misconception(
    "mask-from-gradient",
    "The ReLU's mask was taken from the sign of the gradient. What counts is where the input was positive in the "
    "forward pass; a gradient may be negative there.")
mask_inverted = misconception(
    "mask-inverted",
    "The gradient passes where the ReLU was off and stops where it was on; it should be the reverse.")
scaled_by_h = misconception(
    "scaled-by-h",
    "The gradient was multiplied by the values of the hidden layer; the slope of a ReLU is 0 or 1.")
transposed_result = misconception(
    "transposed-result",
    "This is the transpose of the gradient. A gradient has the shape of its weight.")
swapped_result = misconception(
    "swapped-result", "The two gradients are in the wrong order: the one of w1 comes first.")
inputs_changed = misconception(
    "inputs-changed",
    "An operation changed one of the arguments in place; the caller still needs them.")
uses_autograd = misconception(
    "uses-autograd",
    "While tensor_gradients ran, autograd was at work. In this exercise the backward pass is to be written by hand.")
float64_leaks_in = misconception(
    "float64-leaks-in",
    "The arguments are float32, but the result is float64: somewhere a float64 tensor or array was mixed in.")


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


def gradients_of(seen):
    gradients = seen["gradients"]
    assert_that(
        isinstance(gradients, list) and len(gradients) == 2,
        "tensor_gradients(x, y, w1, w2) is not a pair; (grad_w1, grad_w2) is expected.")
    return gradients


def scaled(right, n, d_out):
    """The mistakes that only change the size or the sign of a gradient."""
    return {
        missing_factor_2: right / 2, wrong_sign: -right, mean_instead_of_sum: right / (n * d_out),
        transposed_result: right.T,
    }


def proportional(seen, right):
    """Whether `seen` is `right` up to a factor: enough to see that there is something to judge."""
    if not isinstance(seen, torch.Tensor) or seen.shape not in (right.shape, right.T.shape) or not bool(seen.any()):
        return False
    seen, right = seen.double(), right.double()
    seen = seen if seen.shape == right.shape else seen.T
    seen, right = seen / seen.norm(), right / right.norm()
    return is_close(seen, right) or is_close(seen, -right)


def assert_worked(gradients, x, y, w1, w2):
    """A check of something else than the values counts where at least one gradient is right up to a factor."""
    worked = any(map(proportional, gradients, true_gradients(x, y, w1, w2)))
    assert_that(worked, "Neither gradient of tensor_gradients(x, y, w1, w2) is right, so nothing else can be judged.")


def named(seen, right, what, mistakes, n, d_out):
    """assert_close, after the other forms of a mean."""
    for factor in (1 / n, 1 / d_out, 0.5 / n, 0.5 / (n * d_out), 0.5 / d_out):
        fits = is_close(seen, factor * right) and not is_close(seen, right)
        assert_that(not fits, f"{what} has the wrong size.", mean_instead_of_sum)
    assert_close(seen, right, what, mistakes | scaled(right, n, d_out))


# n, d_in, h, d_out, and more arguments of `network`: in small numbers rounding and absolute tolerances show.
SIZES = [(6, 5, 4, 3), (3, 2, 7, 4, torch.float64), (1, 5, 6, 3, torch.float32, 1e-4)]
ONE_OUTPUT = (5, 4, 3, 1, torch.float32, 1e-3)


@pytest.mark.exercise("tensor_gradients")
class TestTensorGradients:
    @pytest.mark.parametrize("sizes", SIZES, ids=["6-5-4-3", "3-2-7-4", "1-5-6-3"])
    @pytest.mark.weight(2)
    def test_w1(self, student, sizes):
        """The gradient of w1 is right."""
        n, _, _, d_out = sizes[:4]
        x, y, w1, w2 = network(*sizes)
        seen = gradients_of(student(by_hand, x, y, w1, w2, y.dtype == torch.float64))
        right, other = true_gradients(x, y, w1, w2)
        h = x @ w1
        back = 2 * (h.clamp(min=0) @ w2 - y) @ w2.T
        mistakes = {
            relu_mask_missing: x.T @ back,
            mask_from_gradient: x.T @ back.clamp(min=0),
            mask_inverted: x.T @ (back * (h < 0)),
            scaled_by_h: x.T @ (back * h.clamp(min=0)),
            h_for_h_relu: x.T @ ((2 * (h @ w2 - y) @ w2.T) * (h > 0)),
            swapped_result: other,
        }
        named(seen[0], right, "grad_w1 of tensor_gradients(x, y, w1, w2)", mistakes, n, d_out)

    @pytest.mark.parametrize("sizes", [*SIZES, ONE_OUTPUT], ids=["6-5-4-3", "3-2-7-4", "1-5-6-3", "5-4-3-1"])
    def test_w2(self, student, sizes):
        """The gradient of w2 is right."""
        n, _, _, d_out = sizes[:4]
        x, y, w1, w2 = network(*sizes)
        seen = gradients_of(student(by_hand, x, y, w1, w2, y.dtype == torch.float64))
        other, right = true_gradients(x, y, w1, w2)
        h = x @ w1
        delta = 2 * (h.clamp(min=0) @ w2 - y)
        mistakes = {h_for_h_relu: h.T @ delta, swapped_result: other}
        for wrong in (h.clamp(min=0).T @ (2 * (h @ w2 - y)), h.T @ (2 * (h @ w2 - y))):
            fits = is_close(seen[1], wrong) and not is_close(seen[1], right)
            assert_that(not fits, "grad_w2 of tensor_gradients(x, y, w1, w2) is not right.", h_for_h_relu)
        named(seen[1], right, "grad_w2 of tensor_gradients(x, y, w1, w2)", mistakes, n, d_out)

    def test_arguments_unchanged(self, student):
        """The four arguments are the same after the call."""
        before = network(4, 3, 6, 2)
        seen = student(by_hand, *before)
        for name, a, b in zip(("x", "y", "w1", "w2"), seen["inputs"], before, strict=True):
            fact = f"{name} has other values after tensor_gradients(x, y, w1, w2)."
            assert_that(is_close(a, b), fact, inputs_changed)
        assert_worked(gradients_of(seen), *before)

    @pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=["float32", "float64"])
    def test_dtype(self, student, dtype):
        """The result has the dtype of the arguments."""
        tensors = network(3, 4, 5, 2, dtype)
        gradients = gradients_of(student(by_hand, *tensors))
        for i, gradient in enumerate(gradients, start=1):
            what = f"grad_w{i} of tensor_gradients, for arguments of dtype {dtype},"
            assert_that(isinstance(gradient, torch.Tensor), f"{what} is not a tensor.")
            leaked = dtype == torch.float32 and gradient.dtype == torch.float64
            assert_that(
                gradient.dtype == dtype, f"{what} has dtype {gradient.dtype}.", float64_leaks_in if leaked else None)
        assert_worked(gradients, *tensors)

    @pytest.mark.required
    def test_without_autograd(self, student):
        """The backward pass is written by hand: autograd records nothing."""
        seen = student(autograd_at_work, *network(4, 3, 5, 2))
        assert_that(seen == 0, "tensor_gradients(x, y, w1, w2) let autograd record operations.", uses_autograd)


# ---- train_two_layer -----------------------------------------------------------------------------------------------

gradients_not_cleared = misconception(
    "gradients-not-cleared",
    "From the second step on, the update contains the gradients of the steps before: backward adds to .grad.")
cleared_before_update = misconception(
    "cleared-before-update",
    "The gradient was cleared between backward and the update, so nothing was left to go by.")
rebinding = misconception(
    "rebinding",
    "Another tensor was trained: `w = w - ...` makes a new one (a copy is one, too), and the caller's stays where it "
    "was. Change the caller's tensor itself.")
update_recorded = misconception(
    "update-recorded",
    "The update is no part of the network: autograd must not record it. It refuses to change a leaf in place while it "
    "is watching.")
tensors_kept = misconception(
    "tensors-kept",
    "A tensor may keep the whole graph of its step in memory; plain floats are asked for.")
loss_after_update = misconception(
    "loss-after-update",
    "Each number is the loss after the update; the loss before it is asked for, so that the first one belongs to the "
    "untrained weights.")
gradient_ascent = misconception(
    "gradient-ascent", "The weights moved uphill: the gradient points to where the loss grows.")
stops_early = misconception(
    "stops-early",
    "The training ended by itself, because of what the loss did; the caller has said how many steps there are.")
step_count = misconception(
    "step-count", "There was a step too many or too few.")
leaf_lost = misconception(
    "leaf-lost",
    "w1 or w2 does not require grad any more after the call, or is no leaf, so it cannot be trained any further.")
loss_without_grad = misconception(
    "loss-without-grad",
    "The loss was computed while autograd was switched off. The forward pass is to be recorded; the update is not.")
settings_ignored = misconception(
    "settings-ignored", "The learning rate or the number of steps is not the one that was passed in.")
one_layer_only = misconception(
    "one-layer-only", "Only one of the two weights was trained.")
mean_loss = misconception(
    "mean-loss", "This belongs to a mean of the squared errors; the loss here is their sum.")


@probe
def right_tensor_gradients(x, y, w1, w2):
    """In place of the student's, should their train_two_layer call it."""
    with torch.enable_grad():
        leaves = [w.detach().clone().requires_grad_() for w in (w1, w2)]
        residual = (x @ leaves[0]).relu() @ leaves[1] - y
        return torch.autograd.grad(residual.square().sum(), leaves)


@probe
def train(student, x, y, w1, w2, arguments, calls, columns=False):
    """Train two leaves. A failure that shows its cause comes back as {"mistake": ...}.

    With `columns` all tensors lie in memory column by column.
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
            if not isinstance(found, (list, tuple)):
                return {"type": type(found).__name__}
            losses += found
    except (RuntimeError, TypeError, AttributeError) as error:
        text = str(error)
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
        "losses": [float(loss) for loss in losses],
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

    It shows in the last loss whether the weights move at once or in turn, and there is something left to learn.
    `scale` multiplies x, `small` both x and y.
    """
    while True:
        x, y, w1, w2 = network(*sizes, dtype, small)
        tensors = scale * x, y, w1 / 2, w2 / 2
        right, in_turn = (descend(*tensors, rate, min(steps, 10), in_turn=turn) for turn in (False, True))
        last, other = right["losses"][-1], in_turn["losses"][-1]
        goes_on = last > 0.01 * right["losses"][0]  # else the weights would hardly move any more
        if right["margin"] > 1e-4 * small and abs(last - other) > 1e-3 * last and goes_on:
            return tensors


def of_training(seen, what):
    """`seen`, where the training has come to an end."""
    mistakes = {m.id: m for m in (
        update_recorded, leaf_lost, loss_without_grad, cleared_before_update, zero_on_none, rebinding)}
    if "mistake" in seen:
        assert_that(False, f"{what} stopped with an error.", mistakes[seen["mistake"]])
    if "type" in seen:
        kept = tensors_kept if seen["type"] == "Tensor" else None
        assert_that(False, f"{what} returns a {seen['type']}; a list of floats is expected.", kept)
    return seen


def assert_weights(seen, tensors, rate, steps, what, right=None, columns=False):
    """Both weights are where gradient descent leads (`right`), or the way in which they are not says why.

    Where tensors lie `columns` by columns, weights that stand still may come from a flat view that was a copy.
    """
    x, _, w1, w2 = tensors

    def at(path):
        return is_close(seen["w1"], path["w1"]) and is_close(seen["w2"], path["w2"])

    right = right or descend(*tensors, rate, steps)
    if not at(right):
        fact = f"After {what} w1 and w2 are not where gradient descent leads."
        assert_that(len(seen["losses"]) != 500 or steps == 500, fact, settings_ignored)
        if torch.equal(seen["w1"], w1) and torch.equal(seen["w2"], w2):
            fact, losses = f"After {what} w1 and w2 have their old values.", seen["losses"]
            # Losses that change while the caller's tensors stand still: some other tensors were trained.
            started = len(losses) > 1 and close_enough(losses[0], right["losses"][0])
            still = started and all(close_enough(loss, losses[0]) for loss in losses)
            stands = None if columns else cleared_before_update
            assert_that(False, fact, stands if still else rebinding if started else None)
        for mistake, rate_used, steps_made, options in [
            (settings_ignored, 1e-6, steps, {}),
            (gradients_not_cleared, rate, steps, {"clear": (False, False)}),
            (gradients_not_cleared, rate, steps, {"clear": (True, False)}),
            (gradients_not_cleared, rate, steps, {"clear": (False, True)}),
            (gradient_ascent, -rate, steps, {}),
            (gradient_ascent, -rate, steps, {"clear": (False, False)}),
            (step_count, rate, steps + 1, {}),
            (step_count, rate, steps - 1, {}),
            (mean_loss, rate, steps, {"mean": True}),
            (None if columns else one_layer_only, rate, steps, {"layers": (False, True)}),
            (None if columns else one_layer_only, rate, steps, {"layers": (True, False)}),
        ]:
            assert_that(not at(descend(*tensors, rate_used, steps_made, **options)), fact, mistake)
        # One weight is right, though it depends on the other one, which stands still: another tensor was trained for it.
        one = at({"w1": right["w1"], "w2": w2}) or at({"w1": w1, "w2": right["w2"]})
        assert_that(not one, fact, rebinding)
    for name in ("w1", "w2"):
        assert_close(seen[name], right[name].to(x.dtype), f"{name} after {what}", rtol=1e-4)


def assert_losses(seen, tensors, rate, steps, what, right=None):
    """The losses are those before each update (`right`), or the way in which they are not says why."""
    def path(**options):
        return torch.tensor(descend(*tensors, rate, steps, **options)["losses"], dtype=torch.float64)

    seen = torch.tensor(seen["losses"], dtype=torch.float64)
    right = path() if right is None else torch.tensor(right["losses"], dtype=torch.float64)
    if len(seen) != steps:
        fact = f"{what} returns {len(seen)} losses; it should be one for each of the {steps} steps."
        assert_that(False, fact, step_count if len(seen) in (steps - 1, steps + 1) else None)
    if not is_close(seen, right[:-1]):
        mistakes = [(loss_after_update, right[1:]), (mean_loss, right[:-1] / tensors[1].numel())]
        mistakes += [(mean_loss, path(mean=True)[:-1])]
        for clear in ((False, False), (True, False), (False, True)):
            uncleared = path(clear=clear)
            mistakes += [(gradients_not_cleared, uncleared[:-1]), (gradients_not_cleared, uncleared[1:])]
        for mistake, wrong in mistakes:  # the first losses tell; later ones may run away, and rounding errors with them
            assert_that(not is_close(seen[:8], wrong[:8]), f"The losses that {what} returns are not right.", mistake)
    assert_close(seen, right[:-1], f"The list that {what} returns", rtol=1e-4)


@pytest.mark.exercise("train_two_layer")
class TestTrainTwoLayer:
    def test_one_step(self, student):
        """One step moves the caller's own tensors to the right place."""
        tensors = start((6, 5, 4, 3), 0.002, 1)
        what = "train_two_layer(..., learning_rate=0.002, steps=1)"
        assert_weights(of_training(student(train, *tensors, [0.002, 1], 1), what), tensors, 0.002, 1, what)

    @pytest.mark.weight(2)
    @pytest.mark.parametrize("sizes, rate, small", [((5, 4, 6, 2), 0.002, 1.0), ((1, 4, 6, 3), 2e5, 1e-4),
                                                    ((5, 3, 4, 1), 0.002, 1.0)], ids=["batch", "one sample", "one output"])
    def test_several_steps(self, student, sizes, rate, small):
        """Several steps move the caller's own tensors to the right place."""
        tensors = start(sizes, rate, 6, small=small)
        what = f"train_two_layer(..., learning_rate={rate:g}, steps=6) with {sizes[0]} rows and {sizes[3]} columns of y"
        seen = of_training(student(train, *tensors, [rate, 6], 1, True), what)
        assert_weights(seen, tensors, rate, 6, what, columns=True)

    @pytest.mark.weight(2)
    def test_losses(self, student):
        """The list holds the loss before each update."""
        tensors = start((4, 3, 5, 4), 20.0, 5, small=0.01)
        what = "train_two_layer(..., learning_rate=20, steps=5), where the losses are small,"
        assert_losses(of_training(student(train, *tensors, [20.0, 5], 1), what), tensors, 20.0, 5, what)

    def test_floats(self, student):
        """The list holds Python floats."""
        tensors = start((4, 2, 5, 3), 0.002, 2)
        what = "train_two_layer(..., learning_rate=0.002, steps=2)"
        seen = of_training(student(train, *tensors, [0.002, 2], 1), what)
        kept = tensors_kept if seen["kind"] in ("Tensor", "Parameter") else None
        assert_that(
            seen["floats"] is True, f"The list that {what} returns holds objects of type {seen['kind']}.", kept)
        losses = descend(*tensors, 0.002, 2)["losses"]
        near = [losses[0], losses[1], losses[0] / tensors[1].numel()]  # the other mistakes have checks of their own
        found = any(abs(loss - value) <= 1e-3 * value for loss in seen["losses"] for value in near)
        assert_that(found, f"The list that {what} returns holds no loss of this network.")

    def test_trains_on(self, student):
        """w1 and w2 remain leaves that require grad, and a second call trains them further."""
        tensors = start((5, 3, 4, 2), 0.002, 6)
        what = "two calls of train_two_layer(..., learning_rate=0.002, steps=3)"
        seen = of_training(student(train, *tensors, [0.002, 3], 2), what)
        assert_that(seen["trainable"] == [True, True], f"w1 and w2 are not as they were after {what}.", leaf_lost)
        assert_weights(seen, tensors, 0.002, 6, what)

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
        what = f"train_two_layer(..., learning_rate={rate}, steps={steps}), where the loss {course},"
        seen = of_training(student(train, *tensors, [rate, steps], 1), what)
        found = seen["losses"]
        early = len(found) < steps - 1 and all(abs(a - b) <= 1e-4 * b + 1e-9 for a, b in zip(found, losses))
        assert_that(len(found) == steps, f"{what} returns {len(found)} losses; it should be one for each step.",
                    stops_early if early else None)
        assert_losses(seen, tensors, rate, steps, what)
        assert_weights(seen, tensors, rate, steps, what)

    def test_defaults(self, student):
        """Without further arguments it is 500 steps with a learning rate of 1e-6; float64 and the data stay."""
        while True:
            tensors = start((7, 4, 3, 2), 1e-6, 500, torch.float64, scale=20.0)
            before, after = descend(*tensors, 1e-6, 1)["losses"]
            if after < 0.99 * before:
                break
        what = "train_two_layer(x, y, w1, w2)"
        seen = of_training(student(train, *tensors, [], 1), what)
        assert_that(
            is_close(seen["x"], tensors[0]) and is_close(seen["y"], tensors[1]), f"x or y has changed after {what}.")
        right = descend(*tensors, 1e-6, 500)
        assert_losses(seen, tensors, 1e-6, 500, what, right)
        assert_weights(seen, tensors, 1e-6, 500, what, right)


# ---- MyReLU --------------------------------------------------------------------------------------------------------

gradient_unmasked = misconception(
    "gradient-unmasked",
    "The gradient passed through unchanged, also where x was negative; there the output does not depend on x.")
grad_output_changed = misconception(
    "grad-output-changed",
    "backward changed grad_output in place, but that tensor is not its own: other operations get the same one.")
grad_output_ignored = misconception(
    "grad-output-ignored",
    "This is the slope of the ReLU alone. grad_output, the gradient that comes from further on, has no part in it.")
nothing_saved = misconception(
    "nothing-saved",
    "backward looked for something that forward did not keep. ctx goes from one to the other, with what is put on it.")
input_changed = misconception(
    "input-changed",
    "forward changed x in place, and x belongs to the caller. The result should be a new tensor.")
saved_outside_ctx = misconception(
    "saved-outside-ctx",
    "What forward keeps is shared by all calls, so the second call overwrote what the first one had kept. Each call "
    "has a ctx of its own.")
no_own_backward = misconception(
    "no-own-backward",
    "The graph does not lead through MyReLU's own backward; it should be a torch.autograd.Function with a forward and "
    "a backward that do the work.")


@probe
def relu_pass(student, x, cotangent, extra):
    """MyReLU forward and backward. `extra` says where 2 x is added to the result: not at all, after or before."""
    x = x.clone().requires_grad_()
    before = x.detach().clone()
    apply = student.MyReLU.apply
    y = {"none": lambda: apply(x), "after": lambda: apply(x) + 2 * x, "before": lambda: 2 * x + apply(x)}[extra]()
    seen = {"y": y, "x unchanged": torch.equal(x.detach(), before)}
    try:
        y.backward(cotangent)
    except (ValueError, AttributeError, IndexError, NameError) as error:
        words = ("not enough values to unpack", "'MyReLUBackward' object has no attribute", "tuple index out of range")
        known_to_forward = isinstance(error, NameError) and error.name in student.MyReLU.forward.__code__.co_varnames
        if not known_to_forward and not any(word in str(error) for word in words):
            raise
        return seen | {"failed": type(error).__name__}
    return seen | {"grad": x.grad, "cotangent": cotangent}


@probe
def relu_forward(student, x):
    """The result for a tensor that requires no grad, and x afterwards."""
    return {"y": student.MyReLU.apply(x), "x": x}


@probe
def relu_twice(student, u, v, gu, gv, B):
    """Two calls whose gradients go separate ways, and one result fed into another call."""
    u, v = u.clone().requires_grad_(), v.clone().requires_grad_()
    apply = student.MyReLU.apply
    a, b = apply(u), apply(v)
    a.backward(gu)  # in the order of the calls, in which a pile of masks would be used from its wrong end
    b.backward(gv)
    w = u.detach().clone().requires_grad_()
    nested = apply(B - apply(w))
    nested.backward(gu)
    return {"u.grad": u.grad, "v.grad": v.grad, "w.grad": w.grad}


@probe
def relu_of_view(student, x, weight):
    """x is a transposed view, and the cotangent one number that is expanded, as in the backward pass of a sum."""
    x = x.T.requires_grad_()
    y = student.MyReLU.apply(x)
    try:
        y.backward(weight.expand(x.shape))
    except RuntimeError as error:
        if "refers to a single memory location" not in str(error):
            raise
        return {"in place": True}
    return {"y": y, "grad": x.grad, "weight": weight}


@probe
def relu_node(student, x):
    """What MyReLU is, and which node its result has in the graph."""
    x = x.clone().requires_grad_()
    y = student.MyReLU.apply(x)
    return {
        "function": isinstance(student.MyReLU, type) and issubclass(student.MyReLU, torch.autograd.Function),
        "node": type(y.grad_fn).__name__,
    }


def of_backward(seen, what):
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


@pytest.mark.exercise("MyReLU")
class TestMyReLU:
    @pytest.mark.parametrize("shape, scale", [((4, 5), 9.0), ((3, 2, 1), 1e-8), ((), 1.0)], ids=str)
    def test_forward(self, student, shape, scale):
        """Forward: negative entries become 0, and x stays as it is."""
        x = scale * torch.randn(shape)
        x.view(-1)[:2] = scale * torch.tensor([4.5, -4.5])[:x.numel()]
        seen = student(relu_forward, x)
        assert_close(seen["y"], x.clamp(min=0), f"MyReLU.apply(x) for x of shape {shape}")
        assert_that(is_close(seen["x"], x), "x has other values after MyReLU.apply(x).", input_changed)

    @pytest.mark.parametrize("shape, dtype", [((4, 7), torch.float32), ((1, 3, 5), torch.float64)], ids=["2d", "3d"])
    @pytest.mark.weight(2)
    def test_backward(self, student, shape, dtype):
        """Backward: the gradient passes where x was positive, whatever its sign, in its own dtype."""
        x, cotangent = signed(*shape, dtype=dtype)
        seen = of_backward(student(relu_pass, x, cotangent, "none"), "MyReLU.apply(x)")
        mask = (x > 0).to(dtype)
        mistakes = {
            mask_from_gradient: cotangent.clamp(min=0),
            gradient_unmasked: cotangent,
            grad_output_ignored: mask,
        }
        fits = is_close(seen["grad"], mask * cotangent.clamp(min=0))  # masked twice
        assert_that(not fits, "x.grad after a backward pass through MyReLU is not right.", mask_from_gradient)
        assert_close(seen["grad"], cotangent * mask, "x.grad after a backward pass through MyReLU", mistakes)
        assert_close(seen["y"], x.clamp(min=0), "MyReLU.apply(x)")

    @pytest.mark.parametrize("extra, rows", [("after", 3), ("before", 4)], ids=["after", "before"])  # no mask fits both
    def test_shared_gradient(self, student, extra, rows):
        """Backward leaves grad_output as it is, for others need it too."""
        x, cotangent = signed(rows, 6)
        seen = of_backward(student(relu_pass, x, cotangent, extra), "MyReLU.apply(x) + 2 x")
        assert_that(
            is_close(seen["cotangent"], cotangent),
            "The gradient that went into MyReLU's backward is not the same afterwards.", grad_output_changed)
        mask = (x > 0).float()
        mistakes = {
            grad_output_changed: 3 * cotangent * mask,
            mask_from_gradient: cotangent.clamp(min=0) + 2 * cotangent,
            gradient_unmasked: 3 * cotangent,
        }
        assert_close(seen["grad"], (mask + 2) * cotangent, "x.grad of MyReLU.apply(x) + 2 x", mistakes)

    def test_used_twice(self, student):
        """Several calls in one graph do not disturb each other."""
        u, gu = signed(3, 5)
        v, gv = (tensor.flip(1) for tensor in signed(3, 5))
        B = torch.randn(3, 5) + 2
        seen = student(relu_twice, u, v, gu, gv, B)
        what = ".grad, where MyReLU.apply(v) was called after MyReLU.apply(u),"
        mistakes = {saved_outside_ctx: gu * (v > 0), mask_from_gradient: gu.clamp(min=0), gradient_unmasked: gu}
        assert_close(seen["u.grad"], gu * (u > 0), "u" + what, mistakes)
        mistakes = {mask_from_gradient: gv.clamp(min=0), gradient_unmasked: gv}
        assert_close(seen["v.grad"], gv * (v > 0), "v" + what, mistakes)
        nested = -gu * (B - u.clamp(min=0) > 0) * (u > 0)
        assert_close(seen["w.grad"], nested, "w.grad of MyReLU.apply(B - MyReLU.apply(w))")

    def test_memory_layout(self, student):
        """x may be a transposed view, and all entries of grad_output the same number in memory."""
        x, weight = 4 * torch.randn(3, 5).clamp(-1, 1), -1 - torch.rand(())
        seen = student(relu_of_view, x, weight)
        what = "x.grad of MyReLU.apply(x), where x is a transposed view,"
        changed = "in place" in seen or not is_close(seen["weight"], weight)
        assert_that(not changed, "MyReLU's backward writes into grad_output.", grad_output_changed)
        right = weight * (x.T > 0)
        assert_close(seen["grad"], right, what, {gradient_unmasked: weight.expand(5, 3), mask_from_gradient: 0 * right})
        assert_close(seen["y"], x.T.clamp(min=0), "MyReLU.apply(x), where x is a transposed view,")

    @pytest.mark.required
    def test_own_function(self, student):
        """MyReLU is an operation of its own: a torch.autograd.Function."""
        seen = student(relu_node, torch.randn(3, 2))
        assert_that(seen["function"] is True, "MyReLU is not a torch.autograd.Function.", no_own_backward)
        assert_that(
            seen["node"] == "MyReLUBackward", f"The result of MyReLU.apply has {seen['node']} as its grad_fn.",
            no_own_backward)
