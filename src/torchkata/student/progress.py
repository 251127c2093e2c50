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


@dataclass
class Progress:
    """What a run of visible tests found, by exercise, and files that cannot be imported.

    Attributes:
        broken_files: for each file that cannot be imported, why.
        left_out: exercises of which tests were left out of this run, by -k for example.
        notes: what else the student should know, a sentence each.
        earlier: what the last run in this folder that tested an exercise found, while its file is as it was then.
        failed_runs: how many runs in turn an exercise has failed, this one included.
    """

    assignment: Assignment
    broken_files: dict[str, str] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    earlier: dict[str, str] = field(default_factory=dict)
    failed_runs: dict[str, int] = field(default_factory=dict)
    _tests: dict[str, dict[str, str]] = field(default_factory=dict)  # each test's last outcome, by exercise
    _unwritten: dict[str, set[str]] = field(default_factory=dict)
    _digests: dict[str, str | None] = field(default_factory=dict)  # of the files as they were when the run began

    def add(self, facts: dict):
        """A test's outcome: passed, failed, unwritten or skipped; a test that runs again counts as it ended last."""
        exercise = facts["exercise"]
        self._tests.setdefault(exercise, {})[facts["test"]] = facts["outcome"]
        if "unwritten" in facts:
            self._unwritten.setdefault(exercise, set()).add(facts["unwritten"])
        if facts["left_out"]:
            self.left_out.add(exercise)

    def counts(self, exercise: Exercise) -> Counter:
        """How many of its tests had which outcome."""
        return Counter(self._tests.get(exercise.name, {}).values())

    def unwritten(self, exercise: Exercise) -> list[str]:
        """Which of its definitions were found to be stubs, in the exercise's order."""
        return [name for name in exercise.defines if name in self._unwritten.get(exercise.name, ())]

    def only_unwritten(self, exercise: Exercise) -> bool:
        """Whether all that it lacks is a definition that is still a stub."""
        counts = self.counts(exercise)
        return bool(counts["unwritten"]) and not counts["failed"]

    def state(self, exercise: Exercise) -> str | None:
        """done, failing, not started, cannot run or tested in part; None where none of its tests was selected."""
        if exercise.file in self.broken_files:
            return BROKEN
        counts = self.counts(exercise)
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

    @property
    def has_tested(self) -> bool:
        """Whether this run has tested anything of the assignment."""
        return any(map(self.state, self.assignment.exercises))

    def done(self) -> list[Exercise]:
        """The exercises that are known to pass their visible tests."""
        return [e for e in self.assignment.exercises if self.known_state(e) == DONE]

    def next_exercise(self) -> Exercise | None:
        """The first one, in the assignment's order, that is not known to be done: of those that were tested, if there is one."""
        waiting = [e for e in self.assignment.exercises if self.known_state(e) != DONE]
        return next((e for e in waiting if self.state(e)), waiting[0] if waiting else None)

    @classmethod
    def recalled(cls, assignment: Assignment) -> Progress:
        """One that knows what earlier runs found, as a run begins with it; what cannot be read is not known."""
        progress = cls(assignment)
        progress._recall()
        return progress

    def _recall(self):
        self._digests = {file: _digest(self.assignment.folder / file) for file in self.assignment.files}
        with contextlib.suppress(OSError, ValueError, TypeError, LookupError):
            kept = json.loads(self._kept_in.read_text(encoding="utf-8"))
            known = [(e, kept[e.name]) for e in self.assignment.exercises if e.name in kept]
            self.failed_runs = {e.name: int(record["failed_runs"]) for e, record in known}
            self.earlier = {e.name: record["state"] for e, record in known if record["file"] == self._digests[e.file]}

    def keep(self):
        """Keep what this run found for the next ones; where it cannot be written, they will not know it."""
        kept = {}
        for e in self.assignment.exercises:
            state = self.state(e)
            if state:
                self.failed_runs[e.name] = self.failed_runs.get(e.name, 0) + 1 if state == FAILING else 0
            if self.known_state(e) or self.failed_runs.get(e.name):
                kept[e.name] = {
                    "state": self.known_state(e),
                    "file": self._digests[e.file] if self.known_state(e) else None,
                    "failed_runs": self.failed_runs.get(e.name, 0),
                }
        with contextlib.suppress(OSError):
            write_text(self._kept_in, json.dumps(kept))

    def forget(self):
        """Remove what was kept, of a folder that is no more."""
        self._kept_in.unlink(missing_ok=True)

    @property
    def _kept_in(self):
        place = hashlib.sha256(str(self.assignment.folder.resolve()).encode()).hexdigest()[:16]
        return cache_folder() / "progress" / f"{self.assignment.name}-{place}.json"


def _digest(path):
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:  # it is not there, or cannot be read, which its tests say
        return None
