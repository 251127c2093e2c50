"""Moodle: the folders of "Download all submissions", and the grading worksheet.

Source: moodle/moodle, mod/assign/classes/downloader.php (names), mod/assign/gradingtable.php and
mod/assign/feedback/offline/importgradeslib.php (worksheet), mod/assign/feedback/file/importziplib.php (feedback).
"""

from __future__ import annotations

import re

from torchkata.lms.handin import HandIn, Listing, Read, by_pattern
from torchkata.lms.sheet import Line, Sheet, need
from torchkata.lms.table import Table, new_csv, number

# A folder NAME_NUMBER_assignsubmission_TYPE (before Moodle 4.1 with one more _), or a file of that name and _FILE behind it.
NAME = re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_(?P<type>file|onlinetext)(?:_(?P<original>.*))?")
IDENTIFIER = re.compile(r"\D*?\s*(\d+)")  # "Participant 4711"; the word is in the teacher's language
# The headers of a worksheet are in the teacher's language; the identifier is in front in all of them.
GRADE = ("Grade", "成绩", "成績")
MOST = ("Maximum grade", "Maximum Grade", "最高分")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
FEEDBACK = True


def recognise(listing: Listing, _read: Read, _assignment: str) -> dict[str, HandIn]:
    """Whose each folder or file is. A name with a blank is a person's; "Participant" is anonymous marking."""
    return by_pattern(NAME, _handin, listing)


def _handin(match, is_folder):
    number, original = match["number"], match["original"] or ""
    if is_folder == bool(original):
        return None
    if match["type"] == "onlinetext" and not is_folder and original != "onlinetext.html":
        return None
    name = "" if match["name"].casefold() in ("participant", "参与人", "参与者") else match["name"]
    return HandIn("moodle", f"{match['name']}_{number}", name, {"participant": number}, original)


def sheet(table: Table) -> Sheet:
    """Where a grading worksheet has what. Its first column is the identifier in every language.

    Raises:
        UsageError: it is none.
    """
    header = [cell.strip() for cell in table.rows[0].values] if table.rows else []
    people = [row for row in table.rows[1:] if row.values and IDENTIFIER.fullmatch(row.values[0].strip())]
    grade = next((header.index(word) for word in GRADE if word in header), None)
    most = next((header.index(word) for word in MOST if word in header), None)
    need(len(header) > 2 and bool(people), "a Moodle grading worksheet", "Identifier, ..., Grade, ...", header)
    if grade is None and most is not None:
        grade = most - 1  # which stands there in every language
    emails = [c for c in range(len(header)) if all(EMAIL.fullmatch(_at(row, c)) for row in people)]
    names = [(1,)] if 1 not in emails and _at(people[0], 1) and grade != 1 else []
    given = {number(_at(row, most)) for row in people} if most is not None else set()
    columns = range(1, len(header)) if grade is None else [grade]  # no word is known: a person has to name the column
    return Sheet(
        people,
        [(0, "participant"), *((column, "email") for column in emails)],
        names,
        {column: header[column] for column in columns},
        dict.fromkeys(columns, given.pop() if len(given) == 1 else None),
        one_assignment=True,
        key_of=lambda cell: IDENTIFIER.fullmatch(cell)[1] if IDENTIFIER.fullmatch(cell) else cell,
    )


def _at(row, column):
    return row.values[column].strip() if column < len(row.values) else ""


def new(lines: list[Line], _title: str, points: float) -> bytes:
    """The columns that the import asks for, in English: for a site in another language, fill in a worksheet of it."""
    rows = [["Identifier", "Full name", "Grade", "Maximum grade", "Last modified (grade)"]]
    rows += [
        [f"Participant {line.ids['participant']}", line.name, line.score, f"{points:g}", "-"]
        for line in lines
        if "participant" in line.ids
    ]
    return new_csv(rows)


def plain_title(title: str) -> str:
    return title


def feedback_path(handin: HandIn) -> str | None:
    """The page's place in a zip for "Upload multiple feedback files in a zip": in the folder of the download's name."""
    if "participant" not in handin.ids:
        return None
    return f"{handin.student}_assignsubmission_file/feedback.html"
