"""A student's files, from a stub file, a folder, a folder of folders, or zips."""

from __future__ import annotations

import difflib
import hashlib
import io
import os
import re
import stat
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from torchkata.assignment import Assignment, UsageError

MAX_FILE_BYTES = 2**20  # no stub file is a hundredth of that
MAX_ZIP_MEMBERS = 10_000
MAX_ZIP_READ = 4 * 2**20  # bytes at a time, of which a zip's table of contents is the most that is read
UNREADABLE_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError)
ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar")
OTHER_KINDS = {
    b"%PDF": "a PDF", b"PK\x03\x04": "a zip archive", b"\x1f\x8b": "a gzip archive", b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture", b"\x7fELF": "a program", b"{\\rtf": "a text document", b"\xd0\xcf\x11\xe0": "a text document",
}  # fmt: skip
UTF16 = (b"\xff\xfe", b"\xfe\xff")
ENCODING_COMMENT = re.compile(rb"\A(?:[^\n]*\n)?[ \t\f]*#[^\n]*coding[:=]")  # in the first or second line, as Python has it


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
            elif info.st_size > MAX_FILE_BYTES:
                submission.problems[name] = f"{name} has {info.st_size:,} bytes; at most {MAX_FILE_BYTES:,} are graded."
            else:
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
        with _Bounded(path) as file, zipfile.ZipFile(file) as archive:
            if len(archive.infolist()) > MAX_ZIP_MEMBERS:
                return Submission(student, error=f"{path.name} has more than {MAX_ZIP_MEMBERS:,} files; hand in the stub files.")
            members = _members(archive)
            for name in assignment.files:
                if name not in members:
                    submission.problems[name] = _missing(name, sorted(members))
                    continue
                top = min(len(folders) for folders in members[name])
                places = [folders for folders in members[name] if len(folders) == top]
                if len(places) > 1:  # a zip of several students, or a copy: whichever was taken, it could be the wrong one
                    where = " and ".join(sorted("/".join(folders) for folders in places)[:2])
                    return Submission(student, error=f"{path.name} has more than one {name}, in {where}; hand in one.")
                _take_member(submission, name, archive, members[name][places[0]])
    except UNREADABLE_ZIP as error:
        return Submission(student, error=f"{path.name} cannot be read as a zip: {str(error).rstrip('.')}.")
    return submission


class _Bounded(io.FileIO):
    """A file of which nobody reads much at a time: ZipFile would read, and keep, whatever size a zip says its contents have."""

    def read(self, size=-1):
        if size > MAX_ZIP_READ:
            raise zipfile.BadZipFile("its table of contents is too large")
        return super().read(size)


def _members(archive):
    """The zip's files: by name, the folders each is in; of two in one place the last, as for every program that unpacks zips."""
    members = defaultdict(dict)
    for info in archive.infolist():
        *folders, name = info.filename.replace("\\", "/").split("/")
        if name and "__MACOSX" not in folders:
            members[name][tuple(folder for folder in folders if folder not in ("", "."))] = info
    return members


def _take_member(submission, name, archive, info):
    mode = info.external_attr >> 16  # of Unix; 0 where the zip was made elsewhere
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        submission.problems[name] = f"{name} is not a regular file; hand in the file itself."
        return
    if info.flag_bits & 1:
        raise zipfile.BadZipFile(f"{name} is encrypted; hand it in without a password")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # which Python inflates without any bound
        raise zipfile.BadZipFile(f"{name} is compressed in an unusual way; make an ordinary zip")
    with archive.open(info) as file:
        # Whatever size the headers claim; and what takes that many bytes before it is inflated is no stub file either.
        content = file.read(MAX_FILE_BYTES + 1) if info.compress_size <= 2 * MAX_FILE_BYTES else None
    if content is None or len(content) > MAX_FILE_BYTES:
        submission.problems[name] = f"{name} has more than {MAX_FILE_BYTES:,} bytes, which is the most that is graded."
    else:
        _take(submission, name, content)


@dataclass(frozen=True)
class Source:
    """A submission that was found and is not read yet: a class of any size takes little memory.

    Attributes:
        student: whose it is.
        place: the folder or zip.
        read: gives the Submission; never raises.
    """

    student: str
    place: Path
    read: Callable[[], Submission]


def find_submissions(assignment: Assignment, paths: list[Path]) -> list[Source]:
    """Every submission that the paths hold, by student: a stub file, a folder with stub files, a folder of such folders
    (each folder's name is the student), or zips (the zip's name is the student).

    Whatever is wrong with one submission is said when it is read, and stops no other.

    Raises:
        UsageError: a path is not there, or cannot be read, or holds no submission.
    """
    found = defaultdict(dict)  # by student, and by where it lies
    for path in map(Path, paths):
        try:
            for source in _find(assignment, path):
                found[source.student][source.place.resolve()] = source
        except OSError as error:
            raise UsageError(f"{_printable(str(path))} cannot be read: {error.strerror}") from None
    return [_only_one(student, found[student]) for student in sorted(found)]


def _only_one(student, sources):
    if len(sources) == 1:
        return next(iter(sources.values()))
    first, second = sorted(_printable(str(place)) for place in sources)[:2]
    return _refused(student, Path(first), f"There are several submissions of {student}, such as {first} and {second}; keep one.")


def _find(assignment, path):
    if not path.exists():
        near = difflib.get_close_matches(path.name, _names(path.parent), n=1)
        raise UsageError(f"{path} does not exist" + (f"; did you mean {path.parent / near[0]}?" if near else ""))
    if path.is_file():
        if path.suffix.lower() == ".zip":
            return [_zip(assignment, path)]
        if path.name not in assignment.files:
            files = ", ".join(assignment.files)
            raise UsageError(f"{path} is none of {assignment.name}'s files ({files}); name one, or its folder")
        student = _printable(path.resolve().parent.name)
        return [Source(student, path.parent, lambda: _one_file(assignment, path, student))]
    if not path.is_dir():
        raise UsageError(f"{path} is neither a file nor a folder")
    below = [p for p in sorted(path.iterdir()) if not p.name.startswith(".")]
    students = [p for p in below if p.is_dir() or p.suffix.lower() in ARCHIVES]
    if not students or _has_any(path, assignment.files):
        return [_folder(assignment, path, path.resolve().name)]
    if any((p / assignment.name).is_dir() for p in students):  # nbgrader's submitted/: who lacks it there handed in nothing
        students = [p for p in students if not p.is_dir() or _has_any(p, (assignment.name, *assignment.files))]
    return [_of_student(assignment, p) for p in students]


def _has_any(folder, names):
    return any(os.path.lexists(folder / name) for name in names)


def _of_student(assignment, path):
    """What a class's folder has of one student: a folder or a zip."""
    student = _printable(path.name if path.is_dir() else path.stem)
    if path.is_symlink():
        return _refused(student, path, f"{path.name} is a symbolic link, which is not followed.")
    if path.is_dir():
        inner = path / assignment.name  # in nbgrader's submitted/ the files lie one level deeper
        if inner.is_symlink():
            return _refused(student, path, f"{path.name}/{inner.name} is a symbolic link, which is not followed.")
        return _folder(assignment, inner if inner.is_dir() else path, path.name)
    if path.suffix.lower() != ".zip":
        return _refused(student, path, f"{path.name} is no zip; hand in the files, or a zip of them.")
    if not path.is_file():
        return _refused(student, path, f"{path.name} is not a regular file.")
    return _zip(assignment, path)


def _folder(assignment, path, name):
    student = _printable(name)
    return Source(student, path, lambda: read_submission(assignment, path, student))


def _zip(assignment, path):
    student = _printable(path.stem)
    return Source(student, path, lambda: read_zip(assignment, path, student))


def _refused(student, path, error):
    return Source(student, path, lambda: Submission(student, error=error))


def _one_file(assignment, path, student):
    """The stub file alone, whatever lies beside it."""
    submission = read_submission(assignment, path.parent, student)
    for name in assignment.files:
        if name != path.name:
            submission.files.pop(name, None)
            submission.problems[name] = f"{name} was not handed in."
    return submission


def _printable(name):
    """A file's name as text that every format can hold: bytes that are no UTF-8 are written as \\xff."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _names(folder):
    return [p.name for p in folder.iterdir()] if folder.is_dir() else []


def _missing(name, present):
    others = [p for p in present if p != name and not p.startswith((".", "test_"))]  # visible tests lie there, too
    near = difflib.get_close_matches(name, others, n=1, cutoff=0.7)
    archive = next((p for p in others if Path(p).suffix.lower() in ARCHIVES), None)
    if near:
        return f"{name} was not handed in; there is a {near[0]}: rename it to {name}."
    if archive:
        return f"{name} was not handed in; there is a {archive}, which is not opened: hand in the files themselves."
    return f"{name} was not handed in."


def _take(submission, name, content):
    """Take the file's content, or say why it is no Python file."""
    kind = next((kind for magic, kind in OTHER_KINDS.items() if content.startswith(magic)), None)
    start = content[:1000].lstrip().lower()
    if start.startswith(b"{") and b'"cells"' in content:
        kind = "a notebook"
    elif start.startswith((b"<!doctype html", b"<html")):
        kind = "a web page"
    if kind:
        submission.problems[name] = f"{name} is not a Python file but {kind}; hand in the .py file with your code."
    elif not content.strip():
        submission.problems[name] = f"{name} is empty."
    elif content.startswith(UTF16):
        submission.problems[name] = f"{name} is saved as UTF-16, which Python does not read; save it as UTF-8."
    elif (line := _not_utf8(content)) is not None:
        submission.problems[name] = (
            f"{name}, line {line} has a character that is not UTF-8, so Python cannot read the file; save it as UTF-8."
        )
    else:
        submission.files[name] = content


def _not_utf8(content):
    """The number of the line in which the content is no UTF-8; None if it is, or if it says that its encoding is another."""
    try:
        content.decode()
    except UnicodeDecodeError as error:
        return None if ENCODING_COMMENT.match(content) else content.count(b"\n", 0, error.start) + 1
    return None
