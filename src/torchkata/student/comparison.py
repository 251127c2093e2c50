"""What numpy.testing and torch.testing found to be different, in the words that the hidden checks use too."""

from __future__ import annotations

import ast

COMPARED = {"numpy.testing": ("actual", "desired", "err_msg"), "torch.testing": ("actual", "expected", "msg")}
SMALL = 12  # values at most that are shown
RESULT = ("seen", "result", "y", "back", "value", "values")  # what a test calls what came back


def comparison(excinfo, where):
    """What a comparison of the libraries found, in our words and not in theirs; None where the exception is not theirs."""
    for entry in excinfo.traceback:
        module = entry.frame.f_globals.get("__name__", "")
        names = next((names for library, names in COMPARED.items() if module.startswith(library)), None)
        if names and set(names) <= set(entry.frame.f_locals):
            seen, expected, told = (entry.frame.f_locals[name] for name in names)
            told = told if isinstance(told, str) else ""
            return " ".join(filter(None, [told.rstrip(".") + "." * bool(told), _difference(seen, expected, _compared_name(where))]))
    return None


def _compared_name(where):
    """What the test calls the value that it compares."""
    try:
        call = ast.parse(str(where[-1].statement).strip()).body[0].value
        name = ast.unparse(call.args[0])
    except (SyntaxError, AttributeError, IndexError):
        return "the result"
    return "the result" if name in RESULT else name


def _difference(seen, expected, what):
    import numpy as np
    import torch

    from torchkata.differences import difference

    if seen is None:
        return f"{what} is None. Is a `return` missing?"
    if not isinstance(expected, torch.Tensor):
        try:
            seen, expected = np.asarray(seen, dtype=float), np.asarray(expected, dtype=float)
        except (TypeError, ValueError):
            return f"{what} is {type(seen).__name__}, and an array of numbers is expected."
    found = difference(seen, expected, what, 1e-7, 0.0) or ""
    shown = f" It is {_values(seen)}, and should be {_values(expected)}." if np.size(expected) <= SMALL >= np.size(seen) else ""
    return f"{found}{shown}"


def _values(array):
    """A small array or tensor as nested lists of rounded numbers."""
    array = array.detach().cpu().tolist() if hasattr(array, "detach") else array.tolist()

    def rounded(value):
        return f"[{', '.join(map(rounded, value))}]" if isinstance(value, list) else f"{value:.4g}"

    return rounded(array)
