"""The libraries as they were before student code ran, and how to put them back.

A probe looks at the student's objects with torch's functions and Python's builtins, in the student's process. What a submission
has put in their place, as `torch.equal = lambda *a: True`, would answer for them, in its own checks and in those of other
exercises. Code that does it in the middle of a call is not stopped; see docs/security.md.
"""

from __future__ import annotations

import operator
import sys

MODULES = (
    "builtins", "math", "random", "copy", "types", "inspect", "functools", "collections", "msgpack", "numpy", "numpy.linalg",
    "torch", "torch.nn", "torch.functional", "torch._tensor", "torch.linalg", "torch.random", "torch.serialization",
)  # fmt: skip
PACKAGES = (
    "torch.nn.modules.", "torch.nn.functional.", "torch.nn.init.", "torch.nn.parameter.", "torch.optim.", "torch.autograd.",
    "torchkata.",
)  # fmt: skip
CLASSES = ("torch.nn.modules.", "torch.nn.parameter.", "torch.optim.", "torch.autograd.function.", "torchkata.")
HEAP, IMMUTABLE = 1 << 9, 1 << 8  # flags of a type
OWN = ("__annotations__", "__doc__", "__abstractmethods__")  # may come late, and hide what is inherited as they should


class Pristine:
    """What the modules and classes of the libraries hold now."""

    def __init__(self):
        modules = [m for name, m in sys.modules.items() if name in MODULES or f"{name}.".startswith(PACKAGES)]
        self._modules = [(vars(module), dict(vars(module))) for module in modules]
        classes = {id(c): c for module in modules for c in vars(module).values() if isinstance(c, type) and _may_be_patched(c)}
        self._classes = [(c, vars(c), dict(vars(c)), tuple(vars(c).values())) for c in classes.values()]

    def restore(self, is_=operator.is_):  # bound here: a submission may replace operator.is_
        """Put back what was replaced or removed. What was added stays, unless it hides what a class inherits."""
        for current, saved in self._modules:  # builtins among them, which the lines below use
            current.update(saved)
        for each, current, saved, values in self._classes:
            if len(current) != len(values) or not all(map(is_, current.values(), values)):
                _repair(each, saved)


def _may_be_patched(each):
    ours = each.__module__ == "torch" or f"{each.__module__}.".startswith(CLASSES)
    return ours and each.__flags__ & HEAP and not each.__flags__ & IMMUTABLE


def _repair(each, saved):
    for name in set(vars(each)) - set(saved) - set(OWN):
        if any(name in vars(base) for base in each.__mro__[1:]):
            type.__delattr__(each, name)
    for name, value in saved.items():
        if vars(each).get(name) is not value:
            type.__setattr__(each, name, value)
