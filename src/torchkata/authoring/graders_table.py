"""docs/graders.md: what proves each exercise's graders, in numbers."""

from __future__ import annotations

from collections import Counter

from torchkata.authoring.mutants import MutationReport
from torchkata.authoring.validate import Validation

HEAD = """# The graders in numbers

Written by `kata validate --table docs/graders.md`; never by hand. **checks** are hidden tests; **wheats** other right answers,
which all score full; **chaffs** known mistakes, which all lose points on their exercise alone and are named where they have a name;
**mutants** are single changes that cosmic-ray makes inside the reference's solution: **killed** lost points, **equivalent** ones
compute the same and are listed with the reason beside the grader. **seconds** is how long the reference's checks took.
"""


def graders_table(proofs: list[tuple[Validation, MutationReport]]) -> str:
    """The Markdown text, a table per assignment."""
    parts = [HEAD]
    for validation, mutation in proofs:
        assignment = validation.assignment
        equivalent = Counter(mutant.exercise for mutant in mutation.equivalent)
        seconds = {e.name: sum(c.seconds for c in e.checks) for e in validation.reference.exercises}
        rows = [
            [validation.counts[e.name, kind] for kind in ("check", "wheat", "chaff")]
            + [mutation.killed.get(e.name, 0), equivalent[e.name], seconds[e.name]]
            for e in assignment.exercises
        ]
        parts.append(f"\n## {assignment.name}: {assignment.title}\n")
        parts.append("| exercise | points | checks | wheats | chaffs | mutants killed | equivalent | seconds |")
        parts.append("|---|---:|---:|---:|---:|---:|---:|---:|")
        for exercise, row in zip(assignment.exercises, rows, strict=True):
            parts.append(_row([f"{exercise.name} | {exercise.points:g}", *row]))
        parts.append(_row([f"**all** | {assignment.points:g}", *(sum(column) for column in zip(*rows, strict=True))]))
    return "\n".join(parts) + "\n"


def _row(cells):
    return "| " + " | ".join(f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in cells) + " |"
