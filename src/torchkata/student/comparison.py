"""What numpy.testing and torch.testing found to be different, in the words that the hidden checks use too."""

from __future__ import annotations

import ast
import math

from torchkata.explain import NO_RETURN, NONE_OF_TORCH

COMPARED = {"numpy.testing": ("actual", "desired", "err_msg"), "torch.testing": ("actual", "expected", "msg")}
SMALL = 12  # values at most that are shown
RESULT = ("seen", "result", "y", "back", "value", "values")  # what a test calls what came back


def comparison(excinfo, where) -> str | None:
    """What a comparison of the libraries found, in our words and not in theirs; None where the exception is not theirs.

    They raise an AssertionError for values that differ, and a TypeError for what they cannot compare, such as None.
    """
    for entry in excinfo.traceback:
        module = entry.frame.f_globals.get("__name__", "")
        names = next((names for library, names in COMPARED.items() if module.startswith(library)), None)
        if names and set(names) <= set(entry.frame.f_locals):
            seen, expected, told = (entry.frame.f_locals[name] for name in names)
            told = told if isinstance(told, str) else ""
            found = _difference(seen, expected, _compared_name(where), of_numpy=module.startswith("numpy"))
            return found and " ".join(filter(None, [told.rstrip(".") + "." * bool(told), found]))
    return None


def _compared_name(where):
    """What the test calls the value that it compares."""
    try:
        call = ast.parse(str(where[-1].statement).strip()).body[0].value
        name = ast.unparse(call.args[0])
    except (SyntaxError, AttributeError, IndexError):
        return "the result"
    return "the result" if name in RESULT else name


def _difference(seen, expected, what, of_numpy):
    import numpy as np
    import torch

    from torchkata.differences import difference, kind_of

    if isinstance(seen, np.ndarray) and seen.dtype == object and not seen.shape:
        seen = seen.item()  # NumPy has put an array around what is none
    if seen is None:
        return f"{what} is None: {NO_RETURN if of_numpy else NONE_OF_TORCH}."
    if of_numpy:  # which compares whatever it can make an array of
        try:
            seen, expected = np.asarray(seen, dtype=float), np.asarray(expected, dtype=float)
        except (TypeError, ValueError):
            return f"{what} is {kind_of(seen)}, and an array of numbers is expected."
    if isinstance(seen, torch.Tensor):
        seen = seen.detach()  # no nn.Parameter, which would be another type
    found = difference(seen, expected, what, 1e-7, 0.0)
    if found and all(_is_small(value) for value in (seen, expected)):
        return f"{found} It is {_values(seen)}, and should be {_values(expected)}."
    return found and str(found)


def _is_small(value):
    return hasattr(value, "shape") and math.prod(value.shape) <= SMALL


def _values(array):
    """A small array or tensor as nested lists of rounded numbers."""
    array = array.detach().cpu().tolist() if hasattr(array, "detach") else array.tolist()

    def rounded(value):
        return f"[{', '.join(map(rounded, value))}]" if isinstance(value, list) else f"{value:.4g}"

    return rounded(array)
