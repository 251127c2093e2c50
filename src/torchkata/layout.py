"""Who handed in what: how the folder of a class is laid out.

Every folder, zip and loose file of it ends as a source, which is graded or says why it is not, or as left out, with the reason.
Which names a learning platform made, and what they say, is lms/'s: a further platform is a file there.
"""

from __future__ import annotations

import difflib
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from torchkata.assignment import COURSE_FILE, Assignment, Kit, UsageError
from torchkata.entries import ARCHIVES, OF_A_SYSTEM, UNREADABLE_ZIP, TopOfFolder, TopOfZip, Unfit, walk
from torchkata.lms.handin import HandIn, is_later
from torchkata.lms.recognise import recognise
from torchkata.submission import (
    BEHIND_A_COPY,
    Submission,
    holds_work,
    listed,
    read_entries,
    read_files,
    read_submission,
    read_zip,
    stands_for,
)

OF_A_COURSE = ("source", "release", "submitted", "autograded", "feedback")  # folders of nbgrader's
WORK = (".py", ".ipynb", ".pdf", ".docx", *ARCHIVES)  # endings of what a student may have handed in


@dataclass(frozen=True)
class Source:
    """A submission that was found and is not read yet: a class of any size takes little memory.

    Attributes:
        student: whose it is.
        place: the folder or zip.
        read: gives the Submission; never raises.
        handin: what a platform's name says of it; None where no platform named it.
    """

    student: str
    place: Path
    read: Callable[[], Submission]
    handin: HandIn | None = None


@dataclass(frozen=True)
class LeftOut:
    """Something beside the submissions: where, why it is none, and whether it may be somebody's work all the same."""

    path: str
    why: str
    may_be_work: bool = False


@dataclass
class Found:
    """What the paths of a class hold."""

    sources: list[Source] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def add(self, other: Found):
        self.sources += other.sources
        self.left_out += other.left_out


def find_submissions(assignment: Assignment, paths: Iterable[Path]) -> Found:
    """Every submission that the paths hold, by student: a stub file, a folder with stub files, a folder of such folders
    (each folder's name is the student), zips (the zip's name is the student), or what a platform lets its teachers download,
    unpacked or as a zip.

    Whatever is wrong with one submission is said when it is read, and stops no other.

    Raises:
        UsageError: a path is not there, or cannot be read, or holds something else than submissions.
    """
    found = Found()
    for path in map(Path, paths):
        try:
            found.add(_find(assignment, path))
        except OSError as error:
            raise UsageError(f"{printable(str(path))} cannot be read: {error.strerror}") from None
    by_student = defaultdict(dict)  # and by where it lies: a path may be named twice
    for source in _without_download_numbers(found.sources):
        by_student[source.student][source.place.resolve()] = source
    left_out = {item.path: item for item in found.left_out}
    return Found([_one_of(student, list(by_student[student].values())) for student in sorted(by_student)], list(left_out.values()))


