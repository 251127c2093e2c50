"""An autograding exercise kit for a PyTorch course."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from torchkata.assignment import INSTALLED, UsageError, find_kit, kit_of_course
from torchkata.interpreter import forget_working_folder
from torchkata.judge.pool import cores

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
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


def _chosen_kit(told: Path | None, graded=(), course: Path | None = None):
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


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="A new folder for the course.")] = Path("kata-demo"),
    kit_folder: KitFolder = None,
):
    """A small class from start to end: build, release, submit, autograde, gradebook, feedback."""
    from torchkata.course.demo import run_demo

    run_demo(_chosen_kit(kit_folder), folder)


@app.command()
def build(
    names: Names = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail where something is out of date.")] = False,
    kit_folder: KitFolder = None,
):
    """Write stubs and notebooks from their sources."""
    from torchkata.authoring import build as building

    kit = _chosen_kit(kit_folder)
    old = []
    for name in names or kit.names():
        assignment = kit.assignment(name)
        paths = building.outdated(kit, assignment) if check else building.build(kit, assignment)
        for path in paths:
            print(f"{'out of date' if check else 'written'}: {path.relative_to(kit.root)}")
        old += paths
    if check and old:
        print("Run kata build, and commit what it writes.")
        raise typer.Exit(NOT_GRADED)
    if not old:
        print("Everything is up to date.")


@app.command()
def course(
    folder: Annotated[Path, typer.Argument(help="Where the nbgrader course is, or shall be.")],
    names: Names = None,
    kit_folder: KitFolder = None,
):
    """Make an nbgrader course with its release, or bring one up to date."""
    from torchkata.course.make import make_course
    from torchkata.terminal import console

    kit = _chosen_kit(kit_folder, course=folder)
    released = make_course(kit, folder, names or kit.names())
    console.print(f"Released {', '.join(released)} in {folder / 'release'}.")
    console.print(
        f"Next: give students {folder / 'release'}, put what they hand in into {folder / 'submitted'}/STUDENT/ASSIGNMENT, "
        f"then: cd {folder} && nbgrader autograde {released[0]}",
        soft_wrap=True,
    )


@app.command()
def grade(
    name: Annotated[str, typer.Argument(metavar="ASSIGNMENT")],
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="A stub file, a folder, a folder of folders, or zips.")],
    jobs: Jobs = cores(),
    sandbox: SandboxKind = "auto",
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the results there.")] = None,
    cluster: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Grade on the Dask cluster of this scheduler.")] = None,
    course: Annotated[Path | None, typer.Option(metavar="DIR", help="Write into this nbgrader course, too.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Grade again what is graded already.")] = False,
    kit_folder: KitFolder = None,
):
    """Grade submissions with the hidden graders."""
    from rich.markup import escape

    from torchkata.feedback import clean
    from torchkata.judge.grade import Grader, grade_class
    from torchkata.judge.pool import JudgePool
    from torchkata.judge.store import ResultStore
    from torchkata.terminal import console, error_console, grading_progress, print_class

    kit = _chosen_kit(kit_folder, paths, course)
    assignment = kit.assignment(name)
    if json_file is not None and not _can_be_written(json_file):
        raise UsageError(f"--json {json_file}: it cannot be written; name a file in a folder of yours")
    if cluster is None:
        judges = JudgePool(kit, assignment, jobs, sandbox)
    else:
        from torchkata.judge.cluster import ClusterPool

        judges = ClusterPool(kit, assignment, cluster, sandbox)
    with judges, contextlib.closing(ResultStore()) as store, grading_progress() as progress:
        grader = Grader(kit, assignment, judges, store, force)
        report = grade_class(grader, paths, judges.jobs, json_file=json_file, course=course, progress=progress)
    print_class(assignment, report)
    for problem in report.problems:
        error_console.print(f"[red]✗[/red] {escape(problem)}", soft_wrap=True)
    for student, (before, after) in sorted(report.changed.items()):
        console.print(f"The score of {escape(clean(student))} in {course} changed from {before} to {after}.", soft_wrap=True)
    if course is not None:
        console.print(f"Recorded in {course}. Next: cd {course} && nbgrader generate_feedback {name}", soft_wrap=True)
    raise typer.Exit(OK if report.complete else NOT_GRADED)


def _can_be_written(path):
    folder = next(parent for parent in path.resolve().parents if parent.exists())  # what is missing below it is made
    return not path.is_dir() and folder.is_dir() and os.access(folder, os.W_OK)


@app.command()
def validate(
    names: Names = None,
    exercise: Annotated[str | None, typer.Option(help="Only the variants of this exercise.")] = None,
    messages: Annotated[bool, typer.Option("--messages", help="Print what each chaff is told, too.")] = False,
    mutants: Annotated[bool, typer.Option("--mutants", help="Grade mutants of the references instead.")] = False,
    seeds: Annotated[int, typer.Option(help="Regrade every variant with that many seeds instead.")] = 0,
    table: Annotated[Path | None, typer.Option(metavar="FILE", help="Write all counts there (docs/graders.md).")] = None,
    jobs: Jobs = cores(),
    sandbox: SandboxKind = "auto",
    kit_folder: KitFolder = None,
):
    """Prove the graders: reference full, stub 0, wheats full, chaffs caught and named."""
    from torchkata import terminal
    from torchkata.authoring import mutants as mutating
    from torchkata.authoring.validate import validate as run

    kit = _chosen_kit(kit_folder)
    wrong = False
    proofs = []
    for assignment in [kit.assignment(name) for name in names or kit.names()]:
        found = {}
        if exercise is not None:
            assignment.exercise(exercise)
        if table or not (mutants or seeds):
            with terminal.grading_progress() as progress:
                found["validation"] = run(kit, assignment, jobs, sandbox, exercise, progress)
            terminal.print_validation(found["validation"])
            if messages:
                terminal.print_messages(found["validation"])
            wrong = wrong or bool(found["validation"].problems)
        if table or mutants:
            with terminal.grading_progress() as progress:
                found["mutants"] = mutating.grade_mutants(kit, assignment, jobs, sandbox, exercise, progress)
            terminal.print_mutants(assignment, found["mutants"])
            wrong = wrong or bool(found["mutants"].problems)
        if seeds:
            with terminal.grading_progress() as progress:
                unstable = mutating.find_unstable(kit, assignment, seeds, jobs, sandbox, exercise, progress)
            terminal.print_unstable(assignment, seeds, unstable)
            wrong = wrong or bool(unstable)
        proofs.append(found)
    if table:
        from torchkata.authoring.build import write_text
        from torchkata.authoring.graders_table import graders_table

        write_text(table, graders_table([(found["validation"], found["mutants"]) for found in proofs]))
    raise typer.Exit(NOT_GRADED if wrong else OK)


@app.command()
def doctor():
    """What works here, and what to do about what does not."""
    from torchkata.doctor import examine
    from torchkata.terminal import print_findings

    findings = examine(Path.cwd())
    print_findings(findings)
    raise typer.Exit(NOT_GRADED if any(f.state == "missing" for f in findings) else OK)


def main():
    """Run the command; a mistake of the user's is one sentence and exit status 2."""
    forget_working_folder()
    from torchkata.judge.pool import JudgeError

    try:
        app()
    except UsageError as error:
        sys.exit(_say(error, WRONG_USAGE))
    except JudgeError as error:
        sys.exit(_say(error, NOT_GRADED))
    except SystemExit as end:
        if end.code == INTERRUPTED:  # which is how typer passes Ctrl-C on
            _say("stopped; what is graded is kept, and the same command goes on from there", INTERRUPTED)
        raise


def _say(error, status):
    print(f"kata: {error}", file=sys.stderr)
    return status
