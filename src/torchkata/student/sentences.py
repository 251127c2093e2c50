"""What a failing visible test reads: a sentence before the traceback."""

from __future__ import annotations

import ast
import builtins
import contextlib
import difflib
import linecache
import re
import sys
import textwrap
import traceback
import types
from pathlib import Path

import pytest

from torchkata.explain import NOT_CALLED, explain
from torchkata.student.comparison import comparison
from torchkata.student.time_limit import OutOfTime

MAX_TEXT = 200  # characters of an exception's own text that a sentence quotes
MAX_SOURCE = 80  # characters of a line that a sentence quotes
NESTED = re.compile(r"E    \+ {3,}")  # where pytest tells of a value in a value that it compared
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")  # torch writes some of its messages in bold
UNPACKED = re.compile(r"(?:not enough|too many) values to unpack \(expected (\d+)")
BUILT_IN = re.compile(r"<(?:built-in|bound) method ([\w.]+) of .+? at 0x[0-9a-f]+>")


class Sentence:
    """A report that says in a sentence what is wrong, and then shows the traceback."""

    def __init__(self, sentence, traceback, path, line=None):
        self.sentence = sentence
        self.traceback = traceback
        # where pytest, JUnit's XML, editors and other plugins look for the short form
        self.reprcrash = types.SimpleNamespace(message=sentence, path=str(path), lineno=line or 1)

    def toterminal(self, tw):
        tw.line(self.sentence, bold=True)
        if not self.traceback:
            return
        tw.line("")
        if hasattr(self.traceback, "toterminal"):
            self.traceback.toterminal(tw)
        else:
            tw.line(str(self.traceback))

    def __str__(self):
        return f"{self.sentence}\n\n{self.traceback}".rstrip()


def problem_sentence(item, excinfo, where, unwritten):
    """What is wrong with an exercise, from the exception that ended a test, in words."""
    error = excinfo.value
    title = title_of(item)
    text = _text(error)
    if unwritten and (line := left_over(where)):
        return f"{Path(where[-1].path).name}, line {line} still raises NotImplementedError: remove it, your code stands above it."
    if unwritten and (line := defined_before(where, unwritten)):
        return (
            f"{unwritten} is defined twice in {where[-1].path.name}, and the second definition, which is not written yet, takes "
            f"the place of the first (lines {line} and {where[-1].frame.code.firstlineno + 1})."
        )
    if unwritten:
        return f"it needs {unwritten}, which is not written yet{place_of(where, source=False)}."
    if isinstance(error, OutOfTime):
        return f"{_out_of_time(item.torchkata_seconds, _own(where))}."
    if isinstance(error, pytest.fail.Exception):  # of pytest.raises
        return f"{title} {expected} is expected, and no error was raised." if (expected := _not_raised(text)) else title
    if compared := comparison(excinfo, where):
        return compared
    if isinstance(error, ValueError) and _in_test(where) and (names := UNPACKED.match(text)):
        number = "more" if text.startswith("too") else "fewer"
        return f"{names[1]} values should be returned, and there are {number}: look at the `return`."
    if isinstance(error, AssertionError) and _in_test(where):
        message = "" if text.startswith("assert ") else text.partition("\nassert ")[0]  # then comes what pytest compared
        return message or title
    if isinstance(error, AttributeError) and _is_a_file_beside(item, error.obj) and _in_test(where):
        return _missing(error.obj, error.name)
    return " ".join(filter(None, (_meaning(excinfo, where), f"{_exception(error)}{place_of(where)}")))


def _meaning(excinfo, where):
    """What an exception means, with the nearest name where one is not known; None where nothing is known of it."""
    if kind := _called_class(excinfo, where):
        return NOT_CALLED.format(layer=kind)
    error = excinfo.value
    meaning = explain(type(error).__name__, error.msg if isinstance(error, SyntaxError) else _text(error))
    near = meaning and _near_name(excinfo)
    return f"{meaning} Did you mean {near}?" if near else meaning


