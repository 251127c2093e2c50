"""What a failing visible test reads: a sentence before the traceback."""

from __future__ import annotations

import ast
import difflib
import linecache
import re
import types
from pathlib import Path

import pytest

from torchkata.explain import explain

MAX_SOURCE = 80  # characters of a line that a sentence quotes
NESTED = re.compile(r"E    \+ {3,}")  # where pytest tells of a value in a value that it compared
BUILT_IN = re.compile(r"<(?:built-in|bound) method ([\w.]+) of .+? at 0x[0-9a-f]+>")


class Sentence:
    """A report that says in a sentence what is wrong, and then shows the traceback."""

    def __init__(self, sentence, traceback):
        self.sentence = sentence
        self.traceback = traceback
        self.reprcrash = types.SimpleNamespace(message=sentence)  # where pytest and JUnit's XML look for the short form

    def toterminal(self, tw):
        tw.line(self.sentence, bold=True)
        tw.line("")
        if hasattr(self.traceback, "toterminal"):
            self.traceback.toterminal(tw)
        else:
            tw.line(str(self.traceback))

    def __str__(self):
        return f"{self.sentence}\n\n{self.traceback}"


def problem_sentence(item, excinfo, where, unwritten):
    """What is wrong with an exercise, from the exception that ended a test, in words."""
    error = excinfo.value
    title = (item.obj.__doc__ or item.name).strip().splitlines()[0]
    text = str(error).strip()
    if unwritten:
        return f"it needs {unwritten}, which is not written yet{place_of(where, source=False)}."
    if isinstance(error, pytest.fail.Exception):  # what pytest.raises says is shown below
        return title
    if isinstance(error, AssertionError) and _in_test(where):
        message = "" if text.startswith("assert ") else text.partition("\nassert ")[0]  # then comes what pytest compared
        return message or title
    if isinstance(error, AttributeError) and isinstance(error.obj, types.ModuleType) and _in_test(where):
        return _missing(error.obj, error.name)
    return " ".join(filter(None, (explain(type(error).__name__, text), f"{_exception(error)}{place_of(where)}")))


def import_problem(excinfo, where):
    """Why a file cannot be imported, and what that means: the rest of a sentence, and perhaps another one."""
    error = excinfo.value
    if isinstance(error, SyntaxError):
        where = _at(error.filename, error.lineno) if error.filename and error.lineno else ""
        return _with_meaning(error, f"{type(error).__name__}: {error.msg}{where}", error.msg)
    if unwritten_exercise(excinfo, where):
        top = next(entry for entry in where if not _in_test([entry]))
        return f"it runs code of yours that is not written yet{place_of([top])}"
    if isinstance(error, OSError) and "reading from stdin" in str(error):  # pytest's own words
        return f"it asks for input, which a test cannot give{place_of(where)}"
    return _with_meaning(error, f"{_exception(error)}{place_of(where)}", str(error))


def _with_meaning(error, problem, text):
    """What is wrong, and after it what that means, without the last full stop."""
    return f"{problem}. {explain(type(error).__name__, text) or ''}".rstrip(" .")


def unwritten_exercise(excinfo, where):
    """The name of the definition, still a stub, that was called; None where the exception says something else."""
    if not isinstance(excinfo.value, NotImplementedError) or str(excinfo.value) or _in_test(where):
        return None  # torch raises it too, with a text: for a missing forward, or a dtype that an operation does not know
    line = where[-1].lineno + 1
    definitions = [node for node in ast.parse(where[-1].path.read_bytes()).body if hasattr(node, "name")]
    return next((node.name for node in definitions if node.lineno <= line <= node.end_lineno), "code of yours")


def _missing(module, name):
    near = difflib.get_close_matches(name, [n for n in vars(module) if not n.startswith("_")], n=1)
    guess = f"; it has {near[0]}: is that the same under another name?" if near else "."
    return f"{module.__name__}.py does not define {name}{guess}"


def student_frames(excinfo, folder):
    """The traceback's lines that are in the assignment's folder, outermost first."""
    return excinfo.traceback.filter(lambda entry: Path(entry.path).is_relative_to(folder))


def _in_test(where):
    """Whether the innermost of these lines is a visible test's and not a student's."""
    return not where or where[-1].path.name.startswith("test_")


def _exception(error):
    text = str(error).strip()
    return type(error).__name__ + (f": {text.splitlines()[0].rstrip('.')}" if text else "")


def place_of(where, source=True):
    return "" if _in_test(where) else _at(where[-1].path, where[-1].lineno + 1, source)


def _at(path, line, source=True):
    text = linecache.getline(str(path), line).strip()[:MAX_SOURCE] if source else ""
    return f" ({Path(path).name}, line {line}" + (f": `{text}`)" if text else ")")
