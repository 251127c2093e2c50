"""Which assignments a student's command is about, seen from the folder in which it was typed. No torch is needed."""

from __future__ import annotations

from pathlib import Path

from torchkata.assignment import Assignment, Exercise, UsageError, exercise_name, read_assignment
from torchkata.student.progress import Progress

DEPTH = 3  # folders below that are looked into
NAMED = 6  # assignments at most that a sentence names


def assignment_around(folder: Path) -> Assignment:
    """The assignment in whose folder, or below it, the command was typed.

    Raises:
        UsageError: there is none; the message names those that lie below.
    """
    for place in (folder, *folder.parents):
        if (place / "assignment.toml").is_file():
            return read_assignment(place)
    below = assignments_below(folder)
    if len(below) == 1:
        return below[0]
    names = ", ".join(str(each.folder.relative_to(folder)) for each in below[:NAMED]) + (", ..." if len(below) > NAMED else "")
    known = f"go into one of {names}" if below else "go into its folder"
    raise UsageError(f"{folder} is not the folder of an assignment, which has an assignment.toml: {known}")


def assignments_below(folder: Path) -> list[Assignment]:
    """The assignments in the folder and a few levels below it, by name."""
    found = [path.parent for depth in range(DEPTH + 1) for path in folder.glob("*/" * depth + "assignment.toml")]
    hidden = [place for place in found if any(part.startswith(".") for part in place.relative_to(folder).parts)]
    return sorted((read_assignment(place) for place in found if place not in hidden), key=lambda a: (a.name, str(a.folder)))


def chosen_exercise(assignment: Assignment, name: str | None) -> Exercise:
    """The exercise of that name, or of a test class or an unmistakable part of it; without a name the next one to do.

    Raises:
        UsageError: there is none of that name, or all are done.
    """
    if name is None:
        following = Progress.recalled(assignment).next_exercise()
        if following is None:
            raise UsageError(f"all exercises of {assignment.name} pass their visible tests; name one: {_names(assignment)}")
        return following
    names = [e.name for e in assignment.exercises]
    wanted = exercise_name(name) if exercise_name(name) in names else name
    same = [known for known in names if known.lower() == wanted.lower()]
    part = [known for known in names if wanted.lower() in known.lower()]
    if wanted not in names and len(same or part) == 1:
        wanted = (same or part)[0]
    return assignment.exercise(wanted)


def _names(assignment):
    return ", ".join(e.name for e in assignment.exercises)
