"""What hidden graders are written with: probes, misconceptions, and the assertions. See docs/authoring.md."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest

from torchkata.differences import difference
from torchkata.feedback import counted
from torchkata.result import ERROR, FAILED
from torchkata.sandbox.probes import probe

__all__ = [
    "addresses", "as_number", "assert_matches", "assert_that", "computes", "counted", "described", "edge", "in_common",
    "misconception", "once", "other_activations", "presuppose", "probe", "refused_name", "watch_results",
]  # fmt: skip


class CheckFailed(pytest.fail.Exception):
    """A check's verdict: what the student reads, which misconception it shows, what that keeps, and the outcome (failed, ...).

    `explanation` is the part of the message that says what is behind it; it is told once for each exercise. `about` says what it
    explains, where its own words are not the same each time.
    """

    def __init__(self, message, misconception=None, outcome="failed", keeps=0.0, explanation=None, about=None):
        super().__init__(message, pytrace=False)  # pytest formats no traceback then, which takes 30 ms
        self.message = message
        self.misconception = misconception
        self.outcome = outcome
        self.keeps = keeps
        self.explanation = explanation
        self.about = about or explanation


@dataclass(frozen=True)
class Misconception:
    """A mistake that a check can recognise: a stable id, the sentence that explains it to a student, and the part of a criterion
    that it leaves where it is all that fails there."""

    id: str
    sentence: str
    keeps: float = 0.0

    def keeping(self, keeps: float) -> Misconception:
        """The same mistake, for a criterion of which it leaves another part."""
        return replace(self, keeps=keeps)

    def given(self, evidence: bool) -> Misconception:
        """The same mistake, which leaves nothing where there is no evidence that the rest of the work was done."""
        return self if evidence else self.keeping(0.0)


def misconception(id: str, sentence: str, *, keeps=0.0) -> Misconception:
    """A mistake to name, e.g. `misconception("mean-per-row", "The mean was taken over each row; ...")`.

    `keeps`, from 0 to 1, is for a slip: the part that a criterion keeps where every check that fails in it shows this slip.
    """
    return Misconception(id, sentence, keeps)


def once(function: Callable) -> Callable:
    """Make a grader's `f(student, *arguments)` one that runs once for each exercise; the arguments can be hashed.

    For what several checks of an exercise go by: what it returned, or how it failed, is the same for all of them. What it draws is
    drawn in the first of these checks.
    """

    @functools.wraps(function)
    def found(student, *arguments):
        return student.once(function, arguments)

    return found


@probe
def watch_results(student, call, note):
    """Run `call()`, with `note(tensor)` for each tensor that it computes, whether or not it returns it."""
    import torch
    from torch.utils._python_dispatch import TorchDispatchMode

    class Results(TorchDispatchMode):
        def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
            result = operation(*args, **(kwargs or {}))
            if isinstance(result, torch.Tensor):
                note(result)
            return result

    with Results():
        call()


@probe
def last_computed(student, name, arguments, X):
    """The last tensor that a new student.NAME(*arguments) computes from X."""
    layer, found = getattr(student, name)(*arguments), []
    watch_results(student, lambda: layer(X), found.append)
    return found[-1].detach() if found else None


@once
def computes(student, name, arguments, shape, below=None):
    """Whether a new student.NAME(*arguments) computes numbers that differ: evidence that nothing but a return was forgotten.

    Args:
        shape: of its input, random numbers; or, where `below` is a number, whole ones below that.
    """
    import torch

    X = torch.randn(shape) if below is None else torch.randint(below, shape)
    last = student(last_computed, name, list(arguments), X)
    return last is not None and last.is_floating_point() and last.numel() > 1 and bool(last.std() > 0)


@contextmanager
def edge(mistake: Misconception, ordinary: Callable[[], object]):
    """What fails in here, where `ordinary()` does not, is the slip `mistake`: an edge does not fell the ordinary case.

    `ordinary` judges the ordinary case in the same way, and fails as its own check does: so the slip is told, and leaves its part,
    only where that case is right.
    """
    ordinary()
    try:
        yield
    except CheckFailed as failure:
        if failure.keeps or failure.outcome not in (FAILED, ERROR):  # a slip of its own, or it does not finish
            raise
        message = f"{failure.message} {mistake.sentence}"
        raise CheckFailed(message, mistake.id, failure.outcome, mistake.keeps, mistake.sentence) from None


# ---- parts of probes -----------------------------------------------------------------------------------------------


@probe
def as_number(value):
    """The float that a value stands for; NaN for what is no number."""
    try:
        return float(value)
    except (TypeError, ValueError, RuntimeError):
        return float("nan")


@probe
def described(error):
    """What an exception says: its type and its first sentence."""
    first = str(error).split("\n")[0].split(". ")[0].split(": [")[0][:150].rstrip(".")
    return f"{type(error).__name__}: {first}" if first else type(error).__name__


@probe
def refused_name(student, call):
    """What `call()` says of an argument's name that it does not take, or None; all else that it raises is other checks' matter."""
    try:
        call()
    except NotImplementedError:
        raise
    except Exception as error:
        return str(error) if isinstance(error, TypeError) and "keyword" in str(error) else None
    return None


@probe
def addresses(tensors):
    """Where they lie in memory, but for those that a lazy layer has not made yet."""
    from torch.nn.parameter import UninitializedTensorMixin

    return {tensor.data_ptr() for tensor in tensors if not isinstance(tensor, UninitializedTensorMixin)}


@probe
def in_common(student, name):
    """How many parameters two new networks, each made by student.NAME(), share."""
    one, other = getattr(student, name)(), getattr(student, name)()
    return len(addresses(one.parameters()) & addresses(other.parameters()))


def other_activations() -> list[Callable]:
    """What students write where a ReLU is asked for."""
    import torch
    from torch.nn import functional

    return [torch.sigmoid, torch.tanh, torch.abs, functional.gelu, functional.leaky_relu, functional.elu, functional.silu,
            functional.relu6]  # fmt: skip


# ---- assertions ----------------------------------------------------------------------------------------------------


def assert_that(condition, message: str, misconception: Misconception | Callable | None = None):
    """Fail the check with `message`, and the misconception that the failure shows, unless `condition` holds.

    A function is called for the misconception where the check fails: most pass, and need not pay for a diagnosis.
    """
    if not condition:
        _fail(message, misconception() if callable(misconception) else misconception)


def presuppose(condition, message: str):
    """Block the check with `message`, which names what has failed before, unless `condition` holds.

    For what cannot be judged on fallen ground, as gradients of wrong values: it earns nothing, and is no second mistake.
    """
    if not condition:
        raise CheckFailed(message, outcome="blocked")


def assert_matches(seen, expected, what: str, misconceptions=None, *, parts=None, rtol=1e-4, atol=1e-5, hint=""):
    """Fail the check unless `seen` is `expected`: type, then shape, then dtype, then values, without broadcasting.

    Args:
        seen: what the worker sent.
        expected: None, bool, int, float, str, bytes, a tensor, an array, or a list or dict of them.
        what: what it is, for the student, e.g. "MyLinear(5, 3)(x)".
        misconceptions: maps a `Misconception` to what `seen` would be because of it, or a function that returns such a mapping
            and is called where the check fails; the first that fits is named. Where none fits, the pattern of the wrong values is
            told, such as "each is too small by the same factor".
        parts: what the items of a list are called: their names, or a text with {} for the number, which counts from 1, as in
            "the loss of step {}".
        hint: a sentence, or a function that gives one, on where to look where only values are wrong and no mistake fits.
        rtol, atol: |seen - expected| <= atol + rtol * |expected|, elementwise.
    """
    found = difference(seen, expected, what, rtol, atol, parts)
    if found is None:
        return
    misconceptions = misconceptions() if callable(misconceptions) else misconceptions or {}
    for mistake, value in misconceptions.items():
        if difference(seen, value, what, rtol, atol) is None:
            _fail(found.fact, mistake)
    values = hint and type(seen) is type(expected) and all(
        getattr(seen, name, None) == getattr(expected, name, None) for name in ("shape", "dtype"))  # fmt: skip
    _fail(f"{found} {(hint() if callable(hint) else hint) if values else ''}".rstrip(), None)


def _fail(fact, mistake):
    if mistake is None:
        raise CheckFailed(fact)
    raise CheckFailed(f"{fact} {mistake.sentence}", mistake.id, keeps=mistake.keeps, explanation=mistake.sentence)
