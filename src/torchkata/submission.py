"""A student's files: which files of a folder or a zip are the assignment's, and what is wrong with the others.

A folder is read as deep as a zip is. Nothing is unpacked to disk, and nothing is executed.
"""

from __future__ import annotations

import ast
import contextlib
import difflib
import hashlib
import importlib.util
import json
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from torchkata.assignment import Assignment
from torchkata.entries import (
    ARCHIVES,
    MAX_ENTRIES,
    MAX_FILE_BYTES,
    MAX_NOTEBOOK_BYTES,
    UNREADABLE_ZIP,
    Entry,
    Unfit,
    members_of,
    open_archive,
    reader_of,
    walk,
)

MAX_HELPERS, MAX_HELPER_BYTES = 20, 2**17
NOT_WORK = ("timestamp.txt", "submission_secret.txt", "assignment.toml")  # beside the work, made by nbgrader or handed out
NO_HELPERS = ("conftest", "setup", "sitecustomize", "usercustomize", "nbgrader_config")  # which other programs would run
OTHER_KINDS = {
    b"%PDF": "a PDF", b"PK\x03\x04": "a zip archive", b"\x1f\x8b": "a gzip archive", b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture", b"\x7fELF": "a program", b"{\\rtf": "a text document", b"\xd0\xcf\x11\xe0": "a text document",
}  # fmt: skip
UTF16 = (b"\xff\xfe", b"\xfe\xff")
ENCODING_COMMENT = re.compile(rb"\A(?:[^\n]*\n)?[ \t\f]*#[^\n]*coding[:=]")  # in the first or second line, as Python has it
# What file managers, browsers and platforms make of a name: "Copy of x.py", "x - Copy (2).py", "x (1).py", "x-1.py", "x.py.txt".
BEFORE_A_COPY = re.compile(r"^(copy of|kopie von|copie de) ", re.IGNORECASE)
BEHIND_A_COPY = re.compile(r"( ?- ?(copy|kopie|copie)| copy| ?\(\d+\)|-\d+| \d+)+$", re.IGNORECASE)
OF_A_PLATFORM = re.compile(r"^.*(\d|_assignsubmission_file)_(?=[^_])")  # a student's name and numbers before the file's name


@dataclass
class Submission:
    """One student's stub files.

    Attributes:
        student: whose they are.
        files: their contents by name; of the assignment's files only.
        problems: for each file of the assignment that is not there or cannot be taken, a sentence.
        error: why the whole submission cannot be graded.
        helpers: other small Python files beside them, which they may import; nothing in those is graded.
        notes: what else a person should know, a sentence each: which file was taken for which, for one.
        untouched: the files that are still as they were handed out.
        newest: when the newest of the files in a zip was changed, as the zip says; None where nobody says.
        notebook: the assignment's, where it came along: nothing in it is graded, but students write to their teacher there.
    """

    student: str
    files: dict[str, bytes] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    error: str | None = None
    helpers: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    untouched: tuple[str, ...] = ()
    newest: tuple[int, ...] | None = None
    notebook: bytes | None = field(default=None, repr=False, compare=False)

    @property
    def sha256(self) -> str:
        """Of all files that run where they are graded, names and contents."""
        digest = hashlib.sha256()
        for name, content in sorted((self.files | self.helpers).items()):
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
        return digest.hexdigest()

    @property
    def not_started(self) -> bool:
        return bool(self.files) and set(self.untouched) == set(self.files)


# ---- folders, zips, loose files ------------------------------------------------------------------------------------


def read_submission(assignment: Assignment, folder: Path, student: str) -> Submission:
    """The assignment's files in `folder`; what is missing or unfit is a problem of that file, never an exception."""
    try:
        entries = list(walk(Path(folder)))
    except OSError as error:
        return Submission(student, error=f"{folder} cannot be read: {error.strerror}.")
    return read_entries(assignment, entries, student)


def read_entries(assignment: Assignment, entries: list[Entry], student: str, *, say=True) -> Submission:
    """The assignment's files among these; where one zip and no work lies there, those in the zip, which is said where `say`."""
    zips = [entry for entry in entries if entry.name.lower().endswith(".zip")]
    if not zips or holds_work(assignment, entries):
        return assemble(assignment, student, entries)
    if len(zips) > 1:
        names = " and ".join(sorted(entry.path for entry in zips)[:2])
        return Submission(student, error=f"There are several zips, such as {names}; hand in one.")
    submission = _read_archive(assignment, zips[0], student)
    submission.notes[:0] = [f"{zips[0].path} was opened."] if say else []
    return submission


def read_zip(assignment: Assignment, path: Path, student: str) -> Submission:
    """The assignment's files in a zip; nothing is unpacked to disk."""
    return _read_archive(assignment, Entry((), path.name, reader_of(path), place=path), student)


def _read_archive(assignment, entry, student):
    try:
        with open_archive(entry) as file, zipfile.ZipFile(file) as archive:
            if len(archive.infolist()) > MAX_ENTRIES:
                return Submission(student, error=f"{entry.name} has more than {MAX_ENTRIES:,} files; hand in the stub files.")
            return assemble(assignment, student, members_of(archive), entry.name)
    except Unfit as unfit:
        return Submission(student, error=f"{entry.name} {unfit}")
    except UNREADABLE_ZIP as error:
        return Submission(student, error=f"{entry.name} cannot be read as a zip: {str(error).rstrip('.')}.")


def read_files(assignment: Assignment, paths: dict[str, Path], student: str) -> Submission:
    """The assignment's files among single files, by the name that each stands for."""
    entries = [Entry((), name, reader_of(path), place=path) for name, path in paths.items()]
    return read_entries(assignment, entries, student, say=False)


# ---- which files are the assignment's ------------------------------------------------------------------------------


def stands_for(name: str, stubs: Iterable[str]) -> str | None:
    """The stub file that a file of this name is, or is a copy of as file managers, browsers and platforms name one; or None."""
    if name in stubs:
        return name
    if not name.lower().endswith((".py", ".py.txt")):
        return None
    stem = name[: name.lower().rindex(".py")]
    plain = BEHIND_A_COPY.sub("", BEFORE_A_COPY.sub("", stem)).strip()
    for candidate in (stem, plain, OF_A_PLATFORM.sub("", stem), OF_A_PLATFORM.sub("", plain)):
        found = next((stub for stub in stubs if stub.lower() == f"{candidate}.py".lower()), None)
        if found:
            return found
    return None


def holds_work(assignment: Assignment, entries: Iterable[Entry]) -> bool:
    """Whether one of the files stands for a stub file."""
    return any(stands_for(entry.name, assignment.files) for entry in entries)


def assemble(assignment: Assignment, student: str, entries: list[Entry], archive: str | None = None) -> Submission:
    """The submission that these files make; `archive` is the zip that they come from."""
    submission = Submission(student)
    names = [entry.name for entry in entries]
    candidates = defaultdict(list)
    for entry in entries:
        candidates[stands_for(entry.name, assignment.files)].append(entry)
    chosen = {}
    for stub in assignment.files:
        try:
            entry = _chosen(stub, candidates[stub])
        except _Ambiguous as error:
            return Submission(student, error=f"{archive or 'The submission'} {error}; hand in one.")
        if entry is None:
            submission.problems[stub] = _missing(stub, names)
            continue
        chosen[stub] = entry
        try:
            _take(submission, stub, entry.read(MAX_FILE_BYTES))
        except Unfit as unfit:
            submission.problems[stub] = f"{stub} {unfit}"
    _note_places(submission, chosen, archive)
    submission.untouched = tuple(name for name in submission.files if _is_untouched(assignment, name, submission.files[name]))
    _note_newer_copies(submission, assignment, chosen, candidates)
    notebook = _notebook_sentence(assignment, submission, entries)
    if not chosen:
        return Submission(student, error=_nothing(assignment, archive, names) + (f" {notebook}" if notebook else ""))
    if not submission.files:
        reasons = [submission.problems[name] for name in chosen] + ([notebook] if notebook else [])
        return Submission(student, error=" ".join(reasons))
    submission.notes += [notebook] if notebook else []
    submission.helpers = _helpers(submission, assignment, {entry.folders for entry in chosen.values()}, entries)
    dates = [entry.changed for entry in chosen.values() if entry.changed]
    submission.newest = max(dates, default=None)
    submission.notebook = _own_notebook(assignment, entries)
    return submission


class _Ambiguous(Exception):
    """There are several files that could be the same stub."""


def _chosen(stub, candidates):
    """The candidate nearest to the top, by its right name if there is one; what is no regular file only where there is no other."""
    candidates = _readable(candidates) or candidates
    if not candidates:
        return None
    top = min(len(entry.folders) for entry in candidates)
    nearest = [entry for entry in candidates if len(entry.folders) == top]
    nearest = [entry for entry in nearest if entry.name == stub] or nearest
    if len(nearest) > 1:
        if len({entry.folders for entry in nearest}) > 1:  # a zip of several students, or a copy: any could be the wrong one
            where = " and ".join(sorted("/".join(entry.folders) or "the top" for entry in nearest)[:2])
            raise _Ambiguous(f"has more than one {stub}, in {where}")
        if len({entry.read(MAX_FILE_BYTES) for entry in _readable(nearest)}) != 1:
            raise _Ambiguous(f"has no {stub}, but {listed(sorted(entry.name for entry in nearest)[:3])}")
    return nearest[0]


def _readable(candidates):
    readable = []
    for entry in candidates:
        try:
            entry.read(MAX_FILE_BYTES)
        except Unfit:
            continue
        readable.append(entry)
    return readable


def _missing(name, present):
    others = [p for p in present if p != name and not p.startswith((".", "test_"))]  # visible tests lie there, too
    near = difflib.get_close_matches(name, [p for p in others if p.lower().endswith(".py")], n=1, cutoff=0.7)
    archive = next((p for p in others if Path(p).suffix.lower() in ARCHIVES), None)
    if near:
        return f"{name} was not handed in; there is a {near[0]}: rename it to {name}."
    if archive:
        return f"{name} was not handed in; there is a {archive}, which is not opened: hand in the files themselves."
    return f"{name} was not handed in."


def _nothing(assignment, archive, names):
    """Why a submission without any stub file is not graded."""
    files = listed(assignment.files, "or")
    there = [name for name in dict.fromkeys(names) if not name.startswith((".", "test_")) and name not in NOT_WORK]
    if not there:
        return f"No {files} was found: {archive or 'the folder'} is empty."
    advice = next((s for f in assignment.files if ": " in (s := _missing(f, names))), "")
    advice = advice.partition("; there is a ")[2]
    if advice:
        return f"No {files} was found; there is a {advice}"
    seen = f"{'is' if len(there) == 1 else 'are'} {listed(there[:5])}"
    return f"No {files} was found; there {seen}{' and more' if len(there) > 5 else ''}."


def listed(names: Iterable[str], word="and") -> str:
    """Names as a phrase: "a", "a and b", "a, b and c"."""
    *before, last = names
    return f"{', '.join(before)} {word} {last}" if before else last


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


# ---- what else a person should know --------------------------------------------------------------------------------


def _note_places(submission, chosen, archive):
    """Say which file was taken for which, where that is not the plain case."""
    renamed = [f"{entry.path} was taken for {stub}." for stub, entry in chosen.items() if entry.name != stub]
    submission.notes += renamed
    deep = defaultdict(list)
    for stub, entry in chosen.items():
        if archive is None and entry.folders and entry.name == stub:
            deep["/".join(entry.folders)].append(stub)
    submission.notes += [
        f"{listed(stubs)} {'was' if len(stubs) == 1 else 'were'} found in {folder}." for folder, stubs in deep.items()
    ]


def _is_untouched(assignment, name, content):
    """Whether a file is still the stub, whatever an editor did to its line ends."""
    try:
        return _normal((assignment.folder / name).read_bytes()) == _normal(content)
    except OSError:
        return False


def _normal(content):
    return [line.rstrip() for line in content.removeprefix(b"\xef\xbb\xbf").strip().splitlines()]


def _note_newer_copies(submission, assignment, chosen, candidates):
    for stub in submission.untouched:
        taken = chosen[stub]
        copies = [entry for entry in candidates[stub] if entry is not taken and entry.folders == taken.folders]
        changed = [e.name for e in _readable(copies) if not _is_untouched(assignment, stub, e.read(MAX_FILE_BYTES))]
        if changed:
            submission.notes.append(
                f"{taken.name} is as it was handed out and was graded; {listed(changed)} beside it was not: is that the work?"
            )


def _helpers(submission, assignment, places, entries):
    """Small Python files beside the stub files, unless Python would find another module of that name first."""
    helpers = {}
    for entry in entries:
        stem, dot, suffix = entry.name.rpartition(".")
        if entry.folders not in places or suffix != "py" or not dot or not stem.isidentifier() or entry.name in helpers:
            continue
        if stands_for(entry.name, assignment.files) or stem.startswith(("test_", "__")) or stem in NO_HELPERS:
            continue
        if _is_a_library(stem):
            submission.notes.append(f"{entry.name} was left out: Python has a module of that name.")
            continue
        try:
            content = entry.read(MAX_HELPER_BYTES)
        except Unfit as unfit:
            submission.notes.append(f"{entry.name} {unfit}")
            continue
        if len(helpers) < MAX_HELPERS:
            helpers[entry.name] = content
        else:
            submission.notes.append(
                f"{entry.name} was left out: at most {MAX_HELPERS} files beside the stub files are taken along."
            )
    return helpers


def _is_a_library(stem):
    if stem in sys.stdlib_module_names:
        return True
    try:
        return importlib.util.find_spec(stem) is not None
    except (ImportError, ValueError):
        return True


def _notebook_sentence(assignment, submission, entries):
    """What a notebook defines that was to be written into a file which is not there, or is as it was handed out; or nothing."""
    wanted = {
        name: exercise.file
        for exercise in assignment.exercises
        if exercise.file not in submission.files or exercise.file in submission.untouched
        for name in exercise.defines
    }
    for entry in entries:
        if wanted and entry.name.lower().endswith(".ipynb"):
            try:
                defined = _defined(entry.read(MAX_NOTEBOOK_BYTES)) - _defined_in_the_tour(assignment)
            except (Unfit, ValueError):
                continue
            found = [name for name in wanted if name in defined]
            if found:
                files = listed(dict.fromkeys(wanted[name] for name in found))
                verb = "are" if " and " in files else "is"
                some = listed(found[:3]) + (" and more" if len(found) > 3 else "")
                return f"The notebook {entry.name} defines {some}, but only {files} {verb} graded: copy the code there."
    return ""


def _own_notebook(assignment, entries):
    """The assignment's notebook, that nearest the top; None where it did not come along or cannot be read."""
    own = [entry for entry in entries if entry.name == f"{assignment.name}.ipynb"]
    for entry in sorted(own, key=lambda entry: len(entry.folders))[:1]:
        with contextlib.suppress(Unfit, *UNREADABLE_ZIP):  # which is no reason not to grade the files
            return entry.read(MAX_NOTEBOOK_BYTES)
    return None


def _defined(notebook):
    """The classes and functions that a notebook's cells define. Raises ValueError: it is no notebook."""
    cells = json.loads(notebook)
    cells = cells.get("cells", []) if isinstance(cells, dict) else []
    names = set()
    for cell in cells if isinstance(cells, list) else []:
        source = cell.get("source", "") if isinstance(cell, dict) and cell.get("cell_type") == "code" else ""
        source = "".join(map(str, source)) if isinstance(source, list) else str(source)
        plain = "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in source.split("\n"))
        try:
            body = ast.parse(plain).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        names |= {node.name for node in body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    return names


def _defined_in_the_tour(assignment):
    try:
        return _defined((assignment.folder / f"{assignment.name}.ipynb").read_bytes())
    except (OSError, ValueError):
        return set()
