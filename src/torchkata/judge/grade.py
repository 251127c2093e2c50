"""Grading a class: submissions in, results out, in parallel, and none twice."""

from __future__ import annotations

import difflib
import json
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from torchkata.assignment import Assignment, Kit, UsageError
from torchkata.feedback import NOT_STARTED, remark
from torchkata.files import open_whole
from torchkata.judge import JudgeError
from torchkata.judge.pool import unordered_map
from torchkata.judge.store import Dependencies, ResultStore
from torchkata.layout import LeftOut, find_submissions
from torchkata.result import SCHEMA, SubmissionResult, mark_exercise
from torchkata.submission import Submission, listed

Progress = Callable[[int, SubmissionResult | None], None]  # (how many in all, the one that is done)


class Grader:
    """Grades submissions of one assignment by judges, or finds the results that the store has.

    Attributes:
        sandbox, notice: as of the judges.
        dependencies: what its results depend on besides the submission.
    """

    def __init__(self, kit: Kit, assignment: Assignment, judges, store: ResultStore, force=False):
        """`judges` is a JudgePool or a ClusterPool; `force` grades again what the store has."""
        self.assignment = assignment
        self._judges = judges
        self._store = store
        self._force = force
        self.dependencies = Dependencies(kit, assignment)

    @property
    def sandbox(self) -> str:
        return self._judges.sandbox or self._judges.expected_sandbox

    @property
    def notice(self) -> str | None:
        return self._judges.notice

    def close(self):
        self._judges.close()

    def grade(self, submission: Submission) -> SubmissionResult:
        """The result; threads may call this side by side. Raises JudgeError."""
        started = time.perf_counter()
        result = SubmissionResult(submission.student, self.assignment.points, submission.sha256, submission.error)
        result.notes, result.not_started, result.unfit = submission.notes, submission.not_started, submission.error is not None
        if submission.error:
            return result
        keys = {file: self.dependencies.key(submission, file) for file in self.assignment.files}
        found = {} if self._force else self._kept(keys)
        missing = [e.name for e in self.assignment.exercises if e.name not in found]
        if missing:
            judged = self._judges.grade_one(submission, only=missing)
            if judged.error:
                return judged
            found |= {e.name: e.checks for e in judged.exercises}
            for file, key in keys.items():
                checks = {e.name: found[e.name] for e in self.assignment.exercises if e.file == file}
                self._store.keep(key, self._judges.sandbox, checks)
        result.exercises = [mark_exercise(e, found[e.name], self.assignment.partial) for e in self.assignment.exercises]
        result.seconds = time.perf_counter() - started
        return result

    def _kept(self, keys):
        found = {}
        for key in keys.values():
            found |= self._store.find(key, self._judges.expected_sandbox)
        return found


@dataclass
class Row:
    """What a table says of one submission.

    Attributes:
        full: how many of the exercises have full points.
        state: not graded, not started, or late; "" for an ordinary one.
        look_at: the few words on what is wrong.
        notes: what else is to be said of the hand-in.
    """

    student: str
    score: float
    state: str
    full: int
    exercises: int
    look_at: str
    error: str | None
    seconds: float
    notes: list[str]


@dataclass
class ClassReport:
    """A graded class: a row for each student, and how often each mistake was found.

    Attributes:
        mistakes: how many students show a misconception, by (exercise, id).
        problems: what kept results from the gradebook, a sentence each.
        left_out: what lay beside the submissions and is none.
        changed: whose score in the course is another now: from what to what.
        shown: the one whole result that was asked for, or the only one.
    """

    assignment: Assignment
    sandbox: str = ""
    notice: str | None = None
    rows: list[Row] = field(default_factory=list)
    mistakes: Counter = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    changed: dict[str, tuple[str, str]] = field(default_factory=dict)
    shown: SubmissionResult | None = None
    seconds: float = 0.0

    @property
    def complete(self) -> bool:
        """Whether all that was handed in is graded, and recorded where it should be."""
        ungraded = any(row.error for row in self.rows) or any(item.may_be_work for item in self.left_out)
        return bool(self.rows) and not self.problems and not ungraded

    def add(self, result: SubmissionResult, late: str = ""):
        """Add the row of a result; `late` says by how much it was late."""
        full = sum(e.score == e.max_score for e in result.exercises)
        self.rows.append(
            Row(
                student=result.student,
                score=result.score,
                state="not graded" if result.error else NOT_STARTED if result.not_started else late,
                full=full,
                exercises=len(result.exercises),
                look_at=remark(result),
                error=result.error,
                seconds=result.seconds,
                notes=result.notes,
            )
        )
        self.mistakes.update({(e.name, c.misconception) for e in result.exercises for c in e.checks if c.misconception})


