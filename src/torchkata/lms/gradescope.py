"""Gradescope: "Export Submissions", and the CSV of "Download Grades".

Source: the columns and keys of public exports, read by several public programs; the platform has no specification of them.
"""

from __future__ import annotations

import re
from datetime import datetime, timezone

from torchkata.assignment import UsageError
from torchkata.lms.handin import HandIn, Listing, Read
from torchkata.lms.sheet import Line, Sheet, first_and_last, need
from torchkata.lms.table import Table, new_csv, number

METADATA = "submission_metadata.yml"
FOLDER = re.compile(r"submission_(\d+)")
FEEDBACK = False


def recognise(listing: Listing, read: Read, _assignment: str) -> dict[str, HandIn]:
    """Whose each folder submission_NUMBER is, by the file of metadata beside it; without that file, none.

    Raises:
        UsageError: the file of metadata cannot be read.
    """
    folders = [name for name, is_folder in listing.items() if is_folder and FOLDER.fullmatch(name)]
    if not folders or METADATA not in listing:
        return {}
    data = _parsed(read(METADATA))
    return {name: _handin(name, data[name]) for name in folders if isinstance(data.get(name), dict)}


def _parsed(content):
    import yaml  # the student's side has none, and needs none

    try:
        data = yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UsageError(
            f"{METADATA} cannot be read ({str(error).splitlines()[0]}); export again, or name the folders one by one"
        ) from None
    return data if isinstance(data, dict) else {}


def _handin(folder, about):
    submitters = about.get(":submitters")
    first = submitters[0] if isinstance(submitters, list) and submitters and isinstance(submitters[0], dict) else {}
    name, sid, email = (str(first.get(key) or "").strip() for key in (":name", ":sid", ":email"))
    time = about.get(":created_at")
    time = time.astimezone(timezone.utc).replace(tzinfo=None) if isinstance(time, datetime) else None
    ids = {"submission": FOLDER.fullmatch(folder)[1], "id": sid, "email": email}
    if isinstance(submitters, list) and len(submitters) > 1:
        others = [str(s.get(":sid") or s.get(":email") or "") for s in submitters[1:] if isinstance(s, dict)]
        ids["others"] = ", ".join(filter(None, others))
    return HandIn("gradescope", sid or email or folder, name, {k: v for k, v in ids.items() if v}, time=time)


HEADER = ["First Name", "Last Name", "SID", "Email", "Total Score", "Max Points", "Status"]


def sheet(table: Table) -> Sheet:
    """Where a file of grades has what: of one assignment its total, of a course a column for each assignment.

    Raises:
        UsageError: it is none.
    """
    header = [cell.strip() for cell in table.rows[0].values] if table.rows else []
    keys = [(header.index(name), kind) for name, kind in (("SID", "id"), ("Email", "email")) if name in header]
    need(bool(keys), "a Gradescope file of grades", "First Name, Last Name, SID, Email, ...", header)
    one = "Total Score" in header
    grades = {}
    for column, title in enumerate(header):
        most = "Max Points" if one else f"{title} - Max Points"
        if most in header and (title == "Total Score" if one else True):
            grades[column] = (title, header.index(most))
    need(bool(grades), "a Gradescope file of grades", "Total Score and Max Points", header)
    people = [row for row in table.rows[1:] if any(row.values)]
    points = {}
    for column, (_, most) in grades.items():
        given = {number(row.values[most]) for row in people if most < len(row.values) and row.values[most].strip()}
        points[column] = given.pop() if len(given) == 1 else None
    return Sheet(people, keys, first_and_last(header), {c: title for c, (title, _) in grades.items()}, points, one_assignment=one)


def plain_title(title: str) -> str:
    return title


def new(lines: list[Line], _title: str, points: float) -> bytes:
    """A file of grades as Gradescope writes one. Gradescope itself takes none: it is for programs that read its files."""
    rows = [HEADER]
    rows += [
        [
            line.first,
            line.last,
            line.ids.get("id", line.student),
            line.email,
            line.score,
            f"{points:g}",
            "Graded" if line.score else "",
        ]
        for line in lines
    ]
    return new_csv(rows)
