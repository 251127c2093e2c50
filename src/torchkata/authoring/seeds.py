"""The same variants under many seeds: no outcome may depend on chance."""

from __future__ import annotations

from collections.abc import Callable

from torchkata.assignment import Assignment, Kit
from torchkata.authoring.variants import read_variants
from torchkata.judge.pool import JudgePool


def find_unstable(
    kit: Kit, assignment: Assignment, seeds: int, jobs: int, sandbox: str, exercise: str | None, progress: Callable
) -> list[str]:
    """Grade under that many seeds; a sentence for each check whose outcome is not always the same.

    The reference and the stub are graded whole, a wheat or a chaff on the exercise that it replaces: the rest of it is the
    reference.
    """
    variants = read_variants(kit, assignment, exercise)
    only = {v.submission.student: v.exercise or exercise for v in variants if v.exercise or exercise}
    outcomes: dict[tuple, dict[tuple, int]] = {}
    with JudgePool(kit, assignment, jobs, sandbox) as pool:
        for seed in range(seeds):
            for result in pool.grade([v.submission for v in variants], salt=str(seed), only=only):
                progress(seeds * len(variants), result)
                for exercise in result.exercises:
                    for check in exercise.checks:
                        seen = outcomes.setdefault((result.student, exercise.name, check.name), {})
                        outcome = (check.outcome, check.misconception)
                        seen[outcome] = seen.get(outcome, 0) + 1
    return [
        f"{student}: {name} of {exercise} is " + ", ".join(f"{o}{f' ({m})' if m else ''} {n}x" for (o, m), n in seen.items())
        for (student, exercise, name), seen in sorted(outcomes.items())
        if len(seen) > 1
    ]
