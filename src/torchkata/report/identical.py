"""Which answers are the same once formatting and names are taken away: a count, and no verdict.

Two answers are compared as Python compiles them: comments, docstrings, blank space and annotations are gone, a variable is a
number in order of first use, and so is an attribute that the class itself sets. The stub and the reference are subtracted, so are
answers that are so short that there are few ways to write them. (A variable that an inner function uses has its place in the
alphabet, so that renaming one may hide that two answers are the same.)
"""

from __future__ import annotations

import hashlib
import inspect
import warnings
from collections import Counter
from collections.abc import Iterable
from opcode import opmap
from types import CodeType

from torchkata.assignment import Exercise

SHORT = 40  # instructions; a shorter answer is the same by chance
STORE_ATTRIBUTE, NOTHING = opmap["STORE_ATTR"], opmap["NOP"]


def identical_answers(answers: Iterable[str | None], ours: Iterable[str | None]) -> list[int]:
    """The sizes of the groups of two or more students with the same answer, largest first.

    Args:
        answers: a fingerprint for each student, None where there is nothing to compare.
        ours: the fingerprints of stub and reference, which everybody may have.
    """
    counts = Counter(answer for answer in answers if answer is not None)
    for known in ours:
        counts.pop(known, None)
    return sorted((count for count in counts.values() if count > 1), reverse=True)


def fingerprints(source: bytes, exercises: Iterable[Exercise]) -> dict[str, str | None]:
    """What the file's answer to each exercise amounts to, by exercise; None where it has none, or a short one.

    The file is compiled and never run.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of invalid escapes in students' strings
            module = compile(source, "", "exec", dont_inherit=True, optimize=2)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return {exercise.name: None for exercise in exercises}
    codes = {code.co_name: code for code in _inner(module)}  # the last of a name counts
    return {e.name: _fingerprint([codes[name] for name in e.defines if name in codes]) for e in exercises}


def _fingerprint(definitions: list[CodeType]) -> str | None:
    functions = [function for code in definitions for function in _functions(code)]
    if sum(_instructions(function) for function in functions) < SHORT:
        return None
    own = {}
    for function in functions:
        for name in _attributes_set(function):
            own.setdefault(name, f"#{len(own)}")
    digest = hashlib.blake2b(digest_size=16)
    for function in functions:
        names = [own.get(name, name) for name in function.co_names]
        plain = [_constant(value) for value in function.co_consts if not isinstance(value, CodeType)]
        parts = (_steps(function), function.co_argcount, function.co_kwonlyargcount, names, plain)
        digest.update(repr(parts).encode("utf-8", "replace"))
    return digest.hexdigest()


def _steps(code: CodeType) -> bytes:
    """The instructions without those that do nothing, which a line of its own or an annotation leaves behind."""
    steps = code.co_code
    if NOTHING not in steps[::2]:
        return steps
    return b"".join(steps[i : i + 2] for i in range(0, len(steps), 2) if steps[i] != NOTHING)


def _constant(value):
    """A constant as text that does not depend on the run: a set of strings has another order in each."""
    return sorted(map(repr, value)) if isinstance(value, frozenset) else (type(value).__name__, repr(value))


def _inner(code: CodeType) -> list[CodeType]:
    return [value for value in code.co_consts if isinstance(value, CodeType)]


def _functions(code: CodeType) -> list[CodeType]:
    """A definition's functions, at every depth; the body of a class itself has no answer in it."""
    own = [code] if code.co_flags & inspect.CO_OPTIMIZED else []
    return own + [function for inner in _inner(code) for function in _functions(inner)]


def _instructions(code: CodeType) -> int:
    operations = code.co_code[::2]
    return len(operations) - operations.count(0)  # 0 is room for the interpreter's caches


def _attributes_set(code: CodeType) -> list[str]:
    text, found = code.co_code, []
    operations = text[::2]
    place = operations.find(STORE_ATTRIBUTE)
    while place >= 0:
        if text[2 * place + 1] < len(code.co_names):
            found.append(code.co_names[text[2 * place + 1]])
        place = operations.find(STORE_ATTRIBUTE, place + 1)
    return found
