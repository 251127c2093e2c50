"""How far a student is with an assignment, from the reports of the visible tests, those of earlier runs too."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field

from torchkata.assignment import Assignment, Exercise
from torchkata.files import cache_folder, write_text

DONE, FAILING, NOT_STARTED, BROKEN, IN_PART = "done", "failing", "not started", "cannot run", "tested in part"


def exercise_name(test_class: str) -> str | None:
    """The exercise that a test class belongs to: `TestMyLinear` and `Test_relu` test MyLinear and relu."""
    return test_class.removeprefix("Test").removeprefix("_") if test_class.startswith("Test") else None


def test_class(exercise: str) -> str:
    """The name of the class with an exercise's visible tests."""
    return f"Test{'_' if exercise[0].islower() else ''}{exercise}"


@dataclass
class Progress:
    """Outcomes of visible tests by exercise: passed, failed, unwritten, skipped; and files that cannot be imported.

    Attributes:
        left_out: exercises of which tests were left out of this run, by -k for example.
        earlier: what the last run in this folder that tested an exercise found, while its file is as it was then.
    """

    assignment: Assignment
    outcomes: dict[str, Counter] = field(default_factory=dict)
    broken_files: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)
    earlier: dict[str, str] = field(default_factory=dict)
    _digests: dict[str, str | None] = field(default_factory=dict)  # of the files as they were when the run began

    def add(self, exercise: str, outcome: str):
        self.outcomes.setdefault(exercise, Counter())[outcome] += 1

    def state(self, exercise: Exercise) -> str | None:
        """done, failing, not started, cannot run or tested in part; None where none of its tests was selected."""
        if exercise.file in self.broken_files:
            return BROKEN
        counts = self.outcomes.get(exercise.name)
        if not counts:
            return None
        if counts["failed"]:
            return FAILING
        if counts["unwritten"]:
            return FAILING if counts["passed"] else NOT_STARTED
        return IN_PART if exercise.name in self.left_out else DONE

    def known_state(self, exercise: Exercise) -> str | None:
        """Its state in this run or, where it was not tested, in the last one that did; None where that is not known."""
        return self.state(exercise) or self.earlier.get(exercise.name)

    def next_exercise(self) -> Exercise | None:
        """The first one, in the assignment's order, that is not known to be done: of those that were tested, if there is one."""
        waiting = [e for e in self.assignment.exercises if self.known_state(e) != DONE]
        return next((e for e in waiting if self.state(e)), waiting[0] if waiting else None)

    def recall(self):
        """Read what earlier runs found, when a run begins; what cannot be read is not known."""
        self._digests = {file: _digest(self.assignment.folder / file) for file in self.assignment.files}
        with contextlib.suppress(OSError, ValueError, TypeError, LookupError):
            kept = json.loads(self._kept_in.read_text(encoding="utf-8"))
            self.earlier = {
                e.name: kept[e.name]["state"]
                for e in self.assignment.exercises
                if e.name in kept and kept[e.name]["file"] == self._digests[e.file]
            }

    def keep(self):
        """Keep what this run found for the next ones; where it cannot be written, they will not know it."""
        known = {e: state for e in self.assignment.exercises if (state := self.known_state(e))}
        kept = {e.name: {"state": state, "file": self._digests[e.file]} for e, state in known.items()}
        with contextlib.suppress(OSError):
            write_text(self._kept_in, json.dumps(kept))

    @property
    def _kept_in(self):
        place = hashlib.sha256(str(self.assignment.folder.resolve()).encode()).hexdigest()[:16]
        return cache_folder() / "progress" / f"{self.assignment.name}-{place}.json"


def _digest(path):
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:  # it is not there, or cannot be read, which its tests say
        return None
