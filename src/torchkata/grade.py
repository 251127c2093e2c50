"""Grading a class: submissions in, results out, in parallel."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from torchkata.assignment import Assignment, Kit
from torchkata.judging import JudgePool
from torchkata.result import SubmissionResult, report_json
from torchkata.submission import find_submissions

Progress = Callable[[int, SubmissionResult | None], None]  # (how many in all, the one that is done)


@dataclass
class ClassReport:
    """The results of a class, by student, and what kept some from the gradebook."""

    assignment: Assignment
    sandbox: str
    notice: str | None
    results: list[SubmissionResult]
    seconds: float
    problems: list[str] = field(default_factory=list)

    def to_json(self) -> dict:
        return report_json(self.assignment.name, self.sandbox, self.assignment.points, self.seconds, self.results)


def grade_class(
    kit: Kit,
    assignment: Assignment,
    paths: list[Path],
    jobs: int,
    sandbox: str,
    course: Path | None,
    progress: Progress,
) -> ClassReport:
    """Grade every submission in `paths`, and record the results in an nbgrader course if one is given.

    Raises:
        UsageError: a path or the course is not what it has to be.
        JudgeError: the graders or the sandbox do not work.
    """
    started = time.perf_counter()
    submissions = find_submissions(assignment, paths)
    recorder = None
    if course is not None:
        from torchkata.gradebook import CourseRecorder

        recorder = CourseRecorder(course, assignment)
        for submission in submissions:
            recorder.collect(submission)
    progress(len(submissions), None)
    results, problems = [], []
    with JudgePool(kit, assignment, min(jobs, len(submissions)), sandbox) as pool:
        for result in pool.grade(submissions):
            results.append(result)
            if recorder is not None:
                problem = recorder.record(result)
                problems += [problem] if problem else []
            progress(len(submissions), result)
    results.sort(key=lambda r: r.student)
    return ClassReport(assignment, pool.sandbox, pool.notice, results, time.perf_counter() - started, problems)
