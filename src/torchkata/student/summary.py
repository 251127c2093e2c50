"""The end of a run, for a terminal: a line for each exercise, how much of the assignment is done, and what to do next."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from torchkata.assignment import Assignment, Exercise, test_class
from torchkata.feedback import counted
from torchkata.student.progress import BROKEN, DONE, FAILING, IN_PART, NOT_STARTED, Progress
from torchkata.submission import listed

COLORS = {DONE: "green", FAILING: "red", BROKEN: "red", NOT_STARTED: "yellow", IN_PART: "yellow"}
MARKS = {DONE: "✓", FAILING: "✗", BROKEN: "✗", NOT_STARTED: "·", IN_PART: "·"}
STUCK = 3  # failing runs in turn after which the hints are mentioned
WITH_RUBRIC = 3  # exercises at most, of which a run without -v shows the rubrics


def summary(progress: Progress, verbose: bool) -> Iterator[tuple[str, dict]]:
    """Lines and their pytest markup."""
    tested = [(e, state) for e in progress.assignment.exercises if (state := progress.state(e))]
    advice, following = next_step(progress)
    width = max(len(e.name) for e, _ in tested)
    with_rubric = verbose or len(tested) <= WITH_RUBRIC
    for exercise, state in tested:
        yield exercise_line(progress, exercise, state, width), {COLORS[state]: True}
        if with_rubric:
            yield from ((line, {}) for line in rubric_lines(exercise))
    yield "", {}
    yield from ((line, {}) for line in [*progress.notes, *standing(progress)])
    yield advice, {"bold": True}
    if following and progress.failed_runs.get(following.name, 0) >= STUCK:
        yield f"Stuck? kata hint {following.name} gives one hint at a time.", {}
    if following and progress.known_state(following) != BROKEN and not (with_rubric and progress.state(following)):
        yield from ((line, {}) for line in rubric_lines(following))


def exercise_line(progress: Progress, exercise: Exercise, state: str, width: int) -> str:
    """An exercise's mark, name, state, points and file."""
    counts = progress.counts(exercise)
    tests = sum(counts.values()) - counts["skipped"]
    detail = f"{counts['passed']} of {tests} tests pass" if state == FAILING and tests else state
    return f"{MARKS[state]} {exercise.name:<{width}}  {detail:<22} {exercise.points:>3g} points   {exercise.file}"


def rubric_lines(exercise: Exercise) -> list[str]:
    """What an exercise's points are given for."""
    return [f"  {c.share * exercise.points:>4.4g} points: {c.asks}" for c in exercise.rubric]


def standing(progress: Progress) -> Iterator[str]:
    """How much of the whole assignment is done, and what is known of the exercises that this run did not test."""
    exercises = progress.assignment.exercises
    done = progress.done()
    others = Counter(progress.earlier.get(e.name, "not tested yet") for e in exercises if not progress.state(e))
    if others:
        found = ", ".join(f"{count} {state}" for state, count in others.most_common())
        yield f"Not tested in this run: {counted(sum(others.values()), 'exercise')} (by the last runs: {found})."
    yield (
        f"{len(done)} of {len(exercises)} exercises pass their visible tests; they are worth "
        f"{sum(e.points for e in done):g} of {progress.assignment.points:g} points. The hidden tests look closer."
    )


def next_step(progress: Progress) -> tuple[str, Exercise | None]:
    """What to do next, and for which exercise; None where all is done."""
    following = progress.next_exercise()
    if following is None:
        if all(map(progress.state, progress.assignment.exercises)):
            return f"All of them pass. Hand in {', '.join(progress.assignment.files)}: kata pack writes the zip.", None
        return "All of them pass, some in earlier runs. Run pytest once more for all, then hand in.", None
    name, file = following.name, following.file
    missing = listed(progress.unwritten(following) or following.defines)
    advice = {
        NOT_STARTED: f"write {missing} in {file} (about {following.minutes} minutes)",
        FAILING: f"correct {name} in {file}: pytest -k {test_class(name)}",
        BROKEN: f"correct {file}, which cannot be imported",
        IN_PART: f"{name} in {file}, of which some tests were left out: pytest -k {test_class(name)}",
        None: f"{name} in {file}, which was not tested yet: pytest -k {test_class(name)}",
    }
    state = progress.known_state(following)
    if state == FAILING and progress.only_unwritten(following):
        return f"Next: write {missing} in {file}; the rest of {name} passes.", following
    return f"Next: {advice[state]}.", following


def nothing_found(assignment: Assignment, keyword: str, arguments: list[str]) -> str | None:
    """Why a run found no test, where that is known: a misspelt -k, or a stub file named in place of its tests."""
    files = [Path(argument.partition("::")[0]).name for argument in arguments]
    stub = next((file for file in files if file in assignment.files), None)
    if stub:
        return f"{stub} holds your code and no tests; they are in test_{stub}: pytest test_{stub}"
    if not keyword:
        return None
    classes = [test_class(e.name) for e in assignment.exercises]
    near = difflib.get_close_matches(keyword, classes, n=1, cutoff=0.5)
    guess = f"did you mean {near[0]}?" if near else f"there are {', '.join(classes)}."
    return f"-k {keyword}: no test is called so; {guess}"
