"""`kata demo`: a small class, from the release to the feedback, with the nbgrader commands that instructors use.

The students' files are made of the kit's own variants when the demo runs, so nothing of a solution lies in this package.
"""

from __future__ import annotations

import csv
import shlex
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from torchkata.assignment import Assignment, Exercise, Kit, UsageError
from torchkata.authoring.variants import Variant, read_variants
from torchkata.course.make import make_course
from torchkata.course.open import open_course
from torchkata.interpreter import python_command, python_environment
from torchkata.judge import cores
from torchkata.judge.pool import NOTICE_START
from torchkata.terminal import console, error_console

DUE = datetime(2026, 11, 16, 18, 0, tzinfo=timezone.utc)
LOOP_IN = "03_modules"
LOOP = "\n\ndef {name}(*args, **kwargs):\n    while True:\n        pass\n"
CRASH = "\n\ndef {name}(*args, **kwargs):\n    import ctypes\n    ctypes.string_at(0)\n"

# Mistakes that every class makes, where the assignment has them.
POPULAR = (
    ("data-in-forward", "active-in-eval"), ("mask-missing", "missing-factor-2"), ("accumulated", "not-cleared"),
)  # fmt: skip


@dataclass
class DemoStudent:
    """One of the class: what became of the work, and the files handed in; `notebook` if it is handed in, too."""

    name: str
    story: str
    files: dict[str, bytes]
    notebook: bool = True
    late: timedelta = timedelta(0)


def run_demo(kit: Kit, folder: Path, names: list[str] | None = None):
    """Build the course in `folder`, hand in, autograde, export, write feedback and the report, and say what lies where.

    Raises:
        UsageError: the folder is there already, or an nbgrader command failed.
    """
    started = time.perf_counter()
    folder = folder.resolve()
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is there already; name a new folder (kata demo DIR), or remove it")
    names = names or kit.names()
    _step(f"A course with {len(names)} assignments", f"kata course {folder.name}")
    make_course(kit, folder, names)
    stories = {}
    for name in names:
        students = demo_class(kit, kit.assignment(name))
        stories[name] = {student.name: student.story for student in students}
        for student in students:
            _hand_in(student, name, folder)
    api = open_course(folder)
    with api.gradebook as gradebook:
        for name in names:
            gradebook.update_or_create_assignment(name, duedate=DUE.replace(tzinfo=None))
    _step(f"{len(students)} students hand in", f"{folder.name}/submitted/STUDENT/ASSIGNMENT")
    with ThreadPoolExecutor(min(cores(), len(names))) as executor:  # as in so many terminals
        for what, command in (("Grade, with nbgrader's own command", "autograde"), ("Feedback", "generate_feedback")):
            for done in executor.map(lambda name, command=command: _nbgrader(folder, command, name), names):
                _step(what, *done)
    _step("Scores", *_nbgrader(folder, "export"))
    _step("All criteria, for a spreadsheet", *_run(folder, "kata", "torchkata.cli:main", ["export", "csv", *names]))
    _step("Report on the class", *_run(folder, "kata", "torchkata.cli:main", ["report"]))
    for name in names:
        _print_scores(folder, name, stories[name])
    _print_places(folder, names, students)
    console.print(f"\nAll of this took {time.perf_counter() - started:.0f} s.")


def demo_class(kit: Kit, assignment: Assignment) -> list[DemoStudent]:
    """Ten students who did what students do."""
    variants = read_variants(kit, assignment)
    reference = next(v for v in variants if v.kind == "reference").submission.files
    stub = next(v for v in variants if v.kind == "stub").submission.files
    chaffs = [v for v in variants if v.kind == "chaff" and v.misconception]
    first, second = _popular(chaffs)
    by_points = sorted(assignment.exercises, key=lambda e: e.points)
    half = {f: reference[f] if i % 2 == 0 else stub[f] for i, f in enumerate(assignment.files)}
    if len(half) == 1:
        half = _with(reference, assignment, stub_exercises(assignment))
    return [
        DemoStudent("ada", "everything right", _all_wheats(reference, assignment, variants)),
        DemoStudent("bela", "half of it", half),
        DemoStudent("chen", f"{first.misconception} in {first.exercise}", first.submission.files),
        DemoStudent("dana", f"{second.misconception} in {second.exercise}", second.submission.files),
        DemoStudent("emil", "a syntax error", _syntax_error(reference, assignment.files[0])),
        _fay(reference, assignment, by_points[0]),
        DemoStudent("gus", "the stub, untouched", stub),
        DemoStudent("hana", f"{by_points[1].name} crashes Python", _with(reference, assignment, [(by_points[1], CRASH)])),
        DemoStudent("ivo", "only the notebook", {}),
        DemoStudent("jun", "right, but two days late, and only the .py files", reference, notebook=False, late=timedelta(days=2)),
    ]


def _fay(reference, assignment, exercise):
    """An endless loop costs its time limit, so there is one in the whole demo."""
    if assignment.name != LOOP_IN:
        return DemoStudent("fay", "everything right, after some help", reference)
    return DemoStudent("fay", f"{exercise.name} never ends", _with(reference, assignment, [(exercise, LOOP)]))


