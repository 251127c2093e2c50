"""What a handout's cells call: `check` runs visible tests, `needs` waits for an exercise."""

from __future__ import annotations

import contextlib
import html
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

from torchkata.assignment import read_assignment
from torchkata.feedback import MAX_MESSAGE, clean
from torchkata.student.progress import test_class
from torchkata.student.spare import SparePython

SECONDS = 120  # that the visible tests of one exercise may take
TRUNCATED = "\n[truncated; full report"  # how pytest ends a long message
_spare = SparePython()


@dataclass
class VisibleResult:
    """The visible tests of one exercise: (what a test says, what was wrong or None where it passed)."""

    exercise: str
    tests: list[tuple[str, str | None]]
    note: str = ""

    @property
    def failing(self) -> list[tuple[str, str]]:
        return [(title, wrong) for title, wrong in self.tests if wrong]

    def __repr__(self):
        lines = [f"{self.exercise}: {self._summary()}"]
        lines += [f"  {'✗' if wrong else '✓'} {title}" + (f": {wrong}" if wrong else "") for title, wrong in self.tests]
        return "\n".join(lines)

    def _repr_html_(self):
        rows = "".join(
            f"<li style='list-style:none'><span style='color:{'#b3261e' if wrong else '#1b7f3b'}'>{'✗' if wrong else '✓'}</span> "
            f"{html.escape(title)}"
            + (f"<div style='margin:0 0 .5em 1.4em;white-space:pre-wrap'>{html.escape(wrong)}</div>" if wrong else "")
            + "</li>"
            for title, wrong in self.tests
        )
        title = f"<b>{html.escape(self.exercise)}</b>: {html.escape(self._summary())}"
        return f"<div>{title}<ul style='padding-left:.5em'>{rows}</ul></div>"

    def _summary(self):
        if self.note:
            return self.note
        passed = len(self.tests) - len(self.failing)
        return f"{passed} of {len(self.tests)} visible tests pass" + ("" if self.failing else ". The hidden tests look closer.")


def check(exercise: str):
    """Run the visible tests of an exercise on the files as they are now, and show what they say.

    Under `nbgrader validate` a failing test is an error of the cell, so that nbgrader sees it.

    Raises:
        UsageError: the assignment of this folder has no such exercise.
    """
    result = run_visible_tests(Path.cwd(), exercise)
    _show(result)
    if os.environ.get("NBGRADER_VALIDATING") and (result.failing or result.note):
        raise AssertionError(f"{exercise}: {result._summary()}")


def run_visible_tests(folder: Path, exercise: str) -> VisibleResult:
    """The visible tests of one exercise, run by pytest in a process of its own."""
    assignment = read_assignment(folder)
    test_file = assignment.exercise(exercise).file
    test = f"test_{test_file}::{test_class(exercise)}"
    with tempfile.TemporaryDirectory() as temporary:
        report = Path(temporary) / "report.xml"
        arguments = ["-q", "-p", "no:cacheprovider", f"--junitxml={report}", test]
        try:
            done = _spare.run_pytest(arguments, folder, SECONDS)
        except subprocess.TimeoutExpired:
            return VisibleResult(exercise, [], f"no answer within {SECONDS} seconds; look for a loop that never ends")
        if not report.exists():
            return VisibleResult(exercise, [], _ended(done, test_file))
        cases = list(ElementTree.parse(report).iter("testcase"))
    tests = [(_title(case.get("name", "")), _wrong(case, exercise)) for case in cases]
    if len(tests) == 1 and any(case.find("error") is not None for case in cases):  # the file could not be imported
        return VisibleResult(exercise, [], tests[0][1])
    return VisibleResult(exercise, tests, "" if tests else "no visible test was found")


def _title(name):
    return name.removeprefix("test_").replace("_", " ")


def _wrong(case, exercise):
    """The plugin's sentence; its message is all there is of a test, and the start of the text of a file that cannot be imported."""
    failure, error = case.find("failure"), case.find("error")
    if failure is not None:
        message = failure.get("message") or failure.text or "failed"
        return clean(message.partition(TRUNCATED)[0]).removeprefix(f"{exercise}: ")
    if error is not None:
        return clean((error.text or "failed").strip().split("\n\n")[0])
    return None


def _ended(done, file):
    """Why pytest wrote no report."""
    said = done.stdout.strip()
    if said and done.returncode in set(pytest.ExitCode):
        return clean(said[-MAX_MESSAGE:])
    how = f"by signal {-done.returncode}" if done.returncode < 0 else f"with exit status {done.returncode}"
    return f"Python ended {how} before the tests did: look in {file} for a crash, or for something that exits"


def _show(result):
    try:
        from IPython.display import display
    except ImportError:
        print(result)
    else:
        display(result)


@contextlib.contextmanager
def needs(*exercises: str):
    """Run a cell's code if these exercises are written; otherwise say that they come first."""
    try:
        yield
    except NotImplementedError as error:
        if str(error):  # torch's, not a stub's: it says what is wrong
            raise
        names = " and ".join(exercises)
        print(f"This part needs {names}. Write {'it' if len(exercises) == 1 else 'them'} first, then run this cell again.")
