"""Brightspace (D2L): the folders of a download, and the CSV of grades.

Source: community.d2l.com/brightspace/kb/articles/3538-importing-grades; the University of Windsor's knowledge base (downloads).
"""

from __future__ import annotations

import re
from datetime import datetime

from torchkata.lms.handin import HandIn, Listing, Read, by_pattern, of_here
from torchkata.lms.sheet import Line, Sheet, first_and_last, need
from torchkata.lms.table import Table, new_csv

# A folder "397063-2557369 - Jane Doe - Sep 24, 2024 926 PM"; the older flat form has " - FILE" behind it.
NAME = re.compile(
    r"(?P<pair>\d+-\d+) - (?P<name>.+?) - (?P<time>[A-Z][a-z]{2,8} \d{1,2}, \d{4} \d{3,4} [AP]M)(?: - (?P<original>.+))?"
)
POINTS = re.compile(r"(?P<title>.*?) Points Grade(?: <Numeric MaxPoints:(?P<most>[\d.,]+).*>)?")
END = "End-of-Line Indicator"
FEEDBACK = False


def recognise(listing: Listing, _read: Read, _assignment: str) -> dict[str, HandIn]:
    """Whose each folder or file is, and when it came."""
    return by_pattern(NAME, _handin, listing)


def _handin(match, is_folder):
    if is_folder == bool(match["original"]):
        return None
    pair = match["pair"]
    # Which of the two numbers is the person's is not known, so only both together tell people apart, and no roster has them.
    original = match["original"] or ""
    return HandIn("brightspace", f"{match['name']}_{pair}", match["name"], {"pair": pair}, original, time=_time(match["time"]))


def _time(text):
    day, year, clock, half = re.fullmatch(r"(.+), (\d{4}) (\d{3,4}) ([AP]M)", text).groups()
    for month in ("%b", "%B"):
        try:
            return of_here(datetime.strptime(f"{day} {year} {clock[:-2]}:{clock[-2:]} {half}", f"{month} %d %Y %I:%M %p"))
        except ValueError:
            continue
    return None


def sheet(table: Table) -> Sheet:
    """Where a file of grades has what. Brightspace writes # before ids, which stays.

    Raises:
        UsageError: it is none.
    """
    header = [cell.strip() for cell in table.rows[0].values] if table.rows else []
    keys = [
        (header.index(name), kind)
        for name, kind in (("OrgDefinedId", "id"), ("Username", "id"), ("Email", "email"))
        if name in header
    ]
    grades, most = {}, {}
    for column, title in enumerate(header):
        if match := POINTS.fullmatch(title):
            grades[column] = title
            most[column] = float(match["most"].replace(",", ".")) if match["most"] else None
    need(bool(keys and grades), "a Brightspace file of grades", "OrgDefinedId or Username, and ... Points Grade", header)
    people = [row for row in table.rows[1:] if any(row.values)]
    return Sheet(people, keys, first_and_last(header), grades, most, key_of=lambda cell: cell.removeprefix("#"))


def plain_title(title: str) -> str:
    """The item's name in a column's header."""
    match = POINTS.fullmatch(title)
    return match["title"] if match else title


def new(lines: list[Line], title: str, _points: float) -> bytes:
    """The columns that the import takes; no names, as Brightspace asks."""
    rows = [["Username", f"{title} Points Grade", END], *([line.student, line.score, "#"] for line in lines)]
    return new_csv(rows)
