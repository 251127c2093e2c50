"""What the commands share: the app, exit statuses, options, and which kit they use."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from torchkata.assignment import INSTALLED, UsageError, find_kit, kit_of_course

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="An autograding exercise kit for a PyTorch course.",
)
STUDENTS, INSTRUCTORS, AUTHORS = "Students", "Instructors", "Authors of assignments"  # the parts of kata --help
OK, NOT_GRADED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


Jobs = Annotated[int, typer.Option(min=1, help="Submissions graded at a time.", show_default="the cores")]
SandboxKind = Annotated[
    Literal["auto", "bubblewrap", "user", "process"], typer.Option("--sandbox", help="Where student code runs.")
]
Names = Annotated[list[str] | None, typer.Argument(metavar="[ASSIGNMENT]...", help="All of them by default.")]
KitFolder = Annotated[
    Path | None,
    typer.Option("--kit", metavar="DIR", help="The folder of the kit.", show_default="the course's, or the one around you"),
]


def chosen_kit(told: Path | None, graded=(), course: Path | None = None):
    """The kit to use; where it is not the installed one, it is said."""
    kit = find_kit(told, graded)
    of_course = kit_of_course(course) if course is not None else None
    if of_course is not None:
        if told is not None and kit.root != of_course.root:
            raise UsageError(f"--kit {told}: the course {course} is graded by the kit in {of_course.root}; leave --kit out")
        kit = of_course
    if kit.root != INSTALLED:
        print(f"The kit is {kit.root}.", file=sys.stderr)
    return kit
