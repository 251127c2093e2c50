"""Proof that graders are true: reference full, stub 0, wheats full, chaffs caught and named, no points without work."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from torchkata.assignment import Assignment, Kit
from torchkata.authoring.variants import Variant, read_idlers, read_variants
from torchkata.judge.pool import JudgePool
from torchkata.result import NOT_WRONG, PASSED, ExerciseResult, SubmissionResult

WHEATS_PER_EXERCISE = 3
POINTS = 100
LARGEST_DIFFERENCE = 0.25  # between the part of its points that a chaff keeps and what a teacher would leave it,
LARGEST_MEAN_DIFFERENCE = 0.12  # and its mean over an assignment
LARGEST_WITHOUT_WORK = 0.10  # part of its points that an answer keeps which does no work


@dataclass(frozen=True)
class Mark:
    """The parts of an exercise's points that a chaff should keep, and keeps; from 0 to 1."""

    chaff: str
    expected: float
    kept: float

    @property
    def difference(self) -> float:
        return self.kept - self.expected


@dataclass
class Validation:
    """What `validate` found.

    Attributes:
        counts: of wheats, chaffs and checks, by (exercise, kind).
        problems: sentences; none if the graders are true.
        chaffs: what each chaff is told, by its name.
        marks: of the chaffs for which a teacher's mark is known.
        seconds: of grading the reference.
    """

    assignment: Assignment
    counts: Counter = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    chaffs: dict[str, ExerciseResult] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    reference: SubmissionResult | None = None
    seconds: float = 0.0

    @property
    def mean_difference(self) -> float:
        return sum(abs(mark.difference) for mark in self.marks) / max(1, len(self.marks))


def validate(
    kit: Kit,
    assignment: Assignment,
    jobs: int,
    sandbox="auto",
    only: str | None = None,
    progress: Callable = lambda total, result: None,
    whole=True,
) -> Validation:
    """Grade every variant; `only` keeps those of one exercise; `progress(total, result)` is called after each.

    Unless `whole`, wheats and chaffs are graded on the exercise that they replace and no other: sooner done, but that a mistake
    costs no points elsewhere is not shown.

    Raises:
        JudgeError: the graders cannot run at all.
    """
    started = time.perf_counter()
    validation = Validation(assignment)
    validation.problems += _statement_problems(assignment)
    dropped = {exercise.name for exercise in assignment.exercises if not exercise.points}
    variants = {
        v.submission.student: v
        for v in (*read_variants(kit, assignment, only), *read_idlers(kit, assignment, only))
        if v.exercise not in dropped
    }
    for variant in variants.values():
        if variant.exercise:
            validation.counts[variant.exercise, variant.kind] += 1
    for exercise in assignment.exercises:
        wheats = validation.counts[exercise.name, "wheat"]
        if exercise.points and only in (None, exercise.name) and wheats < WHEATS_PER_EXERCISE:
            validation.problems.append(f"{exercise.name} has {wheats} wheats; {WHEATS_PER_EXERCISE} are the least")
    graded_on = {s: v.exercise for s, v in variants.items() if v.exercise and (v.kind == "idle" or not whole)}
    with JudgePool(kit, assignment, jobs, sandbox) as pool:
        for result in pool.grade([v.submission for v in variants.values()], only=graded_on):
            variant = variants[result.student]
            validation.problems += variant_problems(variant, result)
            if variant.kind == "reference":
                validation.reference = result
                for exercise in result.exercises:
                    validation.counts[exercise.name, "check"] = len(exercise.checks)
            if variant.kind == "chaff":
                validation.chaffs[variant.name] = exercise = result.exercise(variant.exercise)
                if variant.keeps is not None:
                    validation.marks.append(Mark(variant.name, variant.keeps, exercise.share))
            progress(len(variants), result)
    validation.problems += _mark_problems(validation, assignment)
    validation.problems.sort()
    validation.seconds = time.perf_counter() - started
    return validation


def _mark_problems(validation, assignment):
    for mark in validation.marks:
        if abs(mark.difference) > LARGEST_DIFFERENCE + 1e-9:
            yield f"chaffs/{mark.chaff}: keeps {mark.kept:.2f} of its points; a teacher would leave {mark.expected:.2f}"
    if validation.mean_difference > LARGEST_MEAN_DIFFERENCE:
        yield (
            f"{assignment.name}: what chaffs keep differs from what a teacher would leave by {validation.mean_difference:.3f} "
            f"in the mean; {LARGEST_MEAN_DIFFERENCE:g} is the most"
        )


def _statement_problems(assignment):
    if assignment.points != POINTS:
        yield f"assignment.toml: the points add up to {assignment.points}, not {POINTS}"
    for exercise in assignment.exercises:
        if exercise.file not in assignment.files:
            yield f"assignment.toml: {exercise.name}'s file {exercise.file} is not among the files"
        if not 2 <= len(exercise.hints) <= 3 or not all(hint.strip() for hint in exercise.hints):
            yield f"assignment.toml: {exercise.name} needs two or three hints"


def variant_problems(variant: Variant, result: SubmissionResult) -> list[str]:
    """What is not as it has to be in the result of a variant, a sentence each."""
    where = result.student
    if result.error:
        return [f"{where}: {result.error}"]
    problems = []
    for exercise in result.exercises:
        wrong = [c for c in exercise.checks if c.outcome not in NOT_WRONG]
        said = "; ".join(f"{c.name}: {c.message}" for c in wrong[:2])
        if variant.kind == "stub":
            passing = [c.name for c in exercise.checks if c.outcome == PASSED and not c.required]
            if exercise.score != 0 or passing:
                problems.append(f"{where}: the stub scores {exercise.score:g} on {exercise.name} (passes {', '.join(passing)})")
        elif variant.kind == "idle":
            if exercise.share > LARGEST_WITHOUT_WORK + 1e-9:
                said = f"keeps {exercise.share:.2f} of its points without work; {LARGEST_WITHOUT_WORK:.2f} is the most"
                problems.append(f"{where}: {said}")
        elif variant.kind == "chaff" and exercise.name == variant.exercise:
            if exercise.score == exercise.max_score:
                problems.append(f"{where}: scores full on {exercise.name}")
            elif not wrong:
                problems.append(f"{where}: nothing fails on {exercise.name}, but something is blocked")
            elif variant.misconception and variant.misconception not in {c.misconception for c in wrong}:
                problems.append(f"{where}: not recognised as {variant.misconception} ({said})")
        elif exercise.score != exercise.max_score:
            problems.append(f"{where}: scores {exercise.score:g} of {exercise.max_score:g} on {exercise.name} ({said})")
    return problems
