"""Who is in the class: the students' CSV that nbgrader's `db student import` reads, in whatever encoding a spreadsheet wrote it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from torchkata.assignment import UsageError
from torchkata.lms.handin import HandIn, spellings, squashed
from torchkata.lms.table import read_table

COLUMNS = ("id", "first_name", "last_name", "email", "lms_user_id")
GROUP = "group"  # a further column, which nbgrader passes over: who hands in together
BY_ID, BY_NAME = "id", "name"  # how a person was found


@dataclass(frozen=True)
class Person:
    """A row of the roster, by the names of its columns."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""
    group: str = ""

    @property
    def spellings(self) -> set[str]:
        return spellings(self.first_name, self.last_name)

    @property
    def is_described(self) -> bool:
        """Whether anything is known but the id."""
        return any((self.first_name, self.last_name, self.email, self.lms_user_id))

    def is_called(self, name: str) -> bool:
        """Whether that is a spelling of their name, or nobody knows their name."""
        return not self.spellings or squashed(name) in self.spellings

    def __str__(self):
        name = " ".join(filter(None, (self.first_name, self.last_name)))
        return f"{self.id} ({name})" if name else self.id


def read_roster(path: Path) -> list[Person]:
    """The people of a roster.

    Raises:
        UsageError: it cannot be read, has no column `id`, or an id that is missing, twice there or no folder's name.
    """
    table = read_table(path)
    header = [cell.strip().casefold() for cell in table.rows[0].values]
    if "id" not in header:
        raise UsageError(
            f"{path} has no column id; its first line should have {', '.join(COLUMNS)}, and has {', '.join(header)[:200]}"
        )
    places = {name: header.index(name) for name in (*COLUMNS, GROUP) if name in header}
    people = []
    for number, row in enumerate(table.rows[1:], start=2):
        cells = {name: row.values[place].strip() if place < len(row.values) else "" for name, place in places.items()}
        if not any(value.strip() for value in row.values):
            continue
        if why := unfit_id(cells["id"]):
            raise UsageError(f"{path}, row {number}: the id {cells['id']!r} {why}; write the student's id there")
        people.append(Person(**cells))
    twice = [id for id, count in Counter(person.id for person in people).items() if count > 1]
    if twice:
        raise UsageError(f"{path} has the id {twice[0]} more than once; leave one row")
    return people


def unfit_id(student: str) -> str:
    """Why this cannot be a student's id: the end of a sentence; "" where it can. An id is a folder's name in the course."""
    if not student:
        return "is empty"
    if (
        student.startswith(".")
        or any(c in "/\\" or ord(c) < 32 or c == "\x7f" for c in student)
        or len(student.encode("utf-8", "replace")) > 200
    ):
        return "cannot be a folder's name"
    return ""


def find_group(people: Iterable[Person], handin: HandIn | None) -> list[Person]:
    """Everybody whose hand-in this is, where it is a group's: by the roster's column `group`, or by a list of the platform's."""
    if handin is None:
        return []
    people = list(people)
    if others := handin.ids.get("others"):
        ids = {handin.ids.get("id"), handin.ids.get("email"), *others.split(", ")} - {None}
        return [person for person in people if {person.id, person.email} & ids]
    name = squashed(handin.name)
    return [person for person in people if name and squashed(person.group) == name]


@dataclass(frozen=True)
class Match:
    """Who a hand-in belongs to: one person, or none or several candidates, and by what it was seen."""

    candidates: tuple[Person, ...]
    by: str

    @property
    def person(self) -> Person | None:
        return self.candidates[0] if len(self.candidates) == 1 else None


def find_person(people: Iterable[Person], student: str, handin: HandIn | None) -> Match:
    """The person of a hand-in: by the platform's ids, which win, or else by a name.

    Args:
        student: what the hand-in is called where nobody knows better: a folder's name.
        handin: what a platform's name says of it.
    """
    ids = handin.ids if handin else {"id": student}
    wanted = {
        "lms_user_id": {ids.get("user"), ids.get("username")},
        "id": {ids.get("id"), ids.get("username")},
        "email": {ids.get("email"), ids.get("id")},
    }
    people = list(people)
    for column, values in wanted.items():
        values = {value.casefold() for value in values if value}
        found = tuple(person for person in people if getattr(person, column).casefold() in values and values)
        if found:
            return Match(found, BY_ID)
    name = squashed(handin.name if handin else student)
    user = ids.get("user")  # of another person, where the roster knows that one's number
    found = tuple(p for p in people if name and name in p.spellings and not (user and p.lms_user_id))
    return Match(found, BY_NAME)