def stub_exercises(assignment):
    unwritten = "\n\ndef {name}(*args, **kwargs):\n    raise NotImplementedError()\n"
    return [(exercise, unwritten) for exercise in assignment.exercises[len(assignment.exercises) // 2 :]]


def _popular(chaffs: list[Variant]) -> tuple[Variant, Variant]:
    for pair in POPULAR:
        found = [next((c for c in chaffs if c.misconception == id), None) for id in pair]
        if all(found):
            return found[0], found[1]
    return chaffs[0], next(c for c in chaffs if c.exercise != chaffs[0].exercise)


def _all_wheats(reference, assignment, variants):
    """One wheat of each exercise, on top of the reference."""
    files = dict(reference)
    seen = set()
    for variant in variants:
        if variant.kind == "wheat" and variant.exercise not in seen:
            seen.add(variant.exercise)
            file = assignment.exercise(variant.exercise).file
            files[file] += variant.submission.files[file][len(reference[file]) :]
    return files


def _with(reference, assignment: Assignment, replacements: list[tuple[Exercise, str]]):
    files = dict(reference)
    for exercise, text in replacements:
        for name in exercise.defines:
            files[exercise.file] += text.format(name=name).encode()
    return files


def _syntax_error(reference, file):
    """A forgotten colon, on the first line that defines something."""
    lines = reference[file].decode().split("\n")
    number = next(i for i, line in enumerate(lines) if line.lstrip().startswith(("def ", "class ")) and line.endswith(":"))
    lines[number] = lines[number].removesuffix(":")
    return reference | {file: "\n".join(lines).encode()}


def _hand_in(student: DemoStudent, name: str, folder: Path):
    target = folder / "submitted" / student.name / name
    target.mkdir(parents=True)
    for file, content in student.files.items():
        (target / file).write_bytes(content)
    if student.notebook:
        released = folder / "release" / name / f"{name}.ipynb"
        (target / released.name).write_bytes(released.read_bytes())
    handed_in = DUE - timedelta(hours=3) + student.late
    (target / "timestamp.txt").write_text(handed_in.strftime("%Y-%m-%d %H:%M:%S UTC\n"))


def _step(what, command, seconds=None):
    timing = "" if seconds is None else f"  [dim]{seconds:.1f} s[/dim]"
    console.print(f"[bold]{escape(what)}[/bold]  [cyan]{escape(command)}[/cyan]{timing}")


def _nbgrader(folder, *arguments):
    return _run(folder, "nbgrader", "nbgrader.apps.nbgraderapp:main", arguments)


def _run(folder, program, entry, arguments):
    """Run a command in the course; the command as typed, and how long it took."""
    started = time.perf_counter()
    done = subprocess.run(
        python_command(entry, *arguments),
        cwd=folder, capture_output=True, text=True, env=python_environment(),
    )  # fmt: skip
    command = shlex.join([program, *arguments])
    if done.returncode != 0 and "Not graded: ivo." not in done.stderr:  # whose reason is in the table, and on the page
        error_console.print(done.stderr[-2000:], markup=False)
        raise UsageError(f"{command} failed in {folder}; its last lines are above")
    notice = next((line[line.index(NOTICE_START) :] for line in done.stderr.splitlines() if NOTICE_START in line), None)
    if notice and not _noticed:
        _noticed.append(notice)
        error_console.print(f"[bold red]{escape(notice)}[/bold red]", soft_wrap=True)
    return command, time.perf_counter() - started


_noticed: list[str] = []  # said once, though every command says it


def _print_scores(folder, name, stories):
    with open(folder / "grades.csv", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file) if row["assignment"] == name}
    table = Table(title=name, title_justify="left")
    for column, justify in (("student", "left"), ("what happened", "left"), ("score", "right"), ("of", "right")):
        table.add_column(column, justify=justify)
    for student, story in stories.items():
        row = rows[student]
        score = f"{float(row['score']):.4g}" if row["score"] else "not graded"
        table.add_row(student, escape(story), score, f"{float(row['max_score']):g}")
    console.print(table)


def _print_places(folder, names, students):
    shown = _relative(folder)
    console.print("\n[bold]Where everything lies[/bold]")
    for place, what in (
        ("release/", "what students get: notebook, stubs, visible tests"),
        (f"submitted/{students[0].name}/{names[0]}/", "what a student handed in"),
        (f"feedback/{students[2].name}/{names[-1]}/{names[-1]}.html", "what a student reads: open it in a browser"),
        ("gradebook.db, grades.csv", "the scores"),
        ("export/grades.csv", "every exercise and criterion, for a spreadsheet"),
        ("report.html", "how the class is doing: open it in a browser"),
    ):
        console.print(f"  {shown}/{place:<48} {what}", soft_wrap=True)
    console.print("\n[bold]What to type next[/bold]")
    for command, what in (
        (f"cd {shown} && jupyter lab", "formgrader shows the class; its autograde button grades as above"),
        (f"kata grade {names[-1]} {shown}/submitted", "the same scores, on the terminal, in parallel"),
        (f"cd {shown}/release/{names[-1]} && pytest", "what a student sees before the first line is written"),
    ):
        console.print(f"  [cyan]{escape(command)}[/cyan]\n      {what}", soft_wrap=True)


def _relative(folder):
    try:
        return str(folder.relative_to(Path.cwd()))
    except ValueError:
        return str(folder)
