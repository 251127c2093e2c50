"""The nbgrader gradebook, opened once for a class and written once for each student."""

from __future__ import annotations

import sqlite3
import warnings
from collections.abc import Iterable
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from nbgrader.api import Assignment as AssignmentRow
from nbgrader.api import (
    BaseCell,
    Grade,
    Gradebook,
    GradeCell,
    InvalidEntry,
    MissingEntry,
    Notebook,
    SolutionCell,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.converters import autograde as nbgrader_autograde
from nbgrader.preprocessors import latesubmissions, overwritecells, overwritekernelspec, saveautogrades
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError, OperationalError, SAWarning
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from torchkata.assignment import Assignment, UsageError
from torchkata.judge import JudgeError

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


def is_graded(submission: SubmittedAssignment) -> bool:
    """Whether every exercise has a score, of the graders or of a person; without one nothing is graded."""
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    return bool(grades) and not any(grade.auto_score is None and grade.manual_score is None for grade in grades)


def score_of(submission: SubmittedAssignment) -> float | None:
    """The submission's score with what a person entered and what being late costs; None where it is not graded."""
    if not is_graded(submission):
        return None
    return max(0.0, round(submission.score - (submission.late_submission_penalty or 0.0), 4))


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

    def points(self, assignment: str) -> dict[str, float]:
        """The points of each exercise, as they were when the assignment was released.

        A cell that a person grades, which is one for an answer as well, is the instructor's own. (To any other graded cell nbgrader
        gives all points where nothing is executed.)
        """
        graded = GradeCell.__table__
        rows = (  # in one query: `kata grade --course` asks for each student
            self.db.query(BaseCell.name, BaseCell.type, graded.c.max_score)
            .select_from(BaseCell)
            .outerjoin(graded, graded.c.id == BaseCell.id)
            .join(Notebook, Notebook.id == BaseCell.notebook_id)
            .join(AssignmentRow, AssignmentRow.id == Notebook.assignment_id)
            .filter(AssignmentRow.name == assignment)
            .all()
        )
        self.db.remove()
        by_hand = {name for name, kind, _ in rows if kind == SolutionCell.__name__}
        return {name: most for name, kind, most in rows if kind == GradeCell.__name__ and name not in by_hand}

    def total(self, assignment: str, student: str) -> float | None:
        """The student's score with what a person entered and what being late costs; None without an automatic score."""
        self.db.expire_all()
        try:
            return score_of(self.find_submission(assignment, student))
        except MissingEntry:
            return None

    def seconds_late(self, assignment: str, student: str) -> float:
        """By how much the submission was handed in after the due date; 0 where it was not."""
        try:
            return self.find_submission(assignment, student).total_seconds_late
        except MissingEntry:
            return 0.0

    def extension(self, assignment: str, student: str) -> timedelta | None:
        """How much longer than the others the student may take; None where nobody has said."""
        try:
            return self.find_submission(assignment, student).extension
        except MissingEntry:
            return None

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
