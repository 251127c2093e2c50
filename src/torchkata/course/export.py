"""`nbgrader export`: the gradebook as CSV that every program reads as what it is."""

from __future__ import annotations

import csv

from nbgrader.api import MissingEntry
from nbgrader.plugins import ExportPlugin

from torchkata.course.gradebook import is_graded
from torchkata.lms.table import neutral

COLUMNS = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score",
)  # fmt: skip


class CsvExport(ExportPlugin):
    """nbgrader's own CSV, column for column, but quoted where a name has commas or newlines, and without formulas.

    nbgrader joins the cells by commas, so that a student called `ada,,,,,100` could write a row of their own.
    """

    def export(self, gradebook):
        with open(self.to or "grades.csv", "w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(COLUMNS)
            for assignment in gradebook.assignments:
                if self.assignment and assignment.name not in map(str, self.assignment):
                    continue
                for student in gradebook.students:
                    if not self.student or student.id in map(str, self.student):
                        rows.writerow([_cell(value) for value in _row(gradebook, assignment, student)])


def _row(gradebook, assignment, student):
    submission, timestamp, raw, penalty = None, "", 0.0, 0.0
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:  # nothing was handed in
        pass
    else:
        timestamp, raw, penalty = submission.timestamp, submission.score, submission.late_submission_penalty
    who = (student.id, student.last_name, student.first_name, student.email)
    score = max(0.0, raw - (penalty or 0.0))
    if submission is not None and not is_graded(submission):
        raw = score = ""  # a 0 would look like a grade
    return (assignment.name, assignment.duedate, timestamp, *who, raw, penalty, score, assignment.max_score)


def _cell(value):
    if isinstance(value, float):
        return round(value, 6)  # 94.2857 and not 94.28569999999999
    return neutral(value) if isinstance(value, str) else value
