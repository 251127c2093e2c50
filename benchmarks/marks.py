"""How far the kit's marks are from those of teachers, on chaffs that two of them marked.

    python benchmarks/marks.py MARKS.json [ASSIGNMENT ...]

MARKS.json maps the path of a chaff to the parts of the exercise's points, from 0 to 1, that the markers would leave. The answers
are graded by the hidden graders on their own exercise. Printed are, for each assignment and for all, the mean difference to the
markers' mean and the correlation with it (Pearson), the same of the markers among themselves, and every answer that is off by
more than 0.25.
"""

from __future__ import annotations

import argparse
import json
import statistics
from pathlib import Path

from torchkata.assignment import find_kit
from torchkata.authoring.variants import read_variants
from torchkata.judge import cores
from torchkata.judge.pool import JudgePool

SHOWN = 0.25


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("marks", type=Path)
    parser.add_argument("names", nargs="*", metavar="ASSIGNMENT")
    arguments = parser.parse_args()
    kit = find_kit()
    marks = {tuple(Path(path).parts[-3::2]): both for path, both in json.loads(arguments.marks.read_text()).items()}
    everything = []
    for name in arguments.names or kit.names():
        rows = list(graded(kit, kit.assignment(name), {Path(file).stem: both for (of, file), both in marks.items() if of == name}))
        report(name, rows)
        everything += rows
    report("all", everything)
    for chaff, kept, (first, second) in sorted(everything, key=lambda row: -abs(row[1] - statistics.mean(row[2]))):
        if abs(kept - (first + second) / 2) > SHOWN:
            print(f"  {chaff} keeps {kept:.2f}; the markers left {first:.2f} and {second:.2f}")


def graded(kit, assignment, marks):
    """(chaff, the part that it keeps, the markers' parts)."""
    variants = {v.submission.student: v for v in read_variants(kit, assignment) if v.kind == "chaff" and v.name in marks}
    with JudgePool(kit, assignment, cores()) as pool:
        own = {student: variant.exercise for student, variant in variants.items()}
        for result in pool.grade([v.submission for v in variants.values()], only=own):
            (exercise,) = result.exercises
            chaff = variants[result.student].name
            yield chaff, exercise.share, marks[chaff]


def report(name, rows):
    kept, means = [row[1] for row in rows], [statistics.mean(row[2]) for row in rows]
    first, second = zip(*(row[2] for row in rows), strict=True)
    print(
        f"{name}: {len(rows)} answers, mean difference {difference(kept, means):.3f}, correlation "
        f"{statistics.correlation(kept, means):.3f} (markers among themselves {difference(first, second):.3f} and "
        f"{statistics.correlation(first, second):.3f})"
    )


def difference(some, others):
    return statistics.mean(abs(a - b) for a, b in zip(some, others, strict=True))


if __name__ == "__main__":
    main()