def printable(name: str) -> str:
    """A file's name as text that every format can hold: bytes that are no UTF-8 are written as \\xff."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


# ---- one path ------------------------------------------------------------------------------------------------------


def _find(assignment, path):
    if not path.exists():
        near = difflib.get_close_matches(path.name, [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else [], n=1)
        raise UsageError(f"{path} does not exist" + (f"; did you mean {path.parent / near[0]}?" if near else ""))
    path = path.absolute()  # nbgrader leaves the working folder while it records, and others are read meanwhile
    if path.is_file():
        if path.suffix.lower() == ".zip":
            return _platforms_zip(assignment, path) or Found([_zip(assignment, path, printable(path.stem))])
        return Found([_single_file(assignment, path)])
    if not path.is_dir():
        raise UsageError(f"{path} is neither a file nor a folder")
    _refuse_course(path)
    below = sorted(path.iterdir())
    members = [p for p in below if _may_be_a_student(p)]
    inner = [p for p in members if is_called_like(p.name, assignment)]
    if inner and all(_is_called_like_any(p.name, assignment) for p in members):  # submitted/STUDENT
        _refuse_folder_above(assignment, path, inner)
        return _of_student(assignment, path, printable(path.resolve().name), nbgrader=True)
    top = TopOfFolder(path)
    handins = _handins(assignment, top, folders=not _is_nbgraders(assignment, members))
    rest = [p for p in below if p.name not in handins]
    members = [p for p in members if p.name not in handins]
    if not handins and _is_one_submission(assignment, path, below, members):
        return Found([_folder(assignment, path, _student_of(path, assignment))])
    found = _of_class(assignment, path, members)
    found.sources += _of_platform(assignment, top, handins)
    found.left_out += [LeftOut(printable(str(p)), *_why_left_out(assignment, p)) for p in rest if p not in members]
    return found


def _single_file(assignment, path):
    stub = stands_for(path.name, assignment.files)
    if stub is None:
        files = ", ".join(assignment.files)
        raise UsageError(f"{path} is none of {assignment.name}'s files ({files}); name one, or its folder")
    student = _student_of(path.parent, assignment)

    def read():
        submission = read_files(assignment, {path.name: path}, student)
        alone = read_submission(assignment, path.parent, student)
        submission.helpers = alone.helpers if stub in alone.files else {}
        return submission

    return Source(student, path.parent, read)


def _student_of(folder, assignment):
    """The folder's name; where that is the assignment's, the name of the folder around it."""
    folder = folder.resolve()
    return printable((folder.parent if is_called_like(folder.name, assignment) else folder).name)


def _refuse_course(path):
    """Raises UsageError where the path is a course, or a folder of one that holds no submissions."""
    place = path.resolve()
    if (place / COURSE_FILE).exists() and any((place / name).is_dir() for name in OF_A_COURSE):
        raise UsageError(f"{path} is a course; name the folder of what was handed in: {path / 'submitted'}")
    if place.name in ("source", "release", "feedback") and (place.parent / COURSE_FILE).exists():
        raise UsageError(
            f"{path} holds what a course gives out; name the folder of what was handed in: {place.parent / 'submitted'}"
        )


def _may_be_a_student(path):
    return path.name not in OF_A_SYSTEM and not path.name.startswith(".") and (path.is_dir() or path.suffix.lower() in ARCHIVES)


def _is_one_submission(assignment, path, below, members):
    """Whether a folder is one student's, and not a class's: it has stub files, and its folders have none of their own.

    One name must not make a submission of a class: a stub file that lies beside the folders of students is none of theirs, unless
    assignment.toml, which is handed out with it, lies there too.
    """
    stubs = [p for p in below if stands_for(p.name, assignment.files) and not p.is_dir()]
    if not members:
        return True
    if not stubs:
        return False
    if (path / "assignment.toml").exists():
        return True
    at_top = {stands_for(p.name, assignment.files) for p in stubs}
    working = [names for names in (_stubs_in(assignment, member) for member in members) if names]
    return not working or (len(working) == 1 and not (working[0] & at_top and at_top != set(assignment.files)))


def _stubs_in(assignment, member):
    """Which stub files a student's folder or zip may hold."""
    if not member.is_dir():
        return set(assignment.files)
    if member.is_symlink():
        return set()
    return {stub for entry in _entries(member) if (stub := stands_for(entry.name, assignment.files))}


def _entries(folder):
    try:
        return list(walk(folder))
    except OSError:
        return []


# ---- a class -------------------------------------------------------------------------------------------------------


def _of_class(assignment, path, members):
    """A row or a line for each folder and archive of a class's folder."""
    _refuse_folder_above(assignment, path, members)
    nbgrader = _is_nbgraders(assignment, members)
    found = Found()
    for member in members:
        found.add(_of_student(assignment, member, printable(member.name if member.is_dir() else member.stem), nbgrader))
    return found


def _is_nbgraders(assignment, members):
    """Whether the files of a student of the class lie in a folder called like the assignment."""
    return any((member / assignment.name).is_dir() and not _is_class(assignment, member) for member in members)


def _refuse_folder_above(assignment, path, members):
    """Raises UsageError where each member is a class or a course: the path is one folder too high."""
    if members and all(member.is_dir() and not member.is_symlink() and _is_class(assignment, member) for member in members):
        _refuse_course(members[0])
        raise UsageError(f"{path} holds no submissions, but {members[0]} does; name that folder")


def _is_class(assignment, folder):
    if (folder / COURSE_FILE).exists() and any((folder / name).is_dir() for name in OF_A_COURSE):
        return True
    students = [p for p in _folders(folder) if not _is_called_like_any(p.name, assignment) and _stubs_in(assignment, p)]
    top = [entry.name for entry in _entries(folder) if not entry.folders and (folder / entry.name).is_file()]
    return len(students) > 1 and not any(stands_for(name, assignment.files) for name in top)


