"""More time for one student, by nbgrader's own extensions."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

from torchkata.assignment import UsageError
from torchkata.course.gradebook import gradebook_errors
from torchkata.course.open import open_course


def extend(course: Path, student: str, assignment: str, until: str) -> timedelta:
    """Let a student hand in until a date, or a date and a time as in 2026-12-01T18:00, which is the end of that day without one;
    how much later than the due date that is. Times without a zone are of this machine's.

    Raises:
        UsageError: there is no such student or assignment, or it has no due date, or the date is none or before it.
    """
    from nbgrader.api import MissingEntry

    try:
        moment = datetime.fromisoformat(until)
    except ValueError:
        raise UsageError(f"{until} is no date; write it as in 2026-12-01, or 2026-12-01T18:00") from None
    if len(until) <= len("2026-12-01"):
        moment = moment.replace(hour=23, minute=59, second=59)
    moment = moment.astimezone(timezone.utc).replace(tzinfo=None)  # as nbgrader keeps it
    with gradebook_errors(), open_course(course).gradebook as gradebook:
        try:
            due = gradebook.find_assignment(assignment).duedate
            gradebook.find_student(student)
        except MissingEntry as error:
            raise UsageError(f"the gradebook of {course} does not have it: {error}") from None
        if due is None:
            raise UsageError(f"{assignment} has no due date; set one in formgrader (Manage Assignments, Edit), and then extend it")
        later = moment - due
        if later <= timedelta(0):
            raise UsageError(f"{until} is not later than the due date of {assignment}, {due} UTC; name a later date")
        gradebook.update_or_create_submission(assignment, student)
        gradebook.grant_extension(assignment, student, days=later.days, minutes=later.seconds // 60, hours=0, weeks=0)
    return later
