"""What a course knows of its class: the gradebook's rows and, of the assignments of a report, the autograded notebooks."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from nbgrader.api import Assignment as AssignmentRow
from nbgrader.api import BaseCell, Comment, Grade, Gradebook, Student, SubmittedAssignment, SubmittedNotebook

from torchkata.assignment import Assignment, Kit, UsageError
from torchkata.authoring.build import NOTES, NOTES_CELL
from torchkata.course.feedback_page import kept_result
from torchkata.course.gradebook import gradebook_errors
from torchkata.course.open import open_course
from torchkata.result import SubmissionResult

NOT_AUTOGRADED = "It has not been autograded yet."


@dataclass
class Mark:
    """One grade cell of one student, as the gradebook has it."""

    automatic: float | None
    manual: float | None
    extra: float
    max_score: float

    @property
    def score(self) -> float | None:
        """What counts without extra credit: a person's score before the automatic one."""
        return self.automatic if self.manual is None else self.manual

    @property
    def share(self) -> float | None:
        """Of the points, from 0 to 1, however generous the person was; None where there are no points or no score."""
        return None if self.score is None or self.max_score <= 0 else max(0.0, min(1.0, self.score / self.max_score))


@dataclass
class HandIn:
    """What one student handed in for one assignment.

    Attributes:
        student: as the report calls them.
        penalty: points that being late cost.
        marks: by exercise.
        comments: what a person wrote, by exercise or "notes".
        remark: the automatic comment on all of it.
        note: what the student wrote to the instructor.
        result: what the judge found; None where the notebook does not say.
        folder: of the files that were graded; None where none were.
    """

    student: str
    handed_in: datetime | None = None
    seconds_late: float = 0.0
    penalty: float = 0.0
    marks: dict[str, Mark] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    remark: str = ""
    note: str = ""
    result: SubmissionResult | None = None
    folder: Path | None = None

    @property
    def graded(self) -> bool:
        return bool(self.marks) and all(mark.score is not None for mark in self.marks.values())

    @property
    def raw(self) -> float:
        """Before being late costs anything; as nbgrader's SubmittedAssignment.score."""
        return sum((mark.score or 0.0) + mark.extra for mark in self.marks.values())

    @property
    def score(self) -> float:
        """As `nbgrader export` writes it."""
        return max(0.0, self.raw - self.penalty)

    @property
    def max_score(self) -> float:
        return sum(mark.max_score for mark in self.marks.values())


@dataclass
class ClassData:
    """A course's class.

    Attributes:
        students: everybody in the gradebook or in submitted/, as the report calls them.
        assignments: of the report, in its order.
        hand_ins: by assignment, of all of the course's: the report's have notebooks, the others scores only.
        due: by assignment.
        redact: takes every student's name, id and e-mail address out of a text.
    """

    students: list[str]
    assignments: list[Assignment]
    hand_ins: dict[str, list[HandIn]]
    due: dict[str, datetime | None]
    redact: Callable[[str], str]


def read_class(kit: Kit, folder: Path, names: list[str], anonymous: bool = False) -> ClassData:
    """The class of the course in `folder`.

    Args:
        names: the assignments of the report; all for which something was handed in where there are none.
        anonymous: students are called "student 1", "student 2", ... in an order drawn anew each time.

    Raises:
        UsageError: there is no course or no gradebook; an assignment is not in it; nothing was handed in.
        GradebookError
    """
    folder = Path(folder).resolve()
    api = open_course(folder)
    coursedir = api.coursedir
    missing = UsageError(f"{folder} has no gradebook.db yet: grade something first, for example with kata grade --course {folder}")
    if coursedir.db_url.startswith("sqlite:///") and not Path(coursedir.db_url.removeprefix("sqlite:///")).exists():
        raise missing  # nbgrader would make an empty one
    with gradebook_errors(), Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        people, hand_ins, due = _read_gradebook(gradebook.db)
    names = list(dict.fromkeys(names))
    for name in names:
        kit.assignment(name)
        if name not in hand_ins:
            raise UsageError(f"the gradebook of {folder} has no {name}; it has: {', '.join(sorted(hand_ins)) or 'no assignment'}")
    for name in set(names or hand_ins) & hand_ins.keys():
        for student in api.get_submitted_students(name) - {each.student for each in hand_ins[name]}:
            hand_ins[name].append(HandIn(student, remark=NOT_AUTOGRADED))
            people.setdefault(student, (student,))
    names = names or [name for name in sorted(hand_ins) if hand_ins[name] and name in kit.names()]
    if not any(hand_ins[name] for name in names):
        asked = ", ".join(names) or "any assignment of the kit"
        raise UsageError(f"nobody has handed in {asked} in {folder}: put submissions into {folder / 'submitted'} and grade them")
    assignments = [kit.assignment(name) for name in names]
    called = _numbered(people) if anonymous else {student: student for student in people}
    for name, of in hand_ins.items():
        for each in of:
            if name in names:
                _read_notebook(each, Path(coursedir.format_path(coursedir.autograded_directory, each.student, name)), name)
            each.student = called[each.student]
        of.sort(key=lambda hand_in: in_order(hand_in.student))
    return ClassData(sorted(called.values(), key=in_order), assignments, hand_ins, due, _redactor(people))


