"""What a student hands in: looked at as the grader will, and written as one zip."""

from __future__ import annotations

import contextlib
import logging
import shutil
import tempfile
import time
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

from torchkata.assignment import Assignment, UsageError
from torchkata.files import open_whole
from torchkata.student.progress import Progress
from torchkata.student.spare import SparePython
from torchkata.student.visible import VisibleResult, run_visible_tests
from torchkata.submission import Submission, read_submission

CODE_LENGTH = 8  # letters of the hash: enough to tell one hand-in from another


@dataclass(frozen=True)
class Packed:
    """A submission as it will be graded: its files, what the visible tests say of exactly these, and what stays behind."""

    assignment: Assignment
    submission: Submission
    results: list[VisibleResult]
    left_behind: list[str]

    @property
    def code(self) -> str:
        """A short code of the files that are graded; the feedback page shows it too."""
        return self.submission.sha256[:CODE_LENGTH]

    @property
    def unwritten(self) -> list[str]:
        """The exercises of which nothing is written."""
        return [result.exercise for result in self.results if result.unwritten]

    @property
    def notebook(self) -> str | None:
        """The name of the assignment's notebook, which comes along where it is there."""
        name = f"{self.assignment.name}.ipynb"
        return name if (self.assignment.folder / name).is_file() else None


def look(assignment: Assignment, python: SparePython) -> Packed:
    """The files that would be graded, run alone in a folder of their own.

    Raises:
        UsageError: there is nothing to grade.
    """
    submission = read_submission(assignment, assignment.folder, "")
    if submission.error:
        raise UsageError(f"there is nothing to hand in: {submission.error}")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        alone = Path(temporary) / assignment.name
        alone.mkdir()
        for name, content in (submission.files | submission.helpers).items():
            (alone / name).write_bytes(content)
        for name in ("assignment.toml", *(f"test_{file}" for file in assignment.files)):
            if (assignment.folder / name).is_file():
                shutil.copy(assignment.folder / name, alone)
        there = replace(assignment, folder=alone)
        results = run_visible_tests(python, there, list(assignment.exercises))
        Progress(there).forget()
    taken = {*submission.files, *submission.helpers, f"{assignment.name}.ipynb", "assignment.toml", f"{assignment.name}.zip"}
    present = (path.name for path in assignment.folder.iterdir() if path.is_file() and not path.name.startswith("."))
    left_behind = sorted(name for name in present if name not in taken and not name.startswith("test_"))
    return Packed(assignment, submission, results, left_behind)


def write(packed: Packed) -> Path:
    """Write the zip of the files that are graded, and of the notebook; whole, or not at all."""
    folder = packed.assignment.folder
    target = folder / f"{packed.assignment.name}.zip"
    contents = packed.submission.files | packed.submission.helpers
    if packed.notebook:
        contents = contents | {packed.notebook: (folder / packed.notebook).read_bytes()}
    with open_whole(target, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(contents.items()):
            archive.writestr(zipfile.ZipInfo(name, _changed(folder / name)), content, zipfile.ZIP_DEFLATED)
    return target


def _changed(path):
    """When a file was changed, as a zip tells it; one that was taken by another name was changed now."""
    with contextlib.suppress(OSError):
        return time.localtime(path.stat().st_mtime)[:6]
    return time.localtime()[:6]


def exchange_command(assignment: Assignment) -> str | None:
    """The command that hands in by nbgrader's exchange, where this machine is set up for a course; otherwise None."""
    try:
        from nbgrader.apps import NbGrader
    except ImportError:
        return None
    app = NbGrader(log_level=logging.CRITICAL)
    with contextlib.suppress(Exception):  # a broken configuration of Jupyter's is no matter of a zip
        app.load_config_file()
        course = app.config.CourseDirectory.get("course_id")
        if isinstance(course, str) and course:
            return f'nbgrader submit {assignment.name} --course "{course}"'
    return None
