"""What a handout's cells call: `check` runs visible tests, `hint` helps, `needs` waits for an exercise."""

from __future__ import annotations

import contextlib
import html
import os
import sys
from pathlib import Path

from torchkata.assignment import Assignment, UsageError, read_assignment
from torchkata.student.hints import QUESTION, Hints
from torchkata.student.imports import FileBroken
from torchkata.student.places import chosen_exercise
from torchkata.student.progress import Progress
from torchkata.student.spare import SparePython
from torchkata.student.visible import VisibleResult, run_visible_tests

COLORS = {"✓": "#1b7f3b", "✗": "#b3261e", "–": "#666", "·": "#8a5a00"}
_python = SparePython()
_said = set()  # what was said of broken files


def check(exercise: str | None = None):
    """Run the visible tests of an exercise, or of the whole assignment, on the files as they are now, and show what they say.

    Under `nbgrader validate` a failing test is an error of the cell, so that nbgrader sees it.
    """
    try:
        assignment = assignment_here()
        exercises = [assignment.exercise(exercise)] if exercise else list(assignment.exercises)
        results = run_visible_tests(_python, assignment, exercises)
    except (UsageError, KeyboardInterrupt) as error:
        if os.environ.get("NBGRADER_VALIDATING"):
            raise
        print("Stopped." if isinstance(error, KeyboardInterrupt) else error)
        return
    _show(Shown(results, _standing(assignment) if exercise is None else ""))
    wrong = next((result for result in results if not result.passes), None)
    if wrong and os.environ.get("NBGRADER_VALIDATING"):
        raise AssertionError(f"{wrong.exercise}: {wrong.summary}")


def hint(exercise: str | None = None):
    """The next hint for an exercise, or for the one that comes next; the last one is a worked example of its idea."""
    try:
        assignment = assignment_here()
        wanted = chosen_exercise(assignment, exercise)
        print(Hints(assignment).told(wanted, _asked(QUESTION)))
    except UsageError as error:
        print(error)


def _asked(question):
    """What the student answers; nothing where nobody can be asked, as when a notebook is executed by a program."""
    try:
        return input(question)
    except (RuntimeError, EOFError, KeyboardInterrupt):
        return ""


def assignment_here() -> Assignment:
    """The assignment in whose folder the notebook runs.

    Raises:
        UsageError: there is none.
    """
    folder = Path.cwd()
    if not (folder / "assignment.toml").is_file():
        raise UsageError(
            f"There is no assignment in {folder}: it has no assignment.toml. Open the notebook in the assignment's folder, where "
            "its .py files are."
        )
    return read_assignment(folder)


def _standing(assignment):
    done = Progress.recalled(assignment).done()
    return f"{len(done)} of {len(assignment.exercises)} exercises pass their visible tests."


class Shown:
    """Results as a notebook shows them, and as text where it shows none."""

    def __init__(self, results: list[VisibleResult], standing: str):
        self._results = results
        self._standing = standing

    def __repr__(self):
        return "\n".join([*(result.text() for result in self._results), *([self._standing] if self._standing else [])])

    def _repr_html_(self):
        end = f"<div><b>{html.escape(self._standing)}</b></div>" if self._standing else ""
        return f"<div>{''.join(map(_as_html, self._results))}{end}</div>"


def _as_html(result):
    rows, opened = [], False
    for test, sentence in result.told():
        row = f"<span style='color:{COLORS[test.mark]}'>{test.mark}</span> {html.escape(test.title)}"
        if sentence:
            font = ";font-family:monospace" if "\n" in sentence else ""  # a tensor, whose columns shall stand in line
            row += f"<div style='margin:0 0 .2em 1.4em;white-space:pre-wrap{font}'>{html.escape(sentence)}</div>"
        if test.printed:
            row += _folded("printed", test.printed, opened=True)
        if test.shown and test.mark == "✗":
            row += _folded("the lines", test.shown, opened=not opened)  # of the first that fails
            opened = True
        rows.append(f"<li style='list-style:none'>{row}</li>")
    title = f"<b>{html.escape(result.exercise)}</b>: {html.escape(result.summary)}"
    return f"<div>{title}<ul style='padding-left:.5em;margin-top:.2em'>{''.join(rows)}</ul></div>"


def _folded(title, text, opened):
    return (
        f"<details{' open' * opened} style='margin:0 0 .4em 1.4em'><summary style='color:#666'>{title}</summary>"
        f"<pre style='margin:0'>{html.escape(text)}</pre></details>"
    )


def _show(shown):
    try:
        from IPython.display import display
    except ImportError:
        print(shown)
    else:
        display(shown)


@contextlib.contextmanager
def needs(*exercises: str):
    """Run a cell's code if these exercises are written; otherwise say that they come first, and leave no empty picture."""
    pictures = _pictures()
    try:
        yield
    except FileBroken as broken:
        _close(_pictures() - pictures)
        said = str(broken)
        print(said if said not in _said else f"{said.partition(' ')[0]} is still broken, as said above.")
        _said.add(said)
    except NotImplementedError as error:
        if str(error):  # torch's, not a stub's: it says what is wrong
            raise
        _close(_pictures() - pictures)
        names = " and ".join(exercises)
        print(f"This part needs {names}. Write {'it' if len(exercises) == 1 else 'them'} first, then run this cell again.")


def _close(pictures):
    for number in pictures:
        sys.modules["matplotlib.pyplot"].close(number)


def _pictures():
    """The numbers of matplotlib's open figures."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set(pyplot.get_fignums()) if pyplot else set()
