"""The folders and times of submissions in a course, read as what they are and not as nbgrader's patterns."""

from __future__ import annotations

import glob
import os
import re
import shutil
import stat
import warnings
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import parser as dateutil_parser
from nbgrader.converters import base as nbgrader_base
from nbgrader.utils import find_all_files

ZONE_NAME = re.compile(r"^(.*\S)\s+([A-Za-z_]+/[A-Za-z_/+-]+)$")
EXAMPLE = "2026-11-16 17:00:00 UTC"


class TimestampError(Exception):
    """A timestamp.txt says no time; the message is a sentence with the way out."""


def read_timestamp(folder) -> datetime | None:
    """When the submission in `folder` was handed in, in UTC and without a zone as nbgrader has it; None where nobody says.

    nbgrader itself reads `+0100` as a hundred seconds, and a zone that it does not know as UTC.

    Raises:
        TimestampError: its timestamp.txt says no time, or one in an unknown zone.
    """
    path = Path(folder) / "timestamp.txt"
    try:
        text = path.read_text(encoding="utf-8-sig").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError):
        raise TimestampError(f"{path} cannot be read; write a time such as {EXAMPLE} into it, or remove it") from None
    if not text:
        return None
    named = ZONE_NAME.match(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", dateutil_parser.UnknownTimezoneWarning)
            time = dateutil_parser.parse(named[1] if named else text)
        if named:
            time = time.replace(tzinfo=ZoneInfo(named[2]))
    except (ValueError, OverflowError, ZoneInfoNotFoundError, dateutil_parser.UnknownTimezoneWarning):
        raise TimestampError(
            f"{path} says {text[:60]!r}, which is no time that can be read; write it like {EXAMPLE}, or remove the file"
        ) from None
    return time if time.tzinfo is None else time.astimezone(timezone.utc).replace(tzinfo=None)


class LiteralFolders:
    """For nbgrader's converters: a student's name may have brackets in it, and a timestamp is read by `read_timestamp`."""

    def folders(self, assignment_id: str | None = None, student_id: str | None = None) -> list[str]:
        """The folders that the command asks for."""
        assignment, student = assignment_id or self.coursedir.assignment_id, student_id or self.coursedir.student_id
        literal = self._format_source(assignment, student)
        return [literal] if os.path.isdir(literal) else glob.glob(literal)

    def init_notebooks(self):
        self.coursedir.get_existing_timestamp = read_timestamp
        self.assignments, self.notebooks = {}, []
        for folder in self.folders():
            found = glob.glob(os.path.join(glob.escape(folder), f"{self.coursedir.notebook_id}.ipynb"))
            if found:
                self.assignments[folder] = found
        if not self.assignments:
            super().init_notebooks()  # which says what is missing


@contextmanager
def kept_aside(folder: Path):
    """What is in `folder` comes back where the block fails, or where an earlier run was cut off in it.

    Gives where it is meanwhile, if there is any.
    """
    aside = folder.with_name(f".{folder.name}.before")
    if aside.exists():
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(aside, folder)
    if folder.exists():
        os.replace(folder, aside)
    try:
        yield aside
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if aside.exists():
            os.replace(aside, folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def is_regular(path: Path) -> bool:
    """A file, and not a link to one."""
    return stat.S_ISREG(path.lstat().st_mode)


@contextmanager
def only_regular_files():
    """nbgrader copies what a link points at, and stops at a pipe; within this it sees neither."""
    nbgrader_base.find_all_files = lambda *arguments: [path for path in find_all_files(*arguments) if is_regular(Path(path))]
    try:
        yield
    finally:
        nbgrader_base.find_all_files = find_all_files
