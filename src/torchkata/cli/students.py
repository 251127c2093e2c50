"""Commands on a student's machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from torchkata.assignment import UsageError
from torchkata.cli.options import NOT_GRADED, OK, STUDENTS, app

ExerciseName = Annotated[
    str | None, typer.Argument(metavar="[EXERCISE]", help="Its name, or a part of it.", show_default="the next one to do")
]


@app.command(rich_help_panel=STUDENTS)
def status():
    """How far you are, in all assignments below this folder."""
    from torchkata.student.places import assignment_around, assignments_below
    from torchkata.student.status import status as known
    from torchkata.terminal import print_status

    assignments = assignments_below(Path.cwd()) or [assignment_around(Path.cwd())]
    print_status([known(assignment) for assignment in assignments])


@app.command(rich_help_panel=STUDENTS)
def watch(
    exercise: ExerciseName = None,
    manual: Annotated[bool, typer.Option("--manual", help="Watch no files; press r to run the tests.")] = False,
):
    """Run an exercise's visible tests each time you save."""
    from torchkata.student.places import assignment_around, chosen_exercise
    from torchkata.student.watch import begin
    from torchkata.student.watch import watch as run
    from torchkata.terminal import show_screen

    assignment = assignment_around(Path.cwd())
    run(begin(assignment, chosen_exercise(assignment, exercise), show_screen), manual)


@app.command(rich_help_panel=STUDENTS)
def hint(exercise: ExerciseName = None):
    """The next hint for an exercise; the last one is a worked example."""
    from torchkata.student.hints import QUESTION, Hints
    from torchkata.student.places import assignment_around, chosen_exercise
    from torchkata.terminal import ask

    assignment = assignment_around(Path.cwd())
    wanted = chosen_exercise(assignment, exercise)
    print(Hints(assignment).told(wanted, ask(f"{wanted.name}. {QUESTION}")))


@app.command(rich_help_panel=STUDENTS)
def pack(check: Annotated[bool, typer.Option("--check", help="Only look; write no zip.")] = False):
    """Write the zip to hand in, after a look at what will be graded."""
    from torchkata.student.pack import exchange_command, look, write
    from torchkata.student.places import assignment_around
    from torchkata.student.spare import SparePython
    from torchkata.terminal import print_packed

    python = SparePython()
    try:
        packed = look(assignment_around(Path.cwd()), python)
    finally:
        python.stop()
    print_packed(packed)
    if check:
        print("Nothing was written. kata pack writes the zip.")
        return
    try:
        path = write(packed)
    except OSError as error:
        raise UsageError(f"{error.filename}: the zip cannot be written there: {error.strerror}") from None
    print(f"Written: {path}. Hand in this file. Code: {packed.code}")
    if command := exchange_command(packed.assignment):
        print(f"Or, in this course: {command}")


@app.command(rich_help_panel=STUDENTS)
def doctor():
    """What works here, and what to do about what does not."""
    from torchkata.doctor import examine
    from torchkata.terminal import print_findings

    findings = examine(Path.cwd())
    print_findings(findings)
    raise typer.Exit(NOT_GRADED if any(f.state == "missing" for f in findings) else OK)