def in_order(student: str):
    """A key by which student 2 comes before student 10."""
    return [(int(part), "") if part.isdigit() and part.isascii() else (-1, part) for part in re.split(r"(\d+)", student)]


def _read_gradebook(db):
    """Everybody's names by id, hand-ins and due dates by assignment. In a query for each table, whatever the size of the class."""
    people = {
        row.id: tuple(filter(None, (row.id, row.first_name, row.last_name, row.email)))
        for row in db.query(Student.id, Student.first_name, Student.last_name, Student.email)
    }
    due = {row.name: row.duedate for row in db.query(AssignmentRow.name, AssignmentRow.duedate)}
    hand_ins = {name: [] for name in due}
    by_id = {}
    columns = (SubmittedAssignment.id, SubmittedAssignment.student_id, SubmittedAssignment.timestamp, SubmittedAssignment.extension)
    rows = db.query(AssignmentRow.name, *columns).join(AssignmentRow, AssignmentRow.id == SubmittedAssignment.assignment_id)
    for name, id, student, handed_in, extension in rows:
        by_id[id] = each = HandIn(student, handed_in)
        hand_ins[name].append(each)
        if handed_in is not None and due[name] is not None:  # as nbgrader's total_seconds_late
            until = due[name] + extension if extension is not None else due[name]
            each.seconds_late = max(0.0, (handed_in - until).total_seconds())
    notebooks = {}
    columns = (SubmittedNotebook.id, SubmittedNotebook.assignment_id, SubmittedNotebook.late_submission_penalty)
    for id, of, penalty in db.query(*columns):
        notebooks[id] = by_id[of]
        by_id[of].penalty += penalty or 0.0
    columns = (Grade.notebook_id, BaseCell.name, Grade.auto_score, Grade.manual_score, Grade.extra_credit, Grade.max_score)
    for notebook, cell, automatic, manual, extra, most in db.query(*columns).join(BaseCell, BaseCell.id == Grade.cell_id):
        notebooks[notebook].marks[cell] = Mark(automatic, manual, extra or 0.0, most or 0.0)
    columns = (Comment.notebook_id, BaseCell.name, Comment.auto_comment, Comment.manual_comment)
    for notebook, cell, automatic, manual in db.query(*columns).join(BaseCell, BaseCell.id == Comment.cell_id):
        if manual:
            notebooks[notebook].comments[cell] = manual
        if cell == NOTES:
            notebooks[notebook].remark = automatic or ""
    return people, hand_ins, due


def _read_notebook(hand_in: HandIn, folder: Path, name: str):
    """What the autograded notebook keeps: the judge's result, and the cell for notes."""
    try:
        notebook = json.loads((folder / f"{name}.ipynb").read_bytes())
    except OSError:
        return
    except ValueError:
        raise UsageError(f"{folder / name}.ipynb is no notebook; grade this student again: nbgrader autograde {name}") from None
    hand_in.folder = folder
    hand_in.result = kept_result(notebook["metadata"])
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == NOTES:
            hand_in.note = _note("".join(cell["source"]))


def _note(source: str) -> str:
    """What the student added to the cell."""
    ours = NOTES_CELL.split("\n")[0]
    lines = [line for line in source.splitlines() if line.strip() not in (ours, "#", "```")]
    return "\n".join(re.sub(r"^\s*# ?", "", line) for line in lines).strip()


def _numbered(people) -> dict[str, str]:
    drawn = list(people)
    secrets.SystemRandom().shuffle(drawn)
    return {student: f"student {number}" for number, student in enumerate(drawn, 1)}


def _redactor(people) -> Callable[[str], str]:
    """A name counts where no letter and no digit stands beside it, in capitals or not: Ada goes from ada_net, not from adaptive."""
    parts = {part for names in people.values() for name in names for part in (name, *re.split(r"[\s@]+", name)) if part.strip()}
    if not parts:
        return lambda text: text
    longest_first = "|".join(map(re.escape, sorted(parts, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![^\W_])(?:{longest_first})(?![^\W_])", re.IGNORECASE)
    return lambda text: pattern.sub("…", text)


def course_name(folder: Path) -> str:
    return Path(folder).resolve().name