def _of_student(assignment, path, student, nbgrader):
    """What a class's folder has of one student: a folder or a zip. In nbgrader's layout the files lie one level deeper."""
    if path.is_symlink():
        return Found([_refused(student, path, f"{path.name} is a symbolic link, which is not followed.")])
    if not path.is_dir():
        if path.suffix.lower() != ".zip":
            return Found([_refused(student, path, f"{path.name} is no zip; hand in the files, or a zip of them.")])
        if not path.is_file():
            return Found([_refused(student, path, f"{path.name} is not a regular file.")])
        return Found([_zip(assignment, path, student)])
    if not nbgrader:
        if is_called_like(path.name, assignment):
            why = f"{path.name} is called like the assignment, so it does not say whose it is; name it after the student."
            return Found([_refused(student, path, why)])
        return Found([_folder(assignment, path, student)])
    inner = path / assignment.name
    if inner.is_symlink():
        return Found([_refused(student, path, f"{path.name}/{inner.name} is a symbolic link, which is not followed.")])
    if inner.is_dir():
        return Found([_folder(assignment, inner, student)])
    similar = [p for p in _folders(path) if is_called_like(p.name, assignment)]
    if len(similar) > 1:
        names = listed(sorted(printable(p.name) for p in similar))
        return Found([_refused(student, path, f"{path.name} has {names}, and no {assignment.name}; leave one.")])
    if similar:
        return Found([_folder(assignment, similar[0], student, f"{printable(similar[0].name)} was taken for {assignment.name}.")])
    others = {_plain(p.name) for place in OF_A_COURSE for p in _folders(path.resolve().parent.parent / place)}
    below = [p for p in _folders(path) if not _is_called_like_any(p.name, assignment) and _plain(p.name) not in others]
    if _folders(path) and not below and not holds_work(assignment, _entries(path)):
        return Found(left_out=[LeftOut(printable(str(path)), f"{student} handed in nothing for {assignment.name}")])
    return Found([_folder(assignment, path, student)])


def _folders(path):
    try:
        return [p for p in path.iterdir() if p.is_dir() and not p.name.startswith(".") and p.name not in OF_A_SYSTEM]
    except OSError:
        return []


def is_called_like(name, assignment):
    """Whether a folder is called like the assignment, or like a copy of it: 03_Modules, 03_modules-main, 03_modules (1)."""
    return _plain(name) == assignment.name.lower()


def _is_called_like_any(name, assignment):
    """Whether a folder is called like any assignment of the kit."""
    around = Kit(assignment.folder.resolve().parents[1]).names()
    return _plain(name) in {other.lower() for other in (assignment.name, *around)}


def _plain(name):
    return BEHIND_A_COPY.sub("", re.sub(r"[-_ ](main|master)$", "", BEHIND_A_COPY.sub("", name.lower())))


# ---- what a platform named ------------------------------------------------------------------------------------------


def _handins(assignment, top, folders=True):
    """What the names at the top of a download say, where a platform made them. Raises UsageError."""
    listing = {printable(name): is_folder for name, is_folder in top.listing.items() if folders or not is_folder}
    real = {printable(name): name for name in top.listing}

    def read(name):
        try:
            return top.read(real[name])
        except (Unfit, *UNREADABLE_ZIP) as error:
            raise UsageError(f"{printable(str(top.place(name)))} cannot be read: {error}") from None

    return {real[name]: handin for name, handin in recognise(listing, read, assignment.name).items()}


def _platforms_zip(assignment, path):
    """The sources of a download that is still zipped; None where it is one student's zip."""
    try:
        top = TopOfZip(path)
        handins = _handins(assignment, top)
        if not handins and top.around:
            top = TopOfZip(path, inside=True)
            handins = _handins(assignment, top)
    except UNREADABLE_ZIP:
        return None
    rest = {name: is_folder for name, is_folder in top.listing.items() if name not in handins}
    if not handins or any(stands_for(name, assignment.files) and not is_folder for name, is_folder in rest.items()):
        return None
    found = Found(_of_platform(assignment, top, handins))
    for name, is_folder in rest.items():
        why = "no platform that is known named it, so it does not say whose it is"
        work = is_folder or Path(name).suffix.lower() in WORK
        found.left_out.append(LeftOut(printable(str(top.place(name))), why, work))
    return found


