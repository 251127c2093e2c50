"""What the commands print."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

console = Console(highlight=False)


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
    for problem in validation.problems:
        console.print(f"[red]✗[/red] {escape(problem)}", soft_wrap=True)
    if not validation.problems:
        console.print(
            f"[green]✓[/green] reference full, stub 0, {totals[1]} wheats full, {totals[2]} chaffs caught, "
            f"in {validation.seconds:.0f} s"
        )
