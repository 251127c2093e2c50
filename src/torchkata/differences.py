"""How what came back differs from what is right, in words that do not show what is right."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from torchkata.feedback import counted

NEARLY = 1e-3  # relative: how much a factor or an amount may vary to count as the same for all values


@dataclass(frozen=True)
class Difference:
    """The fact, a sentence, and the pattern that the wrong values show, a clause to stand behind it: "" where there is none."""

    fact: str
    pattern: str = ""

    def __str__(self):
        return f"{self.fact.rstrip('.')}: {self.pattern}." if self.pattern else self.fact


def difference(seen, expected, what: str, rtol: float, atol: float, parts: Sequence[str] | str | None = None) -> Difference | None:
    """How `seen` differs from `expected`, or None; the arguments are those of `grading.assert_matches`."""
    if isinstance(expected, torch.nn.Parameter):
        expected = expected.detach()
    if isinstance(expected, tuple):
        expected = list(expected)
    if type(seen) is not type(expected):
        return Difference(f"{what} is {kind_of(seen)}; {kind_of(expected)} is expected.")
    if isinstance(expected, (torch.Tensor, np.ndarray)):
        return _array_difference(seen, expected, what, rtol, atol)
    if isinstance(expected, list):
        return _list_difference(seen, expected, what, rtol, atol, parts)
    if isinstance(expected, dict):
        return _dict_difference(seen, expected, what, rtol, atol)
    if isinstance(expected, float):
        if _close(seen, expected, rtol, atol):
            return None
        return Difference(f"{what} is {seen:.4g}, which is not right.", _pattern(np.array([seen]), np.array([expected])))
    return None if seen == expected else Difference(f"{what} is {_shown(seen)}, which is not right.")


def _close(seen, expected, rtol, atol):
    tolerance = atol + rtol * abs(expected) if math.isfinite(expected) else 0.0  # or anything would be near infinity
    return seen == expected or abs(seen - expected) <= tolerance


def _list_difference(seen, expected, what, rtol, atol, parts):
    if len(seen) != len(expected):
        return Difference(f"{what} has {counted(len(seen), 'item')}; {len(expected)} {_are(len(expected))} expected.")
    wrong = []
    for i, (a, b) in enumerate(zip(seen, expected, strict=True)):
        found = difference(a, b, f"{what.rstrip(',')}: {_part(parts, i, len(seen))}", rtol, atol)
        if found:
            wrong.append(found)
            if not isinstance(b, float):
                return found
    if len(wrong) > 1 and all(isinstance(value, float) for value in seen + expected):
        pattern = _pattern(np.array(seen), np.array(expected))
        if len(wrong) == len(seen):
            return Difference(f"{what} has the right length, but all of its {len(seen)} numbers are wrong.", pattern)
        rest = f"{len(wrong) - 1} of the {len(seen) - 1} others"
        return Difference(f"{wrong[0].fact.rstrip('.')}, and {rest} {_are(len(wrong) - 1)} wrong too.", pattern)
    return wrong[0] if wrong else None


def _part(parts, i, count):
    """What an item is called: by its name, or by a template with its number, counted from 1."""
    if parts is None:
        return f"item {i + 1} of {count}"
    return parts.format(i + 1) if isinstance(parts, str) else parts[i]


def _dict_difference(seen, expected, what, rtol, atol):
    missing = [key for key in expected if key not in seen]
    if missing:
        return Difference(f"{what} lacks {', '.join(map(_shown, missing[:5]))}.")
    extra = [key for key in seen if key not in expected]
    if extra:
        return Difference(f"{what} has {', '.join(map(_shown, extra[:5]))}, which should not be there.")
    in_words = re.search(r"\s[\w.]+,?$", what)  # behind an expression a key stands in brackets
    for key, value in expected.items():
        name = f"{what.rstrip(',')}: entry {key!r}" if in_words else f"{what}[{key!r}]"
        found = difference(seen[key], value, name, rtol, atol)
        if found:
            return found
    return None


def _array_difference(seen, expected, what, rtol, atol):
    if tuple(seen.shape) != tuple(expected.shape):
        return Difference(f"{what} has shape {tuple(seen.shape)}; shape {tuple(expected.shape)} is expected.")
    if seen.dtype != expected.dtype:
        return Difference(f"{what} has dtype {seen.dtype}; {expected.dtype} is expected.")
    if isinstance(seen, torch.Tensor):
        if seen.device != expected.device:
            return Difference(f"{what} is on the {seen.device} device; it should be on {expected.device}.")
        if expected.device.type == "meta":
            return None
        seen, expected = _as_array(seen), _as_array(expected)
    with np.errstate(all="ignore"):
        exact = expected.dtype.kind in "biu"
        close = np.asarray(seen == expected) if exact else np.isclose(seen, expected, rtol=rtol, atol=atol)
    wrong = int(close.size - close.sum())
    if not wrong:
        return None
    if not exact and (bad := int((np.isnan(seen) & ~np.isnan(expected)).sum())):
        return Difference(f"{what} has the right shape, but {_share(bad, close.size)} NaN.")
    if close.size == 1:
        return Difference(f"{what} has the wrong value.", _pattern(seen, expected))
    fact = f"{what} has the right shape, but {_share(wrong, close.size)} wrong."
    return Difference(fact, _pattern(seen, expected) or _place(close) or _zeros(seen, close))


def _share(some, size):
    """The start of a clause: how many of so many values are ..."""
    if some == size:
        return "all of its values are" if size > 1 else "its value is"
    return f"{some} of its {size} values {_are(some)}"


# ---- patterns of wrong values --------------------------------------------------------------------------------------


def _pattern(seen, expected):
    """The usual suspect that all values together show: of one size, in another order, rounded, ...; "" if none does."""
    if seen.dtype.kind not in "fiu" or seen.size == 0:
        return ""
    with np.errstate(all="ignore"):
        a, b = seen.astype(np.float64), expected.astype(np.float64)
        if not (np.isfinite(a).all() and np.isfinite(b).all()):
            return ""
        scale = float(np.abs(b).max())
        many = a.size > 2 and float(np.ptp(b)) > NEARLY * scale
        if scale > 0 and _all_near(a, -b, scale):
            return "right but for the sign"
        if (digits := _digits(a, b)) is not None:
            return f"rounded to {counted(digits, 'digit')} after the point" if digits else "rounded to whole numbers"
        if not many:
            return ""
        if np.ptp(a) == 0:
            return "all are 0" if a.flat[0] == 0 else "all are the same number"
        if _all_near(a, b, scale):  # nothing else can be told from so little, as every order of near values is near
            if bool((a == b.astype(np.float16)).all()):
                return "they are rounded to float16"
            doubled = expected.dtype == np.float64 and bool((np.abs(a - b) <= 1e-6 * scale).all())
            return "they are right only to the precision of float32" if doubled else ""
        if _all_near(np.sort(a, None), np.sort(b, None), scale):
            turned = a.ndim == 2 and a.shape[0] == a.shape[1] and _all_near(a.T, b, scale)
            return "these are the right values, transposed" if turned else "these are the right values in another order"
        factor = float((a * b).sum() / (b * b).sum())
        if factor > 0 and _all_near(a, factor * b, factor * scale):
            return f"each is too {'large' if factor > 1 else 'small'} by the same factor"
        amount = float((a - b).mean())
        if _all_near(a - b, amount, abs(amount)):
            return f"each is too {'large' if amount > 0 else 'small'} by the same amount"
    return ""


def _all_near(a, b, scale):
    return bool((np.abs(a - b) <= NEARLY * scale).all())


def _digits(seen, right):
    """To how many digits after the point every value was rounded; None if they were not."""
    for digits in range(7):
        rounded = np.round(seen, digits)
        as_shown = bool((np.abs(seen - rounded) <= 1e-6 * np.maximum(np.abs(seen), 1e-9)).all())
        if as_shown and bool((np.abs(seen - right) <= 0.5001 * 10.0**-digits).all()) and seen.any():
            return digits
    return None


def _place(close):
    """Where the right values are, if they fill the rows or columns of a matrix but for the wrong ones."""
    if close.ndim != 2 or min(close.shape) < 2:
        return ""
    for axis, name in ((1, "row"), (0, "column")):
        right = close.all(axis=axis)
        where = np.flatnonzero(right)
        if len(where) == 1 and where[0] in (0, len(right) - 1):
            return f"only the {'first' if where[0] == 0 else 'last'} {name} is right"
        where = np.flatnonzero(~right)
        if len(where) == 1 and len(right) > 2:
            position = {0: "first", len(right) - 1: "last"}.get(int(where[0]), f"{_ordinal(int(where[0]) + 1)}")
            return f"only the {position} {name} is not right"
    return ""


def _zeros(seen, close):
    """Whether all that is wrong is 0, where that is not one value alone."""
    return "the wrong ones are all 0" if close.size - close.sum() > 1 and not np.asarray(seen)[~close].any() else ""


# ---- words ---------------------------------------------------------------------------------------------------------


def _as_array(tensor):
    tensor = tensor.detach()
    return (tensor.float() if tensor.dtype == torch.bfloat16 else tensor).resolve_conj().resolve_neg().numpy()


def kind_of(value) -> str:
    """What a value is, with its article."""
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


def _are(number):
    return "is" if number == 1 else "are"


def _ordinal(number):
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 in (11, 12, 13) else endings.get(number % 10, 'th')}"
