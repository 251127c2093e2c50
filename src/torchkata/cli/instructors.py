"""Commands for instructors."""

from __future__ import annotations

import contextlib
import gc
import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from torchkata.assignment import UsageError
from torchkata.cli.options import INSTRUCTORS, NOT_GRADED, OK, Jobs, KitFolder, Names, SandboxKind, app, chosen_kit
from torchkata.judge import cores


@app.command(rich_help_panel=INSTRUCTORS)
def demo(
    folder: Annotated[Path, typer.Argument(help="A new folder for the course.")] = Path("kata-demo"),
    kit_folder: KitFolder = None,
):
    """A small class from start to end: build, release, submit, autograde, gradebook, feedback."""
    from torchkata.course.demo import run_demo

    run_demo(chosen_kit(kit_folder), folder)


@app.command(rich_help_panel=INSTRUCTORS)
def course(
    folder: Annotated[Path, typer.Argument(help="Where the nbgrader course is, or shall be.")],
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ASSIGNMENT]...", help="Those that the course has by default; all of them in a new one."),
    ] = None,
    kit_folder: KitFolder = None,
):
    """Make an nbgrader course with its release, or bring one up to date."""
    from torchkata.course.make import made_names, make_course
    from torchkata.terminal import console

    kit = chosen_kit(kit_folder, course=folder)
    released = make_course(kit, folder, names or made_names(kit, folder) or kit.names())
    console.print(f"Released {', '.join(released)} in {folder / 'release'}.")
    console.print(
        f"Next: give students {folder / 'release'}, put what they hand in into {folder / 'submitted'}/STUDENT/ASSIGNMENT, "
        f"then: cd {folder} && nbgrader autograde {released[0]}",
        soft_wrap=True,
    )


CourseFolder = Annotated[Path, typer.Option("--course", metavar="DIR", help="The nbgrader course.")]


@app.command(rich_help_panel=INSTRUCTORS)
def collect(
    name: Annotated[str, typer.Argument(metavar="ASSIGNMENT")],
    downloads: Annotated[list[Path], typer.Argument(metavar="DOWNLOAD...", help="What the platform gave: zips, or folders.")],
    course: CourseFolder,
    roster: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The class: nbgrader's students CSV.", show_default="the gradebook's")
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Write; without it only look.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Take what differs where nothing says which is newer.")] = False,
    kit_folder: KitFolder = None,
):
    """Put what a platform gave into a course's submitted/, after a look."""
    from torchkata.course.collect import Collector
    from torchkata.course.grades import Grades
    from torchkata.lms.roster import read_roster
    from torchkata.terminal import ask, choose, print_plan

    assignment = chosen_kit(kit_folder, downloads, course).assignment(name)
    grades = Grades(course)
    people = read_roster(roster) if roster else grades.described_people()
    submitted = course / grades.coursedir.submitted_directory
    collector = Collector(course, assignment, people, choose, replace, grades.coursedir.submitted_directory)
    plan = collector.plan(downloads)
    print_plan(plan)
    if apply or (plan.writes and ask(f"Write this into {submitted}? [y/N] ").strip().lower() in ("y", "yes")):
        collector.apply(plan)
        if roster:
            grades.enter(people)
        print(f"Written into {submitted}. Next: kata grade {name} {submitted} --course {course}")
    else:
        print("Nothing was written. With --apply it is." if plan.writes else "There is nothing to write.")
    raise typer.Exit(OK if plan.complete else NOT_GRADED)


@app.command(rich_help_panel=INSTRUCTORS)
def handout(
    folder: Annotated[Path, typer.Argument(help="A new folder for what students get.")],
    names: Names = None,
    course: Annotated[Path | None, typer.Option(metavar="DIR", help="The course whose kit and policies apply.")] = None,
    kit_folder: KitFolder = None,
):
    """What students get, complete without a clone: assignments, the kit's wheel, a first page."""
    from torchkata.course.handout import write_handout

    kit = chosen_kit(kit_folder, course=course)
    wheel = write_handout(kit, folder, names or kit.names())
    print(f"Written: {folder}, with {wheel.name} and a first page, README.md. It holds no grader and no solution.")


@app.command(rich_help_panel=INSTRUCTORS)
def extend(
    student: Annotated[str, typer.Argument(help="The student's id in the gradebook.")],
    name: Annotated[str, typer.Argument(metavar="ASSIGNMENT")],
    until: Annotated[str, typer.Argument(metavar="DATE", help="The new last moment, as in 2026-12-01 or 2026-12-01T18:00.")],
    course: Annotated[Path, typer.Option(metavar="DIR", help="The nbgrader course.")] = Path("."),
):
    """Give one student more time."""
    from torchkata.course.extension import extend as extend_until
    from torchkata.feedback import duration

    later = extend_until(course, student, name, until)
    print(f"{student} may hand in {name} until {until}, {duration(later.total_seconds())} after the due date.")
    print(f"Next, if it is graded already: cd {course} && nbgrader autograde {name}, then nbgrader generate_feedback {name}")


