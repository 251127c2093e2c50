"""Scores into a platform's file of grades: whose row, which column, and nothing else changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from torchkata.assignment import UsageError
from torchkata.lms.handin import spellings, squashed
from torchkata.lms.table import Row, Table, number

OF_A_PLATFORM = ("user", "username", "participant")  # kinds of ids that the platform itself gives


@dataclass(frozen=True)
class Line:
    """A student and a score, as text; "" where nothing was handed in or it is not graded, for a 0 would look like a grade.

    Attributes:
        student: the id in the course.
        ids: what the platform calls the student, by kind.
    """

    student: str
    first: str = ""
    last: str = ""
    email: str = ""
    ids: dict[str, str] = field(default_factory=dict, hash=False)
    score: str = ""

    @property
    def name(self) -> str:
        """As most platforms sort: the last name in front."""
        return ", ".join(filter(None, (self.last, self.first))) or self.student


@dataclass(frozen=True)
class Sheet:
    """Where a platform's file has what.

    Attributes:
        people: the rows of students.
        keys: columns that say who it is, the surest first, with the kind of id.
        names: columns that make up a name.
        grades: columns that may hold scores, with their titles.
        most: the points of such a column, where the file says them.
        one_assignment: the file is of one assignment, so that its column needs no name.
        key_of: an id as the file writes it -> as the course knows it.
    """

    people: list[Row]
    keys: list[tuple[int, str]]
    names: list[tuple[int, ...]]
    grades: dict[int, str]
    most: dict[int, float | None]
    one_assignment: bool = False
    key_of: Callable[[str], str] = str


@dataclass
class Filled:
    """What was done with each student.

    Attributes:
        written: whose cell changed.
        same: whose cell had that score already.
        kept: who has no score in the course and something in the file, which stays.
        missing: who has a score and is not in the file.
        ambiguous: who may be more than one row, or shares one with another.
        unknown: rows of nobody in the course, by what stands in their first cell.
    """

    written: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether every score found its row."""
        return not self.missing and not self.ambiguous


def need(holds: bool, what: str, wanted: str, header: list[str]):
    """Raises UsageError: the file is something else."""
    if not holds:
        seen = ", ".join(header[:6]) or "nothing"
        raise UsageError(
            f"--into: this is not {what}, whose first line has {wanted}; it has {seen[:200]}; name a file that the platform gave"
        )


def first_and_last(header: list[str]) -> list[tuple[int, ...]]:
    """The columns that make up a name, where the file has both."""
    both = ("First Name", "Last Name")
    return [tuple(map(header.index, both))] if set(both) <= set(header) else []


def chosen_column(sheet: Sheet, plain_title: Callable[[str], str], wanted: list[str], told: str | None) -> int:
    """The column of an assignment: the one that is told, or whose title is one of those wanted.

    Raises:
        UsageError: there is none, or more than one.
    """
    if told is None and sheet.one_assignment and len(sheet.grades) == 1:
        return next(iter(sheet.grades))
    titles = [told] if told else wanted
    nearly = {squashed(plain_title(title)) for title in titles}
    found = [column for column, title in sheet.grades.items() if title in titles]
    found = found or [column for column, title in sheet.grades.items() if squashed(plain_title(title)) in nearly]
    if len(found) == 1:
        return found[0]
    if found:
        names = " and ".join(sheet.grades[c] for c in found[:2])
        raise UsageError(f"--into: {len(found)} columns may be meant, such as {names}; name one with --column TITLE")
    there = ", ".join(list(sheet.grades.values())[:12]) or "none"
    raise UsageError(f"--into: no column is called {told or ' or '.join(wanted)}; there are: {there}; name one with --column TITLE")


def fill(table: Table, sheet: Sheet, column: int, lines: list[Line]) -> Filled:
    """Write the scores into the column of the table."""
    filled = Filled()
    rows = _rows_of(sheet, lines)
    taken = Counter(id(row) for found in rows.values() for row in found)
    comma = _decimal_comma(table, sheet)
    for line in lines:
        found = rows[line.student]
        if not found:
            filled.missing += [line.student] if line.score else []
        elif len(found) > 1 or taken[id(found[0])] > 1:
            filled.ambiguous += [line.student] if line.score else []
        else:
            _fill_one(table, found[0], column, line, comma, filled)
    filled.unknown = [row.values[0] for row in sheet.people if id(row) not in taken]
    return filled


def _fill_one(table, row, column, line, comma, filled):
    there = row.values[column].strip() if column < len(row.values) else ""
    if not line.score:
        filled.kept += [line.student] if there not in ("", "-", "N/A") else []
    elif number(there) == float(line.score):
        filled.same.append(line.student)
    else:
        table.set(row, column, line.score.replace(".", ",") if comma else line.score)
        filled.written.append(line.student)


def _rows_of(sheet, lines):
    """By student: the rows that may be theirs; by the surest id that some row has, or else by a name that is nobody else's."""
    by_id = {line.student: _by_id(sheet, line) for line in lines}
    known = {id(row) for found in by_id.values() for row in found}
    rest = [row for row in sheet.people if id(row) not in known]
    by_name = {}
    for row in rest:
        for columns in sheet.names:
            name = squashed("".join(row.values[c] for c in columns if c < len(row.values)))
            by_name.setdefault(name, []).append(row)
    found = {}
    for line in lines:
        rows = by_id[line.student]
        if not rows:
            named = [row for name in _names(line) for row in by_name.get(name, []) if not _is_anothers(sheet, row, line)]
            rows = list({id(row): row for row in named}.values())
        found[line.student] = rows
    return found


def _by_id(sheet, line):
    own = {"id": {line.student}, "email": {line.email}}  # what the course knows; the platform's ids are in line.ids
    for column, kind in sheet.keys:
        wanted = {value.casefold() for value in {line.ids.get(kind, "")} | own.get(kind, set()) if value}
        found = [row for row in sheet.people if _key(sheet, row, column).casefold() in wanted]
        if found:
            return found
    return []


def _key(sheet, row, column):
    return sheet.key_of(row.values[column].strip()) if column < len(row.values) else ""


def _is_anothers(sheet, row, line):
    """Whether the platform's own id in the row is not that of the student, where both are known."""
    for column, kind in sheet.keys:
        there = _key(sheet, row, column)
        if kind in OF_A_PLATFORM and there and line.ids.get(kind) and there.casefold() != line.ids[kind].casefold():
            return True
    return False


def _names(line):
    return spellings(line.first, line.last) | ({squashed(line.ids["name"])} if line.ids.get("name") else set())


def _decimal_comma(table, sheet):
    """Whether the file's own numbers have a comma in the place of the point."""
    if table.separator == ",":
        return False
    cells = [cell for row in sheet.people for cell in row.values]
    return any("," in cell and number(cell) is not None for cell in cells)
