"""What hidden graders are written with: probes, misconceptions, and the two assertions. See docs/authoring.md."""

from __future__ import annotations

import builtins
import dis
import marshal
import math
import re
import types
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
import torch

from torchkata.sandbox import wire

CPU_SECONDS = 3.0  # of a probe, unless it says otherwise


class GraderError(Exception):
    """A grader is written wrongly; its author has to mend it."""


class CheckFailed(pytest.fail.Exception):
    """A check's verdict: what the student reads, which misconception it shows, and the outcome (failed, error, ...)."""

    def __init__(self, message, misconception=None, outcome="failed"):
        super().__init__(message, pytrace=False)  # pytest formats no traceback then, which takes 30 ms
        self.message = message
        self.misconception = misconception
        self.outcome = outcome


@dataclass(frozen=True)
class Misconception:
    """A mistake that a check can recognise: a stable id, and the sentence that explains it to a student."""

    id: str
    sentence: str


def misconception(id: str, sentence: str) -> Misconception:
    """A mistake to name, e.g. `misconception("mean-per-row", "The mean was taken over each row; ...")`."""
    return Misconception(id, sentence)


# ---- probes --------------------------------------------------------------------------------------------------------


class Probe:
    """A function `f(student, *args)` that runs in the worker. Made by `probe`; handed to the `student` fixture."""

    def __init__(self, function, timeout):
        self.function = function
        self.name = function.__name__
        self.timeout = timeout
        self._code = None
        self._encoded = None

    @property
    def encoded(self) -> bytes:
        """`code`, encoded once for all workers."""
        if self._encoded is None:
            self._encoded = wire.encode(self.code)
        return self._encoded

    @property
    def code(self) -> dict:
        """The function and what it uses, as plain data for the worker.

        Raises:
            GraderError: it uses something that may not travel.
        """
        if self._code is None:
            self._code = {"name": self.name, "functions": {}, "modules": {}, "constants": {}}
            self._collect(self._code)
        return self._code

    def _collect(self, code):
        function = self.function
        if function.__closure__:
            raise GraderError(f"probe {self.name}: define it at module level; it closes over {function.__code__.co_freevars}")
        code["functions"][self.name] = {
            "code": marshal.dumps(_anonymous(function.__code__)),
            "defaults": list(function.__defaults__ or ()),
            "kwdefaults": function.__kwdefaults__,
        }
        for name in sorted(_global_names(function.__code__)):
            if name not in function.__globals__:
                if not hasattr(builtins, name):
                    raise GraderError(f"probe {self.name} uses {name}, which is not defined")
                continue
            value = function.__globals__[name]
            if isinstance(value, Probe):
                if value.name != name:
                    raise GraderError(f"probe {self.name} uses probe {value.name} under another name, {name}")
                if name not in code["functions"]:
                    value._collect(code)
            elif isinstance(value, types.ModuleType):
                code["modules"][name] = value.__name__
            else:
                try:
                    wire.encode(value)
                except wire.WireError:
                    raise GraderError(
                        f"probe {self.name} uses {name}, a {type(value).__name__}: only modules, probes and plain data "
                        "travel to the worker; import it inside the probe"
                    ) from None
                code["constants"][name] = value


def probe(function=None, *, timeout=CPU_SECONDS):
    """Make a module-level function a probe; `timeout` is the CPU time in seconds that one call may take."""
    if function is None:
        return lambda function: Probe(function, timeout)
    return Probe(function, timeout)


def _anonymous(code):
    """The code object without the path of the grader."""
    constants = tuple(_anonymous(c) if isinstance(c, types.CodeType) else c for c in code.co_consts)
    return code.replace(co_filename="<probe>", co_consts=constants)


def _global_names(code):
    names = {i.argval for i in dis.get_instructions(code) if i.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
    if code.co_name and "__qualname__" in code.co_names:  # the body of a class: some of its names are its own
        names -= {i.argval for i in dis.get_instructions(code) if i.opname == "STORE_NAME"} | {"__name__"}
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            names |= _global_names(constant)
    return names


# ---- assertions ----------------------------------------------------------------------------------------------------


def assert_that(condition, message: str, misconception: Misconception | Callable | None = None):
    """Fail the check with `message`, and the misconception that the failure shows, unless `condition` holds.

    A function is called for the misconception where the check fails: most pass, and need not pay for a diagnosis.
    """
    if not condition:
        _fail(message, misconception() if callable(misconception) else misconception)


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
    raise CheckFailed(f"{fact} {mistake.sentence}", mistake.id)


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
