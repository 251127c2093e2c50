"""How far a student is with an assignment, from the reports of the visible tests."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from torchkata.assignment import Assignment, Exercise

DONE, FAILING, NOT_STARTED, BROKEN = "done", "failing", "not started", "cannot run"


def exercise_name(test_class: str) -> str | None:
    """The exercise that a test class belongs to: `TestMyLinear` and `Test_relu` test MyLinear and relu."""
    return test_class.removeprefix("Test").removeprefix("_") if test_class.startswith("Test") else None


def test_class(exercise: str) -> str:
    """The name of the class with an exercise's visible tests."""
    return f"Test{'_' if exercise[0].islower() else ''}{exercise}"


@dataclass
class Progress:
    """Outcomes of visible tests by exercise: passed, failed, unwritten, skipped; and files that cannot be imported."""

    assignment: Assignment
    outcomes: dict[str, Counter] = field(default_factory=dict)
    broken_files: set[str] = field(default_factory=set)

    def add(self, exercise: str, outcome: str):
        self.outcomes.setdefault(exercise, Counter())[outcome] += 1

    def state(self, exercise: Exercise) -> str | None:
        """done, failing, not started or cannot run; None where none of its tests was selected."""
        if exercise.file in self.broken_files:
            return BROKEN
        counts = self.outcomes.get(exercise.name)
        if not counts:
            return None
        if counts["failed"]:
            return FAILING
        if counts["unwritten"]:
            return FAILING if counts["passed"] else NOT_STARTED
        return DONE

    def next_exercise(self) -> Exercise | None:
        """The first one, in the assignment's order, that was tested and is not done."""
        return next((e for e in self.assignment.exercises if self.state(e) not in (DONE, None)), None)
