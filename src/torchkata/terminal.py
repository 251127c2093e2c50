"""What the commands print."""

from __future__ import annotations

import contextlib
import statistics
import sys

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from torchkata.feedback import clean, counted, exercise_text, submission_text

console = Console(highlight=False, emoji=False)
error_console = Console(stderr=True, highlight=False, emoji=False)

STATES = {"ok": "[green]✓[/green]", "note": "[yellow]![/yellow]", "missing": "[red]✗[/red]"}


@contextlib.contextmanager
def grading_progress():
    """A progress bar, on a terminal only; yields `progress(total, result)`, to be called for each submission that is done."""
    columns = [
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
        TextColumn("{task.fields[failures]}", style="red"), TimeElapsedColumn(), TimeRemainingColumn(),
    ]  # fmt: skip
    with Progress(*columns, console=error_console, transient=True, disable=not error_console.is_terminal) as bar:
        task = bar.add_task("starting", total=None, rate="", failures="")
        failures = 0

        def progress(total, result):
            nonlocal failures
            failures += result is not None and result.error is not None
            speed = bar.tasks[0].speed
            bar.update(
                task,
                total=total,
                description="grading",
                advance=result is not None,
                rate=f"{speed:.1f}/s" if speed else "",
                failures=f"{failures} not graded" if failures else "",
            )

        yield progress


def print_report(assignment, report):
    """What grading found: what the student reads whose result is shown, and of a class the table and what went wrong most often."""
    if report.notice:
        error_console.print(f"[bold red]{escape(report.notice)}[/bold red]", soft_wrap=True)
    if report.shown is not None:
        console.print(escape(submission_text(report.shown)), soft_wrap=True)
        console.print()
    if report.shown is None or len(report.rows) > 1:
        console.print(_class_table(assignment, report))
    for row in report.rows:
        for note in row.notes if len(report.rows) > 1 else []:
            console.print(f"{escape(clean(row.student))}: {escape(clean(note))}", soft_wrap=True)
    by_reason = {}
    for item in report.left_out:
        by_reason.setdefault(item.why, []).append(item.path)
    for why, paths in by_reason.items():
        console.print(f"[yellow]left out:[/yellow] {escape(clean(', '.join(paths)))}, because {escape(why)}.", soft_wrap=True)
    if not report.rows:
        console.print("No submission was found.")
    scores = [row.score for row in report.rows if not row.error]
    if scores:
        how = f"{len(scores)} graded in {report.seconds:.1f} s ({report.sandbox})"
        spread = f"mean {statistics.mean(scores):.1f}, median {statistics.median(scores):.1f}"
        console.print(f"{how}; of {assignment.points:g} points: {spread}." if len(report.rows) > 1 else f"{how}.")
    for (exercise, mistake), count in report.mistakes.most_common(3):
        if count > 1:
            console.print(f"{count} students: {mistake} in {exercise}.")


def _class_table(assignment, report):
    """A row for each student."""
    table = Table(title=f"{assignment.name}: {assignment.title}", title_justify="left")
    table.add_column("student", overflow="fold")
    table.add_column("score", justify="right")
    states = any(row.state for row in report.rows)
    if states:
        table.add_column("state")
    table.add_column("exercises", justify="right")
    table.add_column("what to look at", overflow="fold")
    table.add_column("seconds", justify="right")
    for row in report.rows:
        table.add_row(
            escape(clean(row.student)),
            "" if row.error else f"{row.score:.4g}",
            *([f"[{'red' if row.error else 'yellow'}]{escape(row.state)}[/]" if row.state else ""] if states else []),
            "" if row.error else f"{row.full}/{row.exercises}",
            escape(row.look_at),
            f"{row.seconds:.2f}",
        )
    return table


def print_class_report(findings):
    """A row for each assignment: what the report's first table says."""
    table = Table(title=f"{escape(clean(findings.course))}: {counted(findings.students, 'student')}", title_justify="left")
    table.add_column("assignment")
    for column in ("handed in", "late", "not graded", "not handed in", "mean"):
        table.add_column(column, justify="right")
    for each in findings.assignments:
        counts = (each.handed_in, len(each.late), len(each.not_graded), len(each.not_handed_in))
        mean = "" if each.mean_share is None else f"{each.mean_share:.0%}"
        table.add_row(each.name, *map(str, counts), mean)
    console.print(table)


