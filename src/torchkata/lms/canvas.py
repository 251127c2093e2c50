"""Canvas: the files of "Download Submissions", and the gradebook's CSV.

Source: instructure/canvas-lms, lib/content_zipper.rb (names), lib/gradebook_importer.rb and lib/gradebook_exporter.rb (CSV).
"""

from __future__ import annotations

import re

from torchkata.lms.handin import HandIn, Listing, Read, by_pattern
from torchkata.lms.sheet import Line, Sheet, need
from torchkata.lms.table import Table, new_csv, number

# NAME[_LATE]_USER_FILE_ORIGINAL, or [LATE_]anon_ID_FILE_ORIGINAL; a text or a link has _text.html or _link.html and no number.
NAME = re.compile(
    r"(?:(?P<late0>LATE_)?anon_(?P<anonymous>[^_]+)|(?P<name>.*?)(?P<late>_LATE)?_(?P<user>\d+))_"
    r"(?:(?P<file>\d+)_(?P<original>.+)|(?P<entry>(?:text|link)\.html))"
)
TITLE = re.compile(r"(?P<title>.*?) \((?P<id>\d+)\)")
TOTALS = re.compile(
    r".*\b(Current|Final) (Score|Points|Grade)|.*\bOverride (Score|Grade|Status)|.*\bUnposted (Current|Final) (Score|Points|Grade)"
)
READ_ONLY = "(read only)"
FEEDBACK = True  # takes a zip of pages


def recognise(listing: Listing, _read: Read, _assignment: str) -> dict[str, HandIn]:
    """Whose each file is."""
    return by_pattern(NAME, _handin, listing)


def _handin(match, is_folder):
    if is_folder:
        return None
    original = match["original"] or match["entry"]
    ids = {"file": match["file"]} if match["file"] else {}
    if match["anonymous"]:
        ids["anonymous"] = match["anonymous"]
        return HandIn("canvas", f"anon_{match['anonymous']}", "", ids, original, late=bool(match["late0"]))
    ids["user"] = match["user"]
    return HandIn("canvas", f"{match['name']}_{match['user']}", match["name"], ids, original, late=bool(match["late"]))


def sheet(table: Table) -> Sheet:
    """Where the gradebook's CSV has what.

    Raises:
        UsageError: it is none: the importer asks for Student and ID in front, and Section.
    """
    header = [cell.strip() for cell in table.rows[0].values] if table.rows else []
    names = (0, 1) if header[:2] == ["LastName", "FirstName"] else (0,)  # as the account shows them
    need(
        (len(names) == 2 or header[:1] == ["Student"]) and "ID" in header and "Section" in header,
        "a Canvas gradebook",
        "Student, ID, ..., Section",
        header,
    )
    first = header.index("Section") + 1
    points = next((row for row in table.rows[1:] if "Points Possible" in row.values[0]), None)
    grades, most = {}, {}
    for column in range(first, len(header)):
        given = points.values[column].strip() if points and column < len(points.values) else ""
        if header[column] and not TOTALS.fullmatch(header[column]) and given != READ_ONLY:
            grades[column] = header[column]
            most[column] = number(given)
    people = [row for row in table.rows[1:] if row is not points and row.values[0].strip()]  # the others are of the assignments
    keys = [(header.index(name), kind) for name, kind in _KEYS if name in header]
    return Sheet(people, keys, [names], grades, most)


_KEYS = (("ID", "user"), ("SIS User ID", "id"), ("SIS Login ID", "id"), ("SIS Login ID", "email"))


def plain_title(title: str) -> str:
    """An assignment's title without the number that Canvas puts behind it."""
    match = TITLE.fullmatch(title)
    return match["title"] if match else title


def new(lines: list[Line], title: str, points: float) -> bytes:
    """The smallest file that the importer takes. It makes a new assignment where the title has no number of Canvas's."""
    rows = [["Student", "ID", "SIS Login ID", "Section", title], ["    Points Possible", "", "", "", f"{points:g}"]]
    rows += [[line.name, line.ids.get("user", ""), line.student, "", line.score] for line in lines]
    return new_csv(rows)


def feedback_path(handin: HandIn) -> str | None:
    """The page's name in a zip for "Upload Submissions": Canvas takes the first two numbers for the user and the file."""
    if "user" not in handin.ids or "file" not in handin.ids:
        return None
    return f"{handin.name}{'_LATE' if handin.late else ''}_{handin.ids['user']}_{handin.ids['file']}_{handin.original}.html"
