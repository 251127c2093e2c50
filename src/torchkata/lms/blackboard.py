"""Blackboard: the files of "Assignment File Download", and the file of grades.

Source: kwurst/bb-file-cleanup README (names), und.teamdynamix.com KB 59084 (file of grades).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import replace
from datetime import datetime

from torchkata.lms.handin import HandIn, Listing, Read, by_pattern, of_here
from torchkata.lms.sheet import Line, Sheet, first_and_last, need
from torchkata.lms.table import Table, new_csv

# ASSIGNMENT_USERNAME_attempt_TIME_ORIGINAL, and ASSIGNMENT_USERNAME_attempt_TIME.txt with what was typed.
NAME = re.compile(r"(?P<about>.+?)_attempt_(?P<time>\d{4}(?:-\d{2}){5})(?:_(?P<original>.+)|(?P<receipt>\.txt))")
TITLE = re.compile(r"(?P<title>.*?)(?: \[Total Pts: (?P<most>[\d.,]+|up to [\d.,]+)[^\]]*\])?(?: ?\|(?P<id>\d+))?")
OF_STUDENTS = ("Last Name", "First Name", "Username", "Student ID", "Last Access", "Availability", "Child Course ID")
FEEDBACK = False


def recognise(listing: Listing, _read: Read, _assignment: str) -> dict[str, HandIn]:
    """Whose each file is, and of which attempt. Title and user's name may both hold a `_`: the title is what most have."""
    found = by_pattern(NAME, _handin, listing)
    titles = Counter(handin.student.rpartition("_")[0] for handin in found.values())
    title = titles.most_common(1)[0][0] if titles else ""
    return {name: _named(handin, title) for name, handin in found.items()}


def _handin(match, is_folder):
    if is_folder:
        return None
    try:
        time = of_here(datetime.strptime(match["time"], "%Y-%m-%d-%H-%M-%S"))
    except ValueError:
        return None
    return HandIn("blackboard", match["about"], original=match["original"] or "receipt.txt", time=time)


def _named(handin, title):
    about = handin.student
    username = about[len(title) + 1 :] if title and about.startswith(f"{title}_") else about.rpartition("_")[2]
    return replace(handin, student=username, ids={"username": username})


def sheet(table: Table) -> Sheet:
    """Where a file of grades has what.

    Raises:
        UsageError: it is none.
    """
    header = [cell.strip() for cell in table.rows[0].values] if table.rows else []
    need("Username" in header, "a Blackboard file of grades", "Username", header)
    keys = [(header.index("Username"), "username"), (header.index("Username"), "id")]
    keys += [(header.index("Student ID"), "id")] if "Student ID" in header else []
    grades = {c: title for c, title in enumerate(header) if title and title not in OF_STUDENTS}
    most = {c: _most(title) for c, title in grades.items()}
    return Sheet([row for row in table.rows[1:] if any(row.values)], keys, first_and_last(header), grades, most)


def _most(title):
    most = TITLE.fullmatch(title)["most"]
    return float(most.removeprefix("up to ").replace(",", ".")) if most else None


def plain_title(title: str) -> str:
    """The column's title without its points and its number."""
    return TITLE.fullmatch(title)["title"]


def new(lines: list[Line], title: str, points: float) -> bytes:
    """A tab-separated UTF-16 file, as Blackboard's own. Without a column's number in the title Blackboard makes a new column."""
    column = title if "|" in title else f"{title} [Total Pts: {points:g} Score]"
    rows = [["Username", column], *([line.ids.get("username", line.student), line.score] for line in lines)]
    return new_csv(rows, separator="\t", encoding="utf-16", quoting=csv.QUOTE_ALL)
