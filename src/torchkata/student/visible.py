"""Run visible tests and say what they found, for the notebook and for `kata watch`."""

from __future__ import annotations

import json
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from torchkata.assignment import Assignment, Exercise, test_class
from torchkata.feedback import MAX_MESSAGE, clean
from torchkata.student.spare import SparePython

SECONDS = 600  # for one run of several exercises; each test has a limit of its own
MARKS = {"passed": "✓", "skipped": "–", "unwritten": "·"}
SAME = "The same."


@dataclass(frozen=True)
class VisibleTest:
    """One visible test: what it asks for, how it ended, what is wrong, what the code printed, and the lines that led there."""

    title: str
    outcome: str
    sentence: str = ""
    printed: str = ""
    shown: str = ""

    @property
    def mark(self) -> str:
        return MARKS.get(self.outcome, "✗")


@dataclass
class VisibleResult:
    """The visible tests of one exercise; `note` says why there are none, or why they ended early."""

    exercise: str
    tests: list[VisibleTest] = field(default_factory=list)
    note: str = ""

    @property
    def failing(self) -> list[VisibleTest]:
        return [test for test in self.tests if test.outcome not in ("passed", "skipped")]

    @property
    def passes(self) -> bool:
        return bool(self.tests) and not self.failing and not self.note

    @property
    def unwritten(self) -> bool:
        """Whether nothing of it is written."""
        return {test.outcome for test in self.tests} - {"skipped"} == {"unwritten"}

    @property
    def _stub(self):
        """The sentence that says where the stub is."""
        return next(test.sentence for test in self.tests if test.outcome == "unwritten")

    @property
    def summary(self) -> str:
        """How many pass, in a few words."""
        if not self.tests:
            return self.note
        if self.unwritten:
            return self._stub.removeprefix(f"{self.exercise} is ")
        counted = [test for test in self.tests if test.outcome != "skipped"]
        skipped = len(self.tests) - len(counted)
        said = f"{len(counted) - len(self.failing)} of {len(counted)} visible tests pass" + (f", {skipped} skipped" * bool(skipped))
        return f"{said}. {self.note}" if self.note else said + ("" if self.failing else ". The hidden tests look closer.")

    def told(self) -> list[tuple[VisibleTest, str]]:
        """What there is to say: each test once, of those with one title and one outcome the first; and each sentence once."""
        told, said = {}, set()
        for test in self.tests:
            key = test.title, test.outcome, test.sentence
            if key not in told:
                told[key] = test, "" if self.unwritten else SAME if test.sentence in said else test.sentence
            if test.sentence:
                said.add(test.sentence)
        return list(told.values())

    def text(self, lines=False) -> str:
        """All of it as text; with `lines`, those of the first failing test that led there, too."""
        said = [f"{self.exercise}: {self.summary}"]
        first = next(iter(self.failing), None)
        for test, sentence in self.told():
            said.append(f"  {test.mark} {test.title}")
            said += [f"      {line}" for line in sentence.splitlines()]
            said += [f"      printed: {line}" for line in test.printed.splitlines()]
            if lines and test is first:
                said += [f"      {line}" for line in test.shown.splitlines()]
        return "\n".join(said)


def run_visible_tests(python: SparePython, assignment: Assignment, exercises: list[Exercise]) -> list[VisibleResult]:
    """The visible tests of these exercises on the files as they are now, in a process of their own."""
    tests = [f"test_{e.file}::{test_class(e.name)}" for e in exercises]
    with tempfile.TemporaryDirectory() as temporary:
        results = Path(temporary) / "results.jsonl"
        try:
            done = python.run_pytest(["-q", "-p", "no:cacheprovider", *tests], assignment.folder.resolve(), SECONDS, results)
        except subprocess.TimeoutExpired:
            done = None
        facts = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()] if results.exists() else None
    ended = _ended(done, facts)
    facts = facts or []
    found = {e.name: VisibleResult(e.name) for e in exercises}
    broken = {fact["file"]: fact["broken"] for fact in facts if "broken" in fact}
    for exercise in exercises:
        found[exercise.name].note = clean(broken.get(exercise.file, ""))
    for fact in facts:
        if "exercise" in fact:
            found[fact["exercise"]].tests.append(_test(fact))
    unfinished = next((r for r in reversed(found.values()) if r.tests), next(iter(found.values()))) if ended else None
    for result in found.values():
        if result is unfinished:
            result.note = ended
        elif not result.tests and not result.note:
            result.note = "not tested, because Python ended before" if ended else "no visible test was found"
    return list(found.values())


def _test(fact):
    return VisibleTest(
        clean(fact["title"]), fact["outcome"], clean(fact.get("sentence", "")), clean(fact["printed"]), clean(fact["shown"])
    )


def _ended(done, facts):
    """What ended pytest before it was through, as far as no fact says it; "" where nothing did."""
    if done is None:
        return f"Python gave no answer within {SECONDS} seconds; look for a loop that never ends"
    said = done.stdout.strip()
    if facts is None:  # it never began: a library is missing
        return clean(said.rpartition("\n")[2])
    if any("broken" in fact or "last" in fact for fact in facts):
        return ""
    status = next((fact["finished"] for fact in facts if "finished" in fact), None)
    if status is None:
        how = f"by signal {-done.returncode}" if done.returncode < 0 else f"with exit status {done.returncode}"
        return f"Python ended {how} in the middle of the tests: look for a crash, or for something that exits"
    finished = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED)
    return "" if status in finished else clean(said[-MAX_MESSAGE:])
