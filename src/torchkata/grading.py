"""What hidden graders are written with: probes, misconceptions, and the assertions. See docs/authoring.md."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest
import torch

from torchkata.sandbox.probes import probe

__all__ = ["assert_matches", "assert_that", "misconception", "once", "presuppose", "probe"]


class CheckFailed(pytest.fail.Exception):
    """A check's verdict: what the student reads, which misconception it shows, what that keeps, and the outcome (failed, ...)."""

    def __init__(self, message, misconception=None, outcome="failed", keeps=0.0):
        super().__init__(message, pytrace=False)  # pytest formats no traceback then, which takes 30 ms
        self.message = message
        self.misconception = misconception
        self.outcome = outcome
        self.keeps = keeps


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


def assert_matches(seen, expected, what: str, misconceptions=None, *, rtol=1e-4, atol=1e-5):
    """Fail the check unless `seen` is `expected`: type, then shape, then dtype, then values, without broadcasting.

    Args:
        seen: what the worker sent.
        expected: None, bool, int, float, str, bytes, a tensor, an array, or a list or dict of them.
        what: what it is, for the student, e.g. "MyLinear(5, 3)(x)".
        misconceptions: maps a `Misconception` to what `seen` would be because of it, or a function that returns such a mapping
            and is called where the check fails; the first that fits is named.
        rtol, atol: |seen - expected| <= atol + rtol * |expected|, elementwise.
    """
    fact = _difference(seen, expected, what, rtol, atol)
    if fact is None:
        return
    misconceptions = misconceptions() if callable(misconceptions) else misconceptions or {}
    for mistake, value in misconceptions.items():
        if _difference(seen, value, what, rtol, atol) is None:
            _fail(fact, mistake)
    _fail(fact, None)


def _fail(fact, mistake):
    if mistake is None:
        raise CheckFailed(fact)
    raise CheckFailed(f"{fact} {mistake.sentence}", mistake.id, keeps=mistake.keeps)


def _difference(seen, expected, what, rtol, atol):
    """A sentence that says how `seen` differs from `expected`, or None."""
    if isinstance(expected, torch.nn.Parameter):
        expected = expected.detach()
    if isinstance(expected, tuple):
        expected = list(expected)
    if type(seen) is not type(expected):
        return f"{what} is {_kind(seen)}; {_kind(expected)} is expected."
    if isinstance(expected, (torch.Tensor, np.ndarray)):
        return _array_difference(seen, expected, what, rtol, atol)
    if isinstance(expected, list):
        if len(seen) != len(expected):
            return f"{what} has {len(seen)} items; {len(expected)} are expected."
        parts = ((f"{what}, item {i}", a, b) for i, (a, b) in enumerate(zip(seen, expected, strict=True)))
    elif isinstance(expected, dict):
        missing = [key for key in expected if key not in seen]
        if missing:
            return f"{what} lacks {', '.join(map(_shown, missing[:5]))}."
        extra = [key for key in seen if key not in expected]
        if extra:
            return f"{what} has {', '.join(map(_shown, extra[:5]))}, which should not be there."
        in_words = re.search(r"\s[\w.]+$", what)  # behind an expression a key stands in brackets
        names = {key: f"{what}, entry {key!r}" if in_words else f"{what}[{key!r}]" for key in expected}
        parts = ((name, seen[key], expected[key]) for key, name in names.items())
    elif isinstance(expected, float):
        tolerance = atol + rtol * abs(expected) if math.isfinite(expected) else 0.0  # or anything would be near infinity
        wrong = not (seen == expected or abs(seen - expected) <= tolerance)
        return f"{what} is {seen:g}, which is not right." if wrong else None
    else:
        return None if seen == expected else f"{what} is {_shown(seen)}, which is not right."
    return next((fact for part in parts if (fact := _difference(part[1], part[2], part[0], rtol, atol))), None)


def _array_difference(seen, expected, what, rtol, atol):
    if tuple(seen.shape) != tuple(expected.shape):
        return f"{what} has shape {tuple(seen.shape)}; shape {tuple(expected.shape)} is expected."
    if seen.dtype != expected.dtype:
        return f"{what} has dtype {seen.dtype}; {expected.dtype} is expected."
    if isinstance(seen, torch.Tensor):
        if seen.device != expected.device:
            return f"{what} is on the {seen.device} device; it should be on {expected.device}."
        if expected.device.type == "meta":
            return None
        seen, expected = _as_array(seen), _as_array(expected)
    with np.errstate(all="ignore"):
        exact = expected.dtype.kind in "biu"
        close = np.asarray(seen == expected) if exact else np.isclose(seen, expected, rtol=rtol, atol=atol)
    wrong = int(close.size - close.sum())
    if not wrong:
        return None
    bad = 0 if exact else int((np.isnan(seen) & ~np.isnan(expected)).sum())
    if bad:
        return f"{what} has the right shape, but {bad} of its {close.size} values are NaN."
    if close.size == 1:
        return f"{what} has the wrong value."
    return f"{what} has the right shape, but {wrong} of its {close.size} values are wrong."


def _as_array(tensor):
    tensor = tensor.detach()
    return (tensor.float() if tensor.dtype == torch.bfloat16 else tensor).resolve_conj().resolve_neg().numpy()


def _kind(value):
    if value is None:
        return "None"
    if isinstance(value, torch.Tensor):
        return "a tensor"
    if isinstance(value, np.ndarray):
        return "a NumPy array"
    names = {bool: "True or False", int: "an int", float: "a float", str: "a string", bytes: "bytes"}
    return names.get(type(value)) or f"a {type(value).__name__}"


def _shown(value):
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."
