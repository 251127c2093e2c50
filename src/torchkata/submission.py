"""A student's files, from a stub file, a folder, a folder of folders, or zips."""

from __future__ import annotations

import difflib
import hashlib
import lzma
import stat
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path

from torchkata.assignment import Assignment, UsageError

MAX_FILE_BYTES = 2**20  # no stub file is a hundredth of that
MAX_ZIP_MEMBERS = 10_000
UNREADABLE_ZIP = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, OSError, EOFError, ValueError,
)  # fmt: skip


@dataclass
class Submission:
    """One student's stub files.

    Attributes:
        student: whose they are.
        files: their contents by name; of the assignment's files only.
        problems: for each file of the assignment that is not there or cannot be taken, a sentence.
        error: why the whole submission cannot be graded.
    """

    student: str
    files: dict[str, bytes] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    error: str | None = None

    @property
    def sha256(self) -> str:
        """Of the files that are graded, names and contents."""
        digest = hashlib.sha256()
        for name, content in sorted(self.files.items()):
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
        return digest.hexdigest()


def read_submission(assignment: Assignment, folder: Path, student: str) -> Submission:
    """The assignment's files in `folder`; what is missing or unfit is a problem of that file, never an exception."""
    folder = Path(folder)
    submission = Submission(student)
    try:
        present = sorted(p.name for p in folder.iterdir())
    except OSError as error:
        return Submission(student, error=f"{folder} cannot be read: {error.strerror}.")
    for name in assignment.files:
        path = folder / name
        try:
            info = path.lstat()
            if not stat.S_ISREG(info.st_mode):
                submission.problems[name] = f"{name} is not a regular file; hand in the file itself."
                continue
            if info.st_size > MAX_FILE_BYTES:
                submission.problems[name] = f"{name} has {info.st_size:,} bytes; at most {MAX_FILE_BYTES:,} are graded."
                continue
            _take(submission, name, path.read_bytes())
        except FileNotFoundError:
            submission.problems[name] = _missing(name, present)
        except OSError as error:
            submission.problems[name] = f"{name} cannot be read: {error.strerror}."
    return submission


def read_zip(assignment: Assignment, path: Path, student: str) -> Submission:
    """The assignment's files in a zip, at its top or in one folder; nothing is unpacked to disk."""
    submission = Submission(student)
    try:
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > MAX_ZIP_MEMBERS:
                return Submission(student, error=f"{path.name} has more than {MAX_ZIP_MEMBERS:,} files; hand in the stub files.")
            members = {}
            for info in sorted(archive.infolist(), key=lambda i: i.filename.count("/"), reverse=True):
                members[info.filename.rpartition("/")[2]] = info  # the one nearest to the top stays
            for name in assignment.files:
                if name not in members:
                    submission.problems[name] = _missing(name, sorted(members))
                    continue
                with archive.open(members[name]) as file:
                    content = file.read(MAX_FILE_BYTES + 1)  # whatever size its header claims
                if len(content) > MAX_FILE_BYTES:
                    submission.problems[name] = f"{name} has more than {MAX_FILE_BYTES:,} bytes, which is the most that is graded."
                else:
                    _take(submission, name, content)
    except UNREADABLE_ZIP as error:
        return Submission(student, error=f"{path.name} cannot be read as a zip: {error}.")
    return submission


@dataclass(frozen=True)
class Source:
    """Where a submission lies: whose it is, and the function that reads it."""

    student: str
    read: Callable[[], Submission]


def find_submissions(assignment: Assignment, paths: list[Path]) -> list[Source]:
    """Where every submission lies that the paths hold, by student: a stub file, a folder with stub files, a folder of such
    folders (each folder's name is the student), or zips (the zip's name is the student). Nothing is read yet.

    Raises:
        UsageError: a path is not there, or holds no submission; or two submissions have one student's name.
    """
    found = sorted((source for path in map(Path, paths) for source in _find(assignment, path)), key=lambda s: s.student)
    for source, following in pairwise(found):
        if source.student == following.student:
            raise UsageError(f"two submissions are called {source.student}; give each student's folder a name of its own")
    return found


def _find(assignment, path):
    if not path.exists():
        near = difflib.get_close_matches(path.name, _names(path.parent), n=1)
        raise UsageError(f"{path} does not exist" + (f"; did you mean {path.parent / near[0]}?" if near else ""))
    if path.is_file():
        if path.suffix == ".zip":
            return [_source(read_zip, assignment, path, path.stem)]
        if path.name not in assignment.files:
            raise UsageError(f"{path} is none of {assignment.name}'s files ({', '.join(assignment.files)}); name one, or its folder")
        return [_source(_read_one_file, assignment, path, path.resolve().parent.name)]
    if not path.is_dir():
        raise UsageError(f"{path} is neither a file nor a folder")
    if any((path / name).exists() for name in assignment.files):
        return [_source(read_submission, assignment, path, path.resolve().name)]
    below = [p for p in sorted(path.iterdir()) if not p.name.startswith(".")]
    folders = [p for p in below if p.is_dir()]
    zips = [p for p in below if p.suffix == ".zip" and p.is_file()]
    if not folders and not zips:
        return [_source(read_submission, assignment, path, path.resolve().name)]
    return [_source(_read_folder, assignment, p, p.name) for p in folders] + [_source(read_zip, assignment, p, p.stem) for p in zips]


def _source(read, assignment, path, student):
    return Source(student, partial(read, assignment, path, student))


def _read_folder(assignment, folder, student):
    """A student's folder; in nbgrader's submitted/ the files lie one level deeper, in the assignment's."""
    inner = folder / assignment.name
    return read_submission(assignment, inner if inner.is_dir() else folder, student)


def _read_one_file(assignment, path, student):
    submission = read_submission(assignment, path.parent, student)
    for name in assignment.files:
        if name != path.name:
            submission.files.pop(name, None)
            submission.problems[name] = f"{name} was not handed in."
    return submission


def _names(folder):
    return [p.name for p in folder.iterdir()] if folder.is_dir() else []


def _missing(name, present):
    theirs = [p for p in present if p != name and not p.startswith("test_")]  # visible tests lie there, too
    near = difflib.get_close_matches(name, theirs, n=1, cutoff=0.7)
    return f"{name} was not handed in" + (f"; there is a {near[0]}: rename it to {name}." if near else ".")


def _take(submission, name, content):
    kinds = {b"%PDF": "a PDF", b"PK\x03\x04": "a zip archive", b"\x89PNG": "a picture", b"\x7fELF": "a program"}
    kind = next((kind for magic, kind in kinds.items() if content.startswith(magic)), None)
    if content.lstrip()[:1] == b"{" and b'"cells"' in content:
        kind = "a notebook"
    if kind:
        submission.problems[name] = f"{name} is not a Python file but {kind}; hand in the .py file with your code."
    elif not content.strip():
        submission.problems[name] = f"{name} is empty."
    else:
        submission.files[name] = content
