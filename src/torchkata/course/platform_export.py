"""`kata export`: scores and feedback pages as platforms take them, and a CSV of everything for a spreadsheet.

A file that the platform gave is never changed; a copy of it with the scores is written into the course's export/.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from torchkata.assignment import Assignment, UsageError
from torchkata.course.feedback_page import KitGenerateFeedback
from torchkata.course.grades import Grades
from torchkata.course.platform_ids import read_platform_ids
from torchkata.files import open_whole
from torchkata.lms.handin import OF_A_PERSON
from torchkata.lms.recognise import PLATFORMS
from torchkata.lms.sheet import Filled, Line, chosen_column, fill
from torchkata.lms.table import new_csv, read_table

FOLDER = "export"
UNFIT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass
class Exported:
    """A file that was written.

    Attributes:
        assignment: of which assignment; "" for all.
        filled: of a file that the platform gave, what was done with each student.
        left_out: students who are not in it, and why.
        notes: what else a person should know, a sentence each.
    """

    path: Path
    assignment: str = ""
    filled: Filled | None = None
    left_out: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        return not self.left_out and (self.filled is None or self.filled.complete)


class Exporter:
    """Exports of the course in `folder`. Raises UsageError: there is no course; GradebookError."""

    def __init__(self, folder: Path, assignments: list[Assignment]):
        self._grades = Grades(folder)
        self._course = self._grades.folder
        self._assignments = assignments
        for assignment in assignments:
            self._grades.require(assignment.name)
        self._people = self._grades.people()
        self._ids = read_platform_ids(self._course)

    # ---- scores for a platform -------------------------------------------------------------------------------------

    def new(self, platform: str, column: str | None = None, to: Path | None = None) -> list[Exported]:
        """A new smallest file for each assignment.

        Args:
            column: what the platform calls the assignment.
        """
        self._refuse_for_several(column or to, "--column and --to are")
        written = []
        for assignment in self._assignments:
            lines = self._lines(platform, assignment)
            needed = "participant" if platform == "moodle" else None
            left_out = {line.student: "was not collected from Moodle" for line in lines if needed and needed not in line.ids}
            path = to or self._path(f"{assignment.name}-{platform}.csv")
            _write(path, PLATFORMS[platform].new(lines, column or assignment.name, assignment.points))
            written.append(Exported(path, assignment.name, left_out={s: w for s, w in left_out.items() if _score_of(lines, s)}))
        return written

    def into(self, platform: str, file: Path, column: str | None = None, scale=False, to: Path | None = None) -> list[Exported]:
        """A copy of a file that the platform gave, with the scores in one column for each assignment.

        Args:
            column: the column's title, where it is not called like the assignment.
            scale: where the column has other points than the assignment, bring the scores to them.

        Raises:
            UsageError: the file is none of the platform's, or has no such column, or one with other points.
        """
        self._refuse_for_several(column, "--column is")
        module = PLATFORMS[platform]
        table = read_table(file)
        sheet = module.sheet(table)
        if sheet.one_assignment:
            self._refuse_for_several(file, f"{file.name} is")
        path = to or self._path(f"{file.stem}-filled{file.suffix}")
        if path.resolve() == file.resolve():
            raise UsageError(f"--to {path}: that is the platform's own file, which stays as it is; name another")
        written = []
        for assignment in self._assignments:
            chosen = chosen_column(sheet, module.plain_title, [assignment.name, assignment.title], column)
            most = sheet.most.get(chosen)
            if most is not None and most != assignment.points and not scale:
                raise UsageError(
                    f"{file}: {sheet.grades[chosen]} has {most:g} points, and {assignment.name} has {assignment.points:g}; give it "
                    f"{assignment.points:g} on the platform and download again, or bring the scores to {most:g} with --scale"
                )
            lines = self._lines(platform, assignment, most / assignment.points if scale and most else 1.0)
            written.append(Exported(path, assignment.name, fill(table, sheet, chosen, lines)))
        _write(path, table.content())
        return written

    def _lines(self, platform, assignment, factor=1.0):
        lines, grades = [], self._grades.of(assignment.name)
        for person in self._people:
            grade = grades.get(person.id)
            score = "" if grade is None or grade.score is None else _points(grade.score * factor)
            ids = self._ids_of(platform, assignment.name, person)
            lines.append(Line(person.id, person.first_name, person.last_name, person.email, ids, score))
        return lines

    def _ids_of(self, platform, assignment, person):
        """What the platform calls the student: by this assignment's collecting, by another's, or by the gradebook."""
        ids = {"user": person.lms_user_id, "username": person.lms_user_id} if person.lms_user_id else {}
        for students in self._ids.values():
            handin = students.get(person.id)
            if handin is not None and handin.platform == platform:
                ids |= {k: v for k, v in handin.ids.items() if k in OF_A_PERSON}
                ids |= {"name": handin.name} if handin.name else {}
        handin = self._ids.get(assignment, {}).get(person.id)
        if handin is not None and handin.platform == platform:
            ids |= handin.ids
        return ids

    # ---- everything ------------------------------------------------------------------------------------------------

    def csv(self, to: Path | None = None) -> list[Exported]:
        """One row a student, with a column for each exercise and criterion; the second line says what each column means."""
        columns = [(name, "as in the gradebook") for name in ("student_id", "last_name", "first_name", "email")]
        for assignment in self._assignments:
            columns += _columns(assignment)
        rows = [[name for name, _ in columns], [meaning for _, meaning in columns]]
        grades = [(assignment, self._grades.of(assignment.name, criteria=True)) for assignment in self._assignments]
        for person in self._people:
            row = [person.id, person.last_name, person.first_name, person.email]
            rows.append(row + [cell for assignment, of in grades for cell in _cells(assignment, of.get(person.id))])
        path = to or self._path("grades.csv")
        _write(path, new_csv(rows))
        return [Exported(path)]

    # ---- feedback --------------------------------------------------------------------------------------------------

    def feedback(self, platform: str) -> list[Exported]:
        """A zip of feedback pages for each assignment, with the names by which the platform finds the students.

        Raises:
            UsageError: the platform takes none.
        """
        module = PLATFORMS.get(platform)
        if not getattr(module, "FEEDBACK", False):
            raise UsageError(f"--feedback: {platform} takes no zip of pages; canvas and moodle do")
        return [self._feedback(module, platform, assignment) for assignment in self._assignments]

    def _feedback(self, module, platform, assignment):
        exported = Exported(self._path(f"{assignment.name}-{platform}-feedback.zip"), assignment.name)
        handins = self._ids.get(assignment.name, {})
        api = self._grades.api
        students = sorted(self._grades.of(assignment.name))
        pages = KitGenerateFeedback(coursedir=api.coursedir, parent=api).current_pages(assignment.name, students)
        with open_whole(exported.path, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for student in students:
                handin = handins.get(student)
                name = module.feedback_path(handin) if handin is not None and handin.platform == platform else None
                if name is None:
                    exported.left_out[student] = f"was not collected from {platform} with a name"
                elif student not in pages:
                    exported.left_out[student] = f"has no page, or an old one: nbgrader generate_feedback {assignment.name}"
                else:
                    parts = [UNFIT_IN_A_NAME.sub("_", part) for part in name.split("/")]
                    archive.write(pages[student], "/".join(parts))
        return exported

    # ---- files -----------------------------------------------------------------------------------------------------

    def _path(self, name):
        return self._course / FOLDER / name

    def _refuse_for_several(self, given, what):
        if given and len(self._assignments) > 1:
            raise UsageError(f"{what} for one assignment, and {len(self._assignments)} are named; name one")


def _score_of(lines, student):
    return next(line.score for line in lines if line.student == student)


def _points(score: float) -> str:
    """At most two decimals, which is as many as platforms keep."""
    return f"{score:.2f}".rstrip("0").rstrip(".")


def _write(path, content):
    try:
        with open_whole(path, "wb") as file:
            file.write(content)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}; name a file in a folder of yours with --to") from None


def _columns(assignment):
    """Each column's name and meaning."""
    name = assignment.name
    yield name, f"points of {assignment.points:g}, less what being late costs; empty: nothing handed in, or not graded"
    yield f"{name}/handed_in", "when, in UTC; empty: nothing handed in, or nobody says when"
    yield f"{name}/late_penalty", "points that being late costs"
    for exercise in assignment.exercises:
        unchecked = "an empty criterion was not checked, and its points went to the others"
        yield f"{name}/{exercise.name}", f"points of {exercise.points:g}, with what a person entered; {unchecked}"
        for criterion in exercise.rubric:
            asks = f"points of {exercise.points * criterion.share:g} by the graders alone: {criterion.asks}"
            yield f"{name}/{exercise.name}/{criterion.key}", asks


def _cells(assignment, grade):
    if grade is None:
        return [""] * len(list(_columns(assignment)))
    graded = grade.score is not None
    cells = [
        _points(grade.score) if graded else "",
        str(grade.time or "").partition(".")[0],
        _points(grade.penalty) if graded else "",
    ]
    for exercise in assignment.exercises:
        score = grade.exercises.get(exercise.name)
        cells.append("" if score is None else _points(score))
        for criterion in exercise.rubric:
            earned, most = grade.criteria.get((exercise.name, criterion.key), (0.0, 0.0))
            cells.append(_points(earned) if most and graded else "")
    return cells
