"""How far a student is with each assignment, as far as the last runs of the visible tests tell."""

from __future__ import annotations

from dataclasses import dataclass

from torchkata.assignment import Assignment
from torchkata.student.progress import Progress


@dataclass(frozen=True)
class Status:
    """One assignment: exercises done, points that they are worth, minutes that the rest should take, and what is next."""

    assignment: Assignment
    done: int
    points: float
    minutes: int
    following: str
    unknown: int

    @property
    def finished(self) -> bool:
        return self.done == len(self.assignment.exercises)


def status(assignment: Assignment) -> Status:
    """What is known without running anything."""
    progress = Progress.recalled(assignment)
    done = progress.done()
    following = progress.next_exercise()
    return Status(
        assignment,
        len(done),
        sum(e.points for e in done),
        sum(e.minutes for e in assignment.exercises if e not in done),
        following.name if following else "kata pack",
        sum(progress.known_state(e) is None for e in assignment.exercises),
    )
