"""The nbgrader gradebook, and results into a course's submitted/, autograded/ and gradebook."""

from __future__ import annotations

import glob
import os
import sqlite3
import warnings
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path

from nbgrader.api import Assignment as AssignmentRow
from nbgrader.api import BaseCell, Grade, Gradebook, InvalidEntry, MissingEntry, SubmittedAssignment, SubmittedNotebook
from nbgrader.converters import autograde as nbgrader_autograde
from nbgrader.preprocessors import latesubmissions, overwritecells, overwritekernelspec, saveautogrades
from nbgrader.utils import capture_log
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError, OperationalError, SAWarning
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from torchkata.assignment import Assignment, UsageError
from torchkata.course.make import open_course
from torchkata.judge.pool import JudgeError
from torchkata.result import SubmissionResult
from torchkata.submission import Submission, read_submission

ENTRY_ATTEMPTS = 3  # two commands for the same new class: the second one fails where it has looked before the first one saved
LOCK_SECONDS = 60  # how long another process, such as formgrader, may hold the gradebook
# The modules that open the gradebook in autograde.
OPENERS = (nbgrader_autograde, overwritekernelspec, overwritecells, saveautogrades, latesubmissions)

GRADEBOOK_FAILED = (
    "the gradebook cannot be used ({}). What was graded before is kept; run the command again when no other program holds the "
    "gradebook and the disk has room"
)

warnings.filterwarnings("ignore", category=SAWarning, module=r"nbgrader\.api")  # of nbgrader's own queries, at every first student


@event.listens_for(Engine, "connect")
def _wait_for_locks(connection, _record):
    if isinstance(connection, sqlite3.Connection):
        connection.execute(f"PRAGMA busy_timeout = {LOCK_SECONDS * 1000}")


class GradebookError(JudgeError):
    """The gradebook cannot be read or written."""


@contextmanager
def gradebook_errors():
    """Raises GradebookError where SQLAlchemy says that the database is locked, full, read-only or none."""
    try:
        yield
    except OperationalError as error:
        raise GradebookError(GRADEBOOK_FAILED.format(error.orig)) from error


class _LateSession(Session):
    """What nbgrader commits is visible to its next query, and in the file after `save`."""

    def commit(self):
        self.flush()
        self.expire_all()

    def save(self):
        super().commit()


class SharedGradebook(Gradebook):
    """The gradebook, opened once for a class and written once for each student.

    By itself nbgrader opens it nine times for a student and commits thirty times, which takes ten times as long and leaves
    half of the scores behind where it is interrupted.
    """

    def __init__(self, db_url: str, course_id: str):
        super().__init__(db_url, course_id)
        self.db.remove()
        self.db = scoped_session(sessionmaker(class_=_LateSession, bind=self.engine, future=True))

    def close(self):
        """nbgrader's code closes each gradebook that it opened; this one serves the next student, too."""
        self.db.expire_all()

    @contextmanager
    def one_transaction(self):
        """nbgrader's autograde gets this gradebook; all that it writes within is saved at the end, or nothing is."""
        openers = {module: module.Gradebook for module in OPENERS}
        for module in openers:
            module.Gradebook = lambda *_: self
        try:
            yield
            self.db().save()
        finally:
            self.db.remove()
            for module, opener in openers.items():
                module.Gradebook = opener

    def graded(self, assignment: Assignment) -> set[str]:
        """The students who have an automatic score for every exercise."""
        submitted = (
            self.db.query(SubmittedAssignment.student_id)
            .join(AssignmentRow, AssignmentRow.id == SubmittedAssignment.assignment_id)
            .filter(AssignmentRow.name == assignment.name)
        )
        lacking = (
            submitted.join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .join(BaseCell, BaseCell.id == Grade.cell_id)
            .filter(Grade.auto_score.is_(None), BaseCell.name.in_([e.name for e in assignment.exercises]))
        )
        return {student for (student,) in submitted} - {student for (student,) in lacking}

    def require(self, assignment: str, course: Path):
        """Raises UsageError: the gradebook does not have that assignment."""
        try:
            self.find_assignment(assignment)
        except MissingEntry:
            raise UsageError(
                f"the gradebook of {course} has no {assignment}: run `kata course {course} {assignment}`, which enters it; if "
                "gradebook.db was deleted, put a copy back first, for scores that a person entered are nowhere else"
            ) from None

    def total(self, assignment: str, student: str) -> float | None:
        """The student's score with what a person entered and what being late costs; None without an automatic score."""
        self.db.expire_all()
        try:
            submission = self.find_submission(assignment, student)
        except MissingEntry:
            return None
        scores = [grade for notebook in submission.notebooks for grade in notebook.grades]
        if not scores or any(grade.auto_score is None and grade.manual_score is None for grade in scores):
            return None
        return round(submission.score - (submission.late_submission_penalty or 0.0), 4)

    def enter(self, assignment: str, students: Iterable[str]):
        """See to it that the students have an entry, before their scores come: who cannot be graded shows as not graded."""
        for further in reversed(range(ENTRY_ATTEMPTS)):
            try:
                for student in students:
                    self.update_or_create_student(student)
                    self.update_or_create_submission(assignment, student)
                self.db().save()
                self.db.remove()
                return
            except (InvalidEntry, IntegrityError) as error:  # another command has entered one of them since we looked
                self.db.remove()
                if not further:
                    raise GradebookError(GRADEBOOK_FAILED.format(error)) from error