def _called_class(excinfo, where):
    """torch.nn's class that was given tensors where its object is made, as in nn.CrossEntropyLoss(scores, y); or None."""
    torch, entries = sys.modules.get("torch"), list(excinfo.traceback)
    if torch is None or _in_test(where) or where[-1] is entries[-1]:
        return None
    frame = entries[entries.index(where[-1]) + 1].frame
    made = frame.f_locals.get("self")
    if frame.code.name != "__init__" or not isinstance(made, torch.nn.Module) or not type(made).__module__.startswith("torch."):
        return None
    return type(made).__name__ if any(isinstance(value, torch.Tensor) for value in frame.f_locals.values()) else None


def _near_name(excinfo):
    """The name nearest to one that is not known, as Python's own tracebacks say it, which pytest does not show; or None."""
    error, there = excinfo.value, []
    name = getattr(error, "name", None)
    with contextlib.suppress(Exception):  # dir() and attributes of an object may run any code
        if isinstance(error, AttributeError) and error.obj is not None:
            there = dir(error.obj)
        elif isinstance(error, NameError):
            frame = excinfo.traceback[-1].frame
            if name and hasattr(frame.f_locals.get("self"), name):
                return f"self.{name}"
            there = [*frame.f_locals, *frame.f_globals, *dir(builtins)]
    if not name or len(name) < 4:  # a short name is near to many
        return None
    near = difflib.get_close_matches(name, [n for n in there if not n.startswith("_")], n=1, cutoff=0.75)
    return near[0] if near else None


def _not_raised(text):
    """The name of the exception that pytest.raises has waited for."""
    found = re.match(r"DID NOT RAISE (?:<class '(?:\w+\.)*)?(\w+)", text)
    return found and ("An error" if found[1] == "Exception" else found[1])


def title_of(item) -> str:
    """What a test says of the exercise: its docstring, or its name."""
    return (item.obj.__doc__ or item.name.removeprefix("test_").replace("_", " ")).strip().splitlines()[0]


def no_answer(seconds, place):
    """That the time of a test or an import is over; `place` is where that was, in brackets, or ""."""
    return f"no answer within {seconds:g} seconds{place}"


def _out_of_time(seconds, where):
    said = no_answer(seconds, place_of(where))
    return f"{said}. Look for a loop that never ends, or for more work than the exercise asks for"


def import_problem(excinfo, where, seconds):
    """Why a file cannot be imported, and what that means: the rest of a sentence, and perhaps another one."""
    error = excinfo.value
    if isinstance(error, OutOfTime):
        return _out_of_time(seconds, where)
    if isinstance(error, SyntaxError):
        place = _at(error.filename, error.lineno) if error.filename and error.lineno else ""
        return _with_meaning(f"{type(error).__name__}: {error.msg}{place}", _meaning(excinfo, where))
    if unwritten_definition(excinfo, where):
        return _with_meaning(
            f"it runs code of yours that is not written yet{place_of(_own(where)[:1])}", _outside_of_functions(where)
        )
    if isinstance(error, OSError) and "reading from stdin" in str(error):  # pytest's own words
        return _with_meaning(f"it asks for input, which a test cannot give{place_of(where)}", _outside_of_functions(where))
    return _with_meaning(f"{_exception(error)}{place_of(where)}", _meaning(excinfo, where), _outside_of_functions(where))


def _with_meaning(problem, *meanings):
    """What is wrong, and after it what that means, without the last full stop."""
    return ". ".join(filter(None, (problem, " ".join(filter(None, meanings))))).rstrip(".")


def _outside_of_functions(where):
    """That a line of the student's runs at every import; None where it is one that has to, such as an import."""
    top = next(iter(_own(where)), None)
    if top is None or str(top.statement).strip().startswith(("import ", "from ", "class ", "@")):
        return None
    return f"Line {top.lineno + 1} is outside of every function, so it runs whenever the file is imported."


def unwritten_definition(excinfo, where):
    """The name of the definition, still a stub, that was called; None where the exception says something else."""
    if not isinstance(excinfo.value, NotImplementedError) or str(excinfo.value) or _in_test(where):
        return None  # torch raises it too, with a text: for a missing forward, or a dtype that an operation does not know
    line = where[-1].lineno + 1
    definitions = [node for node in ast.parse(where[-1].path.read_bytes()).body if hasattr(node, "name")]
    return next((node.name for node in definitions if node.lineno <= line <= node.end_lineno), "code of yours")