def print_validation(validation):
    """The table of one assignment's graders, and what is wrong with them."""
    table = Table(title=f"{validation.assignment.name}: {validation.assignment.title}", title_justify="left")
    table.add_column("exercise")
    for column in ("checks", "wheats", "chaffs"):
        table.add_column(column, justify="right")
    for exercise in validation.assignment.exercises:
        counts = [str(validation.counts[exercise.name, kind]) for kind in ("check", "wheat", "chaff")]
        table.add_row(exercise.name, *counts)
    totals = [sum(n for (_, k), n in validation.counts.items() if k == kind) for kind in ("check", "wheat", "chaff")]
    table.add_section()
    table.add_row("total", *map(str, totals))
    console.print(table)
    if validation.marks:
        worst = sorted(validation.marks, key=lambda mark: -abs(mark.difference))[:5]
        console.print(
            f"{len(validation.marks)} chaffs with a teacher's mark: mean difference {validation.mean_difference:.3f}; largest: "
            + ", ".join(f"{mark.chaff} keeps {mark.kept:.2f}, should {mark.expected:.2f}" for mark in worst),
            soft_wrap=True,
        )
    for problem in validation.problems:
        console.print(f"[red]✗[/red] {escape(problem)}", soft_wrap=True)
    if not validation.problems:
        console.print(
            f"[green]✓[/green] reference full, stub 0, {totals[1]} wheats full, {totals[2]} chaffs caught, no points without work, "
            f"in {validation.seconds:.0f} s"
        )


def print_messages(validation):
    """What each chaff is told, to be read by a person in one sitting."""
    for name, exercise in validation.chaffs.items():
        named = ", ".join(dict.fromkeys(c.misconception for c in exercise.checks if c.misconception))
        mark = next((f", should keep {m.expected:.2f}" for m in validation.marks if m.chaff == name), "")
        kept = f"keeps {exercise.share:.2f}{mark}"
        console.print(f"\n[bold]{escape(name)}[/bold]  [dim]{kept}  {escape(named)}[/dim]", soft_wrap=True)
        console.print(escape(exercise_text(exercise)), soft_wrap=True)


def print_mutants(assignment, report):
    """How many mutants were killed, and which were not."""
    killed = sum(report.killed.values())
    console.print(
        f"{assignment.name}: {report.total} mutants, {killed} killed, {len(report.equivalent)} equivalent, "
        f"{len(report.survivors)} survive"
    )
    for mutant in report.survivors:
        console.print(f"[red]✗[/red] survives: {escape(str(mutant))}", soft_wrap=True)
    for mutant, exercises in report.stray:
        console.print(f"[red]✗[/red] costs points on {', '.join(exercises)}: {escape(str(mutant))}", soft_wrap=True)
    for exercise, line, changed in report.stale:
        console.print(f"[red]✗[/red] listed as equivalent, but killed or gone: {exercise}: {escape(line)} -> {escape(changed)}")


def print_unstable(assignment, seeds, unstable):
    """The checks whose outcome depends on the seed."""
    console.print(f"{assignment.name}: {seeds} seeds, {len(unstable)} checks whose outcome differs")
    for sentence in unstable:
        console.print(f"[red]✗[/red] {escape(sentence)}", soft_wrap=True)


def print_findings(findings):
    """What `kata doctor` found, a line each."""
    for finding in findings:
        console.print(f"{STATES[finding.state]} {escape(finding.what)}", soft_wrap=True)
        if finding.advice:
            console.print(f"    {escape(finding.advice)}", soft_wrap=True)


def print_what_to_do(kit, name, places):
    """What an author has to fill in, and how to prove it."""
    print(f"{name} in {kit.root}: it works as it is (kata validate {name} --kit {kit.root}). What to do now:")
    for number, place in enumerate(places, start=1):
        print(f"{number:>3}. {place.path.relative_to(kit.root)}, line {place.line}: {place.text}")
    print("Then: kata build, and kata validate. docs/authoring.md explains each file.")


# ---- for students --------------------------------------------------------------------------------------------------


def ask(question: str) -> str:
    """A line that the user types; nothing where nobody sits at a terminal."""
    if not sys.stdin.isatty():
        return ""
    try:
        return input(question)
    except EOFError:
        return ""


def show_screen(text: str):
    """Show the text on a terminal that is empty before; below the rest where it is none."""
    if sys.stdout.isatty():
        console.clear()
    print(text if sys.stdout.isatty() else f"{text}\n")
    sys.stdout.flush()