def _of_platform(assignment, top, handins):
    """A source for each student; of several attempts the last."""
    by_student = defaultdict(list)
    for name, handin in handins.items():
        by_student[handin.student].append(name)
    sources = []
    for student, names in by_student.items():
        times = {handins[name].time for name in names} - {None}
        note = None
        if len(times) > 1:
            names = [name for name in names if handins[name].time == max(times)]
            note = f"There are {len(times)} attempts; the last one was taken, of {max(times)} UTC."
        read = _platforms_reader(assignment, top, {name: handins[name] for name in names}, student, note)
        last = max(names, key=lambda name: handins[name].number or 0)
        sources.append(Source(student, top.place(last), read, handins[last]))
    return sources


def _platforms_reader(assignment, top, handins, student, note):
    def read():
        try:
            with top.opened(handins) as entries:
                called = [replace(e, name=handins[e.name].original) if _is_itself(e, handins) else e for e in entries]
                submission = read_entries(assignment, called, student, say=False)
        except OSError as error:
            return Submission(student, error=f"{top.place(next(iter(handins)))} cannot be read: {error.strerror}.")
        except UNREADABLE_ZIP as error:
            return Submission(student, error=f"{top.place(next(iter(handins)))} cannot be read: {error}.")
        submission.notes[:0] = [note] if note else []
        return submission

    return read


def _is_itself(entry, handins):
    """Whether an entry is a file that the platform named, and not one in a folder that it named."""
    return not entry.folders and entry.name in handins and handins[entry.name].original


def _why_left_out(assignment, path):
    """The reason, and whether it may be work."""
    if path.name in OF_A_SYSTEM or path.name.startswith("._"):
        return "it is no student's: a system or a program made it", False
    if path.is_dir():  # hidden
        work = not path.is_symlink() and holds_work(assignment, _entries(path))
        return "its name begins with a dot" + ("; give it another name if a student is called so" if work else ""), work
    if stands_for(path.name, assignment.files):
        return (
            "it lies beside the students' folders, so it does not say whose it is; put it into a folder named after the student",
            True,
        )
    return "it is a file beside the students' folders, and none of the assignment's", path.suffix.lower() in WORK


# ---- several hand-ins of one student -------------------------------------------------------------------------------


def _without_download_numbers(sources):
    """`ada (1).zip` is ada's, as a browser names a second download, where there is an ada.zip."""
    zips = {source.student for source in sources if source.place.suffix.lower() == ".zip"}
    for source in sources:
        match = re.fullmatch(r"(.+?) ?\(\d+\)", source.student)
        if match and source.student in zips and match[1] in zips:
            student = match[1]
            yield replace(source, student=student, read=_renamed(source, student))
        else:
            yield source


def _renamed(source, student):
    def read():
        submission = source.read()
        submission.student = student
        return submission

    return read


def _one_of(student, sources):
    if len(sources) == 1:
        return sources[0]
    if all(source.handin for source in sources):
        for source in sources:
            if all(is_later(source.handin, other.handin) for other in sources if other is not source):
                return replace(source, read=_noted(source, sources))
    return Source(student, sources[0].place, lambda: _newest(student, sources))


def _noted(source, sources):
    def read():
        submission = source.read()
        submission.notes.append(f"{len(sources)} downloads have work of theirs; the last was taken: {source.place.name}.")
        return submission

    return read


def _newest(student, sources):
    """The hand-in to grade: all are the same, or one is newer by the time that its zip tells; or none, and why."""
    places = sorted(printable(str(source.place)) for source in sources)
    read = {printable(str(source.place)): source.read() for source in sources}
    good = all(submission.error is None for submission in read.values())
    times = {place: submission.newest for place, submission in read.items()}
    if good and len({submission.sha256 for submission in read.values()}) == 1:
        chosen, why = places[0], "are the same; the first was graded"
    elif good and all(times.values()) and len(set(times.values())) == len(times):
        chosen = max(places, key=lambda place: times[place])
        why = f"differ; {Path(chosen).name} was graded, whose files are newer"
    else:
        return Submission(
            student, error=f"There are several submissions of {student}, such as {places[0]} and {places[1]}; keep one."
        )
    read[chosen].notes.append(f"{listed([Path(place).name for place in places])} {why}.")
    return read[chosen]


def _folder(assignment, path, student, note=None):
    def read():
        submission = read_submission(assignment, path, student)
        submission.notes[:0] = [note] if note else []
        return submission

    return Source(student, path, read)


def _zip(assignment, path, student):
    return Source(student, path, lambda: read_zip(assignment, path, student))


def _refused(student, path, error):
    return Source(student, path, lambda: Submission(student, error=error))