def defined_before(where, name):
    """The line of an earlier definition of this name in the file; None where the one that was called is the only one."""
    line = where[-1].lineno + 1
    body = ast.parse(where[-1].path.read_bytes()).body
    return next((node.lineno for node in body if getattr(node, "name", None) == name and node.end_lineno < line), None)


def left_over(where):
    """The line of a stub's `raise` that still stands below a student's code; None where nothing but a stub's lines are above it."""
    line = where[-1].lineno + 1
    tree = ast.parse(where[-1].path.read_bytes())
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    above = next((body[:i] for body in bodies for i, s in enumerate(body) if isinstance(s, ast.Raise) and s.lineno == line), [])
    return line if any(not _in_a_stub(statement) for statement in above) else None


def _in_a_stub(statement):
    """Whether a stub may hold it: a docstring, or super().__init__()."""
    if not isinstance(statement, ast.Expr):
        return False
    return isinstance(statement.value, ast.Constant) or ast.unparse(statement).startswith("super(")


def has_work_at_top_level(path):
    """The place of the first loop or call that a file runs when it is imported, as a phrase; or None."""
    try:
        body = ast.parse(path.read_bytes()).body
    except (OSError, SyntaxError, ValueError):
        return None
    for node in body:
        call = isinstance(node, (ast.Expr, ast.Assign)) and isinstance(node.value, ast.Call)
        if call or isinstance(node, (ast.For, ast.While, ast.With)):
            return f"line {node.lineno} (`{linecache.getline(str(path), node.lineno).strip()[:MAX_SOURCE]}`)"
    return None


LIBRARIES = {"torch", "numpy", "pytest", "matplotlib", "torchkata"} | sys.stdlib_module_names


def hidden_library(folder, files):
    """A file in the folder that Python would import in place of a library, or None."""
    return next((path for path in sorted(folder.glob("*.py")) if path.stem in LIBRARIES and path.name not in files), None)


def _is_a_file_beside(item, module):
    """Whether it is a module of the assignment's folder, and not a library."""
    return isinstance(module, types.ModuleType) and _lies_in(getattr(module, "__file__", None) or "", item.path.parent.resolve())


def _missing(module, name):
    near = difflib.get_close_matches(name, [n for n in vars(module) if not n.startswith("_")], n=1)
    guess = f"; it has {near[0]}: is that the same under another name?" if near else "."
    return f"{module.__name__}.py does not define {name}{guess}"


def student_frames(excinfo, folder):
    """The traceback's lines that are in the assignment's folder, outermost first."""
    return excinfo.traceback.filter(lambda entry: _lies_in(entry.path, folder))


def _lies_in(path, folder):
    """Whether a file's path, perhaps by a symbolic link, leads into the folder; a name such as <frozen importlib> is no path."""
    return Path(path).is_absolute() and Path(path).resolve().is_relative_to(folder)


def _in_test(where):
    """Whether the innermost of these lines is a visible test's and not a student's."""
    return not where or where[-1].path.name.startswith("test_")


def _own(where):
    """Those of the lines that are the student's, and no test's."""
    return [entry for entry in where if not _in_test([entry])]


def _exception(error):
    kind, text = type(error).__name__, _text(error)
    if not text:
        return kind
    first = textwrap.shorten(text.splitlines()[0], MAX_TEXT, placeholder=" ...")  # the traceback below has all of it
    return f"{kind}: {first if first.endswith(' ...') else first.rstrip('.')}"


def _text(error):
    return ESCAPE.sub("", str(error)).strip()


def place_of(where, source=True):
    return "" if _in_test(where) else _at(where[-1].path, where[-1].lineno + 1, source)


def place_of_frame(frame, folder):
    """The innermost line of a running thread that is in the assignment's folder."""
    frames = (frame for frame, _ in traceback.walk_stack(frame) if _lies_in(frame.f_code.co_filename, folder))
    found = next(frames, None)
    return _at(found.f_code.co_filename, found.f_lineno) if found else ""


def _at(path, line, source=True):
    text = linecache.getline(str(path), line).strip()[:MAX_SOURCE] if source else ""
    return f" ({Path(path).name}, line {line}" + (f": `{text}`)" if text else ")")