class CourseRecorder:
    """Records results of one assignment in the course in `folder`.

    nbgrader's autograde runs for each student, with the result at hand in place of a judge: so scores, comments, late penalties
    and notebooks are what `nbgrader autograde` would have made.
    """

    def __init__(self, folder: Path, assignment: Assignment):
        """Raises UsageError: there is no course, or it has no such assignment; GradebookError."""
        from torchkata.course.autograde import KitAutograde

        self.folder = Path(folder).resolve()
        self.assignment = assignment
        self._api = open_course(self.folder)
        if not (self.folder / "release" / assignment.name).is_dir():
            raise UsageError(
                f"{self.folder} has not released {assignment.name}; run kata course {self.folder} {assignment.name} first"
            )
        self._coursedir = self._api.coursedir
        self._coursedir.assignment_id = assignment.name
        with gradebook_errors():
            self._gradebook = SharedGradebook(self._coursedir.db_url, self._coursedir.course_id)
        self._autograde = KitAutograde(coursedir=self._coursedir, parent=self._api, force=True, gradebook=self._gradebook)
        self.changed = {}  # whose score is another now: from what to what
        self.outdated = set()  # who has the score of an older submission
        with gradebook_errors():
            self._autograde.prove(assignment)
            self._graded = self._gradebook.graded(assignment)

    def collect(self, submission: Submission):
        """Put the files into submitted/, unless they came from there.

        Raises:
            UsageError: another submission of this student is there already, or the student's name is no name of a folder.
            GradebookError
        """
        student = submission.student
        if student in ("", ".", "..") or "/" in student or "\0" in student:
            raise UsageError(f"{student!r} cannot be a student's name in a course: no folder can be called so")
        folder = self._folder(self._coursedir.submitted_directory, student)
        there = read_submission(self.assignment, folder, student)
        handed_in = submission.helpers | submission.files
        if there.sha256 != submission.sha256 and any(os.path.lexists(folder / name) for name in handed_in):
            raise UsageError(
                f"{folder} is there already and differs from what was graded; move it away, or grade {self.folder / 'submitted'}"
            )
        graded = read_submission(self.assignment, self._folder(self._coursedir.autograded_directory, student), student)
        if student in self._graded and graded.sha256 != submission.sha256:
            self.outdated.add(student)
        folder.mkdir(parents=True, exist_ok=True)
        for name in handed_in.keys() - there.files.keys() - there.helpers.keys():
            part = folder / f".{name}.part"  # always the same name: the next run finishes what was cut off
            part.write_bytes(handed_in[name])
            os.replace(part, folder / name)

    def record(self, result: SubmissionResult) -> str | None:
        """Have nbgrader write it; a sentence if nbgrader did not. Raises GradebookError."""
        if result.error and not result.unfit:
            return f"{result.student} was not graded, and nothing of theirs was changed in the course: {result.error}"
        self._coursedir.student_id = glob.escape(result.student)
        self._autograde.results = {result.student: result}
        outcome = capture_log(self._autograde)
        if self._autograde.gradebook_error:
            raise self._autograde.gradebook_error
        self.changed |= self._autograde.changed
        if result.student not in self._autograde.reasons or result.error:
            self.outdated.discard(result.student)
        if outcome["success"] or result.error:  # which its row says already
            return None
        lines = [line.strip() for line in (outcome.get("log") or outcome["error"]).splitlines() if line.strip()]
        reason = self._autograde.reasons.get(result.student) or (lines[-1] if lines else "it gave no reason")
        return f"{result.student} was not recorded in {self.folder}: {reason}."

    def _folder(self, step, student):
        return Path(self._coursedir.format_path(step, student, self.assignment.name))