@app.command(rich_help_panel=INSTRUCTORS)
def grade(
    name: Annotated[str, typer.Argument(metavar="ASSIGNMENT")],
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="A stub file, a folder, a folder of folders, or zips.")],
    jobs: Jobs = cores(),
    sandbox: SandboxKind = "auto",
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the results there.")] = None,
    cluster: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Grade on the Dask cluster of this scheduler.")] = None,
    course: Annotated[Path | None, typer.Option(metavar="DIR", help="Write into this nbgrader course, too.")] = None,
    show: Annotated[str | None, typer.Option(metavar="STUDENT", help="Print what this student reads, too.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Grade again what is graded already.")] = False,
    kit_folder: KitFolder = None,
):
    """Grade submissions with the hidden graders."""
    from rich.markup import escape

    from torchkata.feedback import clean
    from torchkata.judge.grade import Grader, grade_class
    from torchkata.judge.pool import JudgePool
    from torchkata.judge.store import ResultStore
    from torchkata.terminal import console, error_console, grading_progress, print_report

    kit = chosen_kit(kit_folder, paths, course)
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
        recorder = _recorder(course, assignment)
        report = grade_class(grader, paths, judges.jobs, json_file=json_file, recorder=recorder, show=show, progress=progress)
    print_report(assignment, report)
    for problem in report.problems:
        error_console.print(f"[red]✗[/red] {escape(problem)}", soft_wrap=True)
    for student, (before, after) in sorted(report.changed.items()):
        console.print(f"The score of {escape(clean(student))} in {course} changed from {before} to {after}.", soft_wrap=True)
    if course is not None:
        console.print(f"Recorded in {course}. Next: cd {course} && nbgrader generate_feedback {name}", soft_wrap=True)
    raise typer.Exit(OK if report.complete else NOT_GRADED)


AUTOGRADER = "gradescope-autograder"
Format = Literal["canvas", "moodle", "gradescope", "brightspace", "blackboard", "csv", "gradescope-autograder"]


@app.command(rich_help_panel=INSTRUCTORS)
def export(
    format: Annotated[Format, typer.Argument(metavar="FORMAT", help="The platform, csv for all of it, or gradescope-autograder.")],
    names: Annotated[list[str], typer.Argument(metavar="ASSIGNMENT...")],
    course: Annotated[Path, typer.Option("--course", metavar="DIR", help="The nbgrader course.")] = Path("."),
    into: Annotated[Path | None, typer.Option(metavar="FILE", help="Fill in a copy of this file, which the platform gave.")] = None,
    feedback: Annotated[bool, typer.Option("--feedback", help="A zip of feedback pages instead (canvas, moodle).")] = False,
    column: Annotated[str | None, typer.Option(metavar="TITLE", help="What the platform calls the assignment.")] = None,
    scale: Annotated[bool, typer.Option("--scale", help="Bring the scores to the points that the platform has.")] = False,
    to: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write.", show_default="a file in the course's export/")
    ] = None,
    visibility: Annotated[
        Literal["visible", "hidden", "after_due_date", "after_published"],
        typer.Option(help="When students see what gradescope-autograder found."),
    ] = "visible",
    kit_folder: KitFolder = None,
):
    """Scores and feedback as a platform takes them, all of it as CSV, or an autograder for Gradescope."""
    if format == AUTOGRADER:
        if into or feedback or column or scale or len(names) > 1:
            raise UsageError(f"kata export {AUTOGRADER} takes one assignment, --to and --visibility; leave the others out")
        _export_autograder(chosen_kit(kit_folder, course=course), names[0], to or Path(f"{names[0]}-autograder.zip"), visibility)
        return
    from torchkata.course.platform_export import Exporter
    from torchkata.terminal import print_exported

    if format == "csv" and (into or column or scale):
        raise UsageError("--into, --column and --scale are for a platform's file, and csv is none; leave them out")
    if scale and into is None:
        raise UsageError("--scale needs --into: only the platform's file says how many points it has")
    kit = chosen_kit(kit_folder, course=course)
    exporter = Exporter(course, [kit.assignment(name) for name in names])
    if feedback:
        exported = exporter.feedback(format)
    elif format == "csv":
        exported = exporter.csv(to)
    elif into is not None:
        exported = exporter.into(format, into, column, scale, to)
    else:
        exported = exporter.new(format, column, to)
    print_exported(exported)
    raise typer.Exit(OK if all(each.complete for each in exported) else NOT_GRADED)


@app.command(rich_help_panel=INSTRUCTORS)
def report(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[ASSIGNMENT]...", help="All for which something was handed in by default.")
    ] = None,
    course: Annotated[Path, typer.Option(metavar="DIR", help="The nbgrader course.")] = Path("."),
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The page to write.", show_default="report[-anonymous].html in the course")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the findings there, too.")] = None,
    anonymous: Annotated[bool, typer.Option("--anonymous", help="Without names, ids and students' own words.")] = False,
    kit_folder: KitFolder = None,
):
    """Say how the class is doing: scores, exercises, mistakes, who may need help. One page, for a browser or a printer."""
    from torchkata.report.page import make_report
    from torchkata.terminal import console, print_class_report

    page = output or course / ("report-anonymous.html" if anonymous else "report.html")
    for option, file in (("--output", page), ("--json", json_file)):
        if file is not None and not _can_be_written(file):
            raise UsageError(f"{option} {file}: it cannot be written; name a file in a folder of yours")
    gc.disable()  # what is read is needed until the page is written: collecting would only take a fifth of the time
    kit = chosen_kit(kit_folder, course=course)
    findings = make_report(kit, course, names or [], page, json_file, anonymous)
    print_class_report(findings)
    console.print(f"The report is {page}: open it in a browser.", soft_wrap=True)


def _export_autograder(kit, name, to, visibility):
    from torchkata.lms.gradescope_autograder import gradescope_autograder

    if not _can_be_written(to):
        raise UsageError(f"--to {to}: it cannot be written; name a file in a folder of yours")
    gradescope_autograder(kit, name, to, visibility, None)
    print(f"Written: {to}. Upload it in Gradescope as the assignment's autograder. It holds the graders: give it to nobody else.")


def _recorder(course, assignment):
    if course is None:
        return None
    from torchkata.course.recorder import CourseRecorder

    return CourseRecorder(course, assignment)


def _can_be_written(path):
    folder = next(parent for parent in path.resolve().parents if parent.exists())  # what is missing below it is made
    return not path.is_dir() and folder.is_dir() and os.access(folder, os.W_OK)