class Recorder(Protocol):
    """Whoever wants results in a gradebook: it is shown every submission first, and then each result as it comes.

    Attributes:
        changed: whose score is another now: from what to what.
        outdated: who has the score of an older submission.
        late: by how much a submission was late, in words, for those that were.
    """

    changed: dict[str, tuple[str, str]]
    outdated: set[str]
    late: dict[str, str]

    def collect(self, submission: Submission) -> None: ...

    def record(self, result: SubmissionResult) -> str | None: ...


def grade_class(
    grader: Grader,
    paths: list[Path],
    jobs: int,
    *,
    json_file: Path | None = None,
    recorder: Recorder | None = None,
    show: str | None = None,
    progress: Progress,
) -> ClassReport:
    """Grade every submission in `paths`; write all results to `json_file` and hand them to `recorder`, where they are given.

    Results are not kept in memory, so a class may have any size; only that of the student `show`, or of the one there is.

    Raises:
        UsageError: a path is not what it has to be, nobody is called `show`, or the recorder refuses a submission.
        JudgeError: the graders, the sandbox or the gradebook do not work.
    """
    started = time.perf_counter()
    assignment = grader.assignment
    found = find_submissions(assignment, paths)
    sources = found.sources
    students = [source.student for source in sources]
    if show is not None and show not in students:
        near = difflib.get_close_matches(show, students, n=1)
        raise UsageError(
            f"--show {show}: there is no submission of that student" + (f"; did you mean {near[0]}?" if near else "")
        )
    if recorder is not None:
        for source in sources:
            recorder.collect(source.read())
    report = ClassReport(assignment, left_out=found.left_out)
    progress(len(sources), None)
    with tempfile.TemporaryFile() as spool:
        places = {}  # of each student's result in the spool
        try:
            for result in unordered_map(lambda source: grader.grade(source.read()), sources, jobs):
                if json_file is not None:
                    places[result.student] = spool.tell(), spool.write(json.dumps(result.to_json()).encode())
                if recorder is not None:
                    problem = recorder.record(result)
                    report.problems += [problem] if problem else []
                report.add(result, recorder.late.get(result.student, "") if recorder else "")
                if show == result.student or (show is None and len(sources) == 1):
                    report.shown = result
                progress(len(sources), result)
        except JudgeError as error:
            raise JudgeError(f"{error}{_outdated(recorder)}") from None
        report.problems += [_outdated(recorder).removeprefix("; ")] if report.problems and _outdated(recorder) else []
        report.changed = recorder.changed if recorder else {}
        report.rows.sort(key=lambda row: row.student)
        report.sandbox, report.notice = grader.sandbox, grader.notice
        report.seconds = time.perf_counter() - started
        if json_file is not None:
            _write_json(json_file, report, spool, places)
    return report


def _outdated(recorder):
    """Who has the score of an older submission in the course, as the end of a sentence."""
    if recorder is None or not recorder.outdated:
        return ""
    return f"; the gradebook has the score of an older submission for {listed(sorted(recorder.outdated))}"


def _write_json(path, report, spool, places):
    head = {
        "schema": SCHEMA,
        "assignment": report.assignment.name,
        "sandbox": report.sandbox,
        "max_score": report.assignment.points,
        "seconds": round(report.seconds, 3),
        "left_out": [{"path": item.path, "why": item.why} for item in report.left_out],
    }
    with open_whole(path) as file:
        file.write(json.dumps(head)[:-1] + ', "submissions": [')
        for number, row in enumerate(report.rows):
            offset, size = places[row.student]
            spool.seek(offset)
            file.write((",\n" if number else "\n") + spool.read(size).decode())
        file.write("\n]}\n")