def print_status(statuses):
    """A line for each assignment, and what all of them come to."""
    width = max(len(s.assignment.name) for s in statuses)
    for s in statuses:
        total = len(s.assignment.exercises)
        rest = "done" if s.finished else f"about {s.minutes} minutes left"
        unknown = f"; {s.unknown} not tested since the last change" if 0 < s.unknown < total else ""
        following = "hand in: kata pack" if s.finished else f"next: {s.following}"
        print(
            f"{'✓' if s.finished else '·'} {s.assignment.name:<{width}}  {s.done:>2} of {total:<2} exercises  "
            f"{s.points:>5.4g} of {s.assignment.points:g} points  {rest}; {following}{unknown}"
        )
    print("By the last runs of the visible tests (pytest, kata watch, check). The hidden tests look closer.")


def print_packed(packed):
    """What will be graded and what will not, and what the visible tests say of exactly these files."""
    submission = packed.submission
    print(f"{packed.assignment.name}: {packed.assignment.title}")
    for name in submission.files:
        print(f"  {name}: will be graded")
    for name in submission.helpers:
        print(f"  {name}: comes along, for your imports")
    if packed.notebook:
        print(f"  {packed.notebook}: comes along; code in it is not graded")
    for problem in submission.problems.values():
        print(f"  ✗ {problem}")
    for note in submission.notes:
        print(f"  ! {note}")
    if packed.left_behind:
        print(f"  stays here: {', '.join(packed.left_behind)}")
    passing = [result for result in packed.results if result.passes]
    print(f"{len(passing)} of {counted(len(packed.results), 'exercise')} pass their visible tests, run on these files alone:")
    if packed.unwritten:
        print(f"  · not written yet: {', '.join(packed.unwritten)}")
    for result in packed.results:
        if not result.passes and result.exercise not in packed.unwritten:
            first = next((test.sentence for test in result.failing if test.sentence), result.summary)
            print(f"  ✗ {result.exercise}: {first.splitlines()[0]}")
    if len(passing) < len(packed.results):
        print("You may hand in all the same.")


def choose(question: str, choices: list[str]) -> str | None:
    """One of the choices, by its number; None where nobody sits at a terminal, or answers with something else."""
    if not sys.stdin.isatty():
        return None
    for number, choice in enumerate(choices, start=1):
        print(f"  {number}  {clean(choice)}")
    answer = ask(f"{question} Its number, or Enter for none: ").strip()
    return choices[int(answer) - 1] if answer.isdecimal() and 1 <= int(answer) <= len(choices) else None


def print_plan(plan):
    """What `kata collect` is about to do: a line for each hand-in that a person should look at, and how many are ordinary."""
    for item in plan.items:
        if item.why or item.state == "newer attempt taken":
            whose = f" ({item.student})" if item.student else ""
            colour = "red" if item.state in ("ambiguous", "not understood") else "yellow"
            why = f": {item.why}" if item.why else ""
            console.print(f"[{colour}]{item.state}[/] {escape(clean(item.what + whose + why))}", soft_wrap=True)
        for note in item.notes if item.state in ("new", "newer attempt taken", "ambiguous") else []:
            console.print(f"  {escape(clean(f'{item.student or item.what}: {note}'))}", soft_wrap=True)
    for item in plan.left_out:
        console.print(f"[yellow]left out[/] {escape(clean(f'{item.path}: {item.why}.'))}", soft_wrap=True)
    found = ", ".join(f"{count} by {by}" for by, count in plan.found_by.items())
    console.print(f"matched: {sum(plan.found_by.values())}" + (f" ({found})" if found else ""))
    for state, count in plan.counts.items():
        console.print(f"{state}: {count}")
    if plan.missing:
        names = ", ".join(map(str, plan.missing[:10])) + (" and more" if len(plan.missing) > 10 else "")
        console.print(f"nothing from {len(plan.missing)} in the roster: {escape(clean(names))}", soft_wrap=True)


def print_exported(exported):
    """What was written, and about whom a person should know."""
    for each in exported:
        of = f"{each.assignment}: " if each.assignment else ""
        filled = each.filled
        if filled is not None:
            console.print(f"{of}{counted(len(filled.written), 'score')} written, {len(filled.same)} there already")
            for colour, names, what in (
                ("red", filled.missing, "not in the file, and has a score here"),
                ("red", filled.ambiguous, "may be more than one row, or shares one; nothing written"),
                ("yellow", filled.kept, "no score here, and something in the file, which stays"),
                ("yellow", filled.unknown, "in the file, and nobody in the course"),
            ):
                if names:
                    console.print(f"[{colour}]{what}:[/] {escape(clean(', '.join(names)))}", soft_wrap=True)
        for student, why in each.left_out.items():
            console.print(f"[yellow]left out:[/] {escape(clean(f'{student} {why}'))}", soft_wrap=True)
    for path in dict.fromkeys(each.path for each in exported):
        console.print(f"Written: {escape(str(path))}", soft_wrap=True)
