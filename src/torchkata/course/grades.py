"""What the gradebook says of a course's students, for whoever shows or exports it: the same numbers everywhere."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from nbgrader.api import Assignment as AssignmentRow
from nbgrader.api import Grade as GradeRow
from nbgrader.api import SubmittedAssignment, SubmittedNotebook
from sqlalchemy.orm import selectinload, undefer

from torchkata.course.feedback_page import kept_result
from torchkata.course.gradebook import SharedGradebook, gradebook_errors, score_of
from torchkata.course.open import open_course
from torchkata.lms.roster import COLUMNS, Person


@dataclass(frozen=True)
class Grade:
    """One student's grade in one assignment.

    Attributes:
        score: with what a person entered and what being late costs; None where it is not graded.
        penalty: what being late costs, in points.
        time: when it was handed in, in UTC; None where nobody says.
        exercises: the score of each exercise, with what a person entered; None where it is not graded.
        criteria: what each criterion earned by the graders, of how many points, by (exercise, criterion).
    """

    score: float | None
    penalty: float
    time: datetime | None
    exercises: dict[str, float | None] = field(default_factory=dict)
    criteria: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)


class Grades:
    """The gradebook of the course in `folder`, to be read. Raises UsageError: there is no course; GradebookError."""

    def __init__(self, folder: Path):
        self.folder = Path(folder).resolve()
        self.api = open_course(self.folder)
        self.coursedir = self.api.coursedir
        with gradebook_errors():
            self._gradebook = SharedGradebook(self.coursedir.db_url, self.coursedir.course_id)

    def require(self, assignment: str):
        """Raises UsageError: the gradebook does not have the assignment."""
        with gradebook_errors():
            self._gradebook.require(assignment, self.folder)

    def people(self) -> list[Person]:
        """Every student of the gradebook, by id."""
        with gradebook_errors():
            rows = self._gradebook.students
        people = [Person(s.id, s.first_name or "", s.last_name or "", s.email or "", s.lms_user_id or "") for s in rows]
        return sorted(people, key=lambda person: person.id)

    def described_people(self) -> list[Person]:
        """Every student, where the gradebook knows more of any than the id; nobody otherwise, for that is no roster."""
        people = self.people()
        return people if any(person.is_described for person in people) else []

    def enter(self, people: list[Person]):
        """Take the people of a roster into the gradebook, as `nbgrader db student import` does; what it has is not emptied."""
        with gradebook_errors():
            for person in people:
                known = {name: value for name in COLUMNS[1:] if (value := getattr(person, name))}
                self._gradebook.update_or_create_student(person.id, **known)
            self._gradebook.db().save()

    def of(self, assignment: str, *, criteria=False) -> dict[str, Grade]:
        """By student: the grades of everybody who has handed in. `criteria` reads what the graders kept in the notebooks, too."""
        whole = (  # loaded at once for all, and not row by row
            selectinload(SubmittedAssignment.notebooks).selectinload(SubmittedNotebook.grades).selectinload(GradeRow.cell),
            undefer(SubmittedAssignment.score),
            undefer(SubmittedAssignment.late_submission_penalty),
        )
        with gradebook_errors():
            self._gradebook.db.expire_all()
            rows = self._gradebook.db.query(SubmittedAssignment).join(AssignmentRow, SubmittedAssignment.assignment)
            found = {row.student_id: row for row in rows.filter(AssignmentRow.name == assignment).options(*whole)}
            return {
                student: self._grade(row, self._criteria(assignment, student) if criteria else {}) for student, row in found.items()
            }

    def _grade(self, submission, criteria):
        rows = {row.name: row for notebook in submission.notebooks for row in notebook.grades}
        exercises = {name: None if _is_open(row) else row.score for name, row in rows.items()}
        penalty = submission.late_submission_penalty or 0.0
        return Grade(score_of(submission), penalty, submission.timestamp, exercises, criteria)

    def _criteria(self, assignment, student):
        folder = Path(self.coursedir.format_path(self.coursedir.autograded_directory, student, assignment))
        try:
            result = kept_result(json.loads((folder / f"{assignment}.ipynb").read_bytes())["metadata"])
        except (OSError, ValueError, KeyError, TypeError):
            return {}
        exercises = result.exercises if result else []
        return {(e.name, c.key): (c.score, c.max_score) for e in exercises for c in e.criteria}


def _is_open(row):
    return row.auto_score is None and row.manual_score is None
