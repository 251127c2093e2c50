"""The hints of an exercise, one at a time, from vague to pointed; the last is a worked example of the idea on something else.

Which were shown stands in a text file in the assignment's folder, with what the student had tried before.
"""

from __future__ import annotations

from dataclasses import dataclass

from torchkata.assignment import Assignment, Exercise
from torchkata.files import write_text

SHOWN = "hints_shown.txt"
HEAD = "# The hints that were shown: the exercise, and what you had tried before.\n"
NO_MORE = (
    "These were all the hints. What to do now: read the exercise once more, or ask somebody; what you have tried is a good start."
)
QUESTION = "What have you tried? (Enter to skip) "


@dataclass(frozen=True)
class Hint:
    """A step of an exercise's ladder: its number, from 1, of how many, and its text."""

    exercise: Exercise
    number: int
    total: int
    text: str

    @property
    def title(self) -> str:
        what = "worked example" if self.number == self.total and self.exercise.example else "hint"
        return f"{self.exercise.name}, {what} ({self.number} of {self.total})"

    def __str__(self):
        return f"{self.title}\n\n{self.text}"


class Hints:
    """The hints of an assignment, and which of them were shown."""

    def __init__(self, assignment: Assignment):
        self._path = assignment.folder / SHOWN

    def shown(self, exercise: Exercise) -> list[Hint]:
        """The hints that the student has seen."""
        ladder = hints_of(exercise)
        count = sum(line.split(":")[0].strip() == exercise.name for line in self._lines())
        return ladder[:count]

    def next(self, exercise: Exercise, tried: str = "") -> Hint | None:
        """The next hint, noted as shown; None where all were."""
        ladder, seen = hints_of(exercise), self.shown(exercise)
        if len(seen) == len(ladder):
            return None
        note = f"{exercise.name}: {' '.join(tried.split())}".strip()
        write_text(self._path, "\n".join([*(self._lines() or [HEAD.strip()]), note]) + "\n")
        return ladder[len(seen)]

    def told(self, exercise: Exercise, tried: str = "") -> str:
        """The next hint, noted as shown; or all of them once more, and what to do then."""
        following = self.next(exercise, tried)
        return f"{following}\n" if following else "\n\n".join([*map(str, self.shown(exercise)), NO_MORE])

    def _lines(self):
        try:
            return self._path.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return []


def hints_of(exercise: Exercise) -> list[Hint]:
    """All steps: the hints, and the worked example."""
    texts = [*exercise.hints, *([exercise.example] if exercise.example else [])]
    return [Hint(exercise, number, len(texts), text) for number, text in enumerate(texts, start=1)]
