"""What was handed in, file by file, from a folder or a zip: bounded, and nothing is executed or unpacked."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import weakref
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

MAX_FILE_BYTES = 2**20  # no stub file is a hundredth of that
MAX_NOTEBOOK_BYTES = 2**24
MAX_INNER_ZIP = 2**26  # bytes of a student's zip in the zip of a class
MAX_ENTRIES = 10_000  # of a zip or a folder
MAX_DEPTH = 12  # of folders in a student's folder
MAX_ZIP_READ = 4 * 2**20  # bytes at a time, of which a zip's table of contents is the most that is read
UNREADABLE_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError)
ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar")
OF_A_SYSTEM = ("__MACOSX", "__pycache__", ".ipynb_checkpoints", ".DS_Store", "Thumbs.db", "desktop.ini")  # and nobody's work
LIBRARIES = ("site-packages", "node_modules")  # folders of a virtual environment that was handed in


class Unfit(Exception):
    """Why a file cannot be taken: the end of a sentence that begins with its name."""


@dataclass(frozen=True)
class Entry:
    """A file in a folder or a zip.

    Attributes:
        folders: where it lies, from the top.
        name: its own name.
        read: gives its contents, or as many of them as are asked for; raises Unfit.
        changed: when, as a zip says.
        place: where it lies on the disk; None for a zip's.
    """

    folders: tuple[str, ...]
    name: str
    read: Callable[[int], bytes]
    changed: tuple[int, ...] | None = None
    place: Path | None = None

    @property
    def path(self):
        return "/".join((*self.folders, self.name))


def walk(folder: Path, above: tuple[str, ...] = ()) -> Iterable[Entry]:
    """The files in a student's folder and below; links are not followed, and what no student writes is passed over.

    Raises:
        OSError: the folder cannot be read.
    """
    left = MAX_ENTRIES
    waiting = [(folder, above)]
    while waiting and left > 0:
        place, folders = waiting.pop(0)
        for path in sorted(place.iterdir()):
            left -= 1
            if _of_a_system(path.name):
                continue
            yield Entry(folders, path.name, reader_of(path), place=path)
            if len(folders) < MAX_DEPTH and _may_hold_work(path):
                waiting.append((path, (*folders, path.name)))


def _may_hold_work(path):
    """Whether it is a folder, and neither hidden nor one of libraries."""
    named = not path.name.startswith(".") and path.name not in LIBRARIES
    return named and path.is_dir() and not path.is_symlink() and not (path / "pyvenv.cfg").exists() and os.access(path, os.R_OK)


def reader_of(path):
    def read(limit):
        try:
            info = path.lstat()
            if not stat.S_ISREG(info.st_mode):
                raise Unfit("is not a regular file; hand in the file itself.")
            if info.st_size > limit:
                raise Unfit(f"has {info.st_size:,} bytes; at most {limit:,} are graded.")
            return path.read_bytes()
        except OSError as error:
            raise Unfit(f"cannot be read: {error.strerror}.") from None

    return read


class BoundedFile(io.FileIO):
    """A file of which nobody reads much at a time: ZipFile would read, and keep, whatever size a zip says its contents have."""

    def read(self, size=-1):
        if size > MAX_ZIP_READ:
            raise zipfile.BadZipFile("its table of contents is too large")
        return super().read(size)


def open_archive(entry: Entry) -> io.FileIO | io.BytesIO:
    """The bytes of a zip that was handed in, to be opened: on the disk, or in the zip of a class.

    Raises:
        OSError: it cannot be read.
        Unfit: it is too large to be held in memory.
    """
    return BoundedFile(entry.place) if entry.place else io.BytesIO(entry.read(MAX_INNER_ZIP))


class TopOfFolder:
    """A folder by the names in it: what each holds is read when it is asked for.

    Attributes:
        listing: the names, and whether each is a folder; links and what is neither folder nor file are not in it.
    """

    def __init__(self, folder: Path):
        """Raises OSError."""
        self._folder = folder
        paths = [path for path in sorted(folder.iterdir()) if not path.is_symlink()]
        self.listing = {path.name: path.is_dir() for path in paths if path.is_dir() or path.is_file()}

    def place(self, name: str) -> Path:
        return self._folder / name

    def read(self, name: str) -> bytes:
        """Raises Unfit."""
        return reader_of(self._folder / name)(MAX_INNER_ZIP)

    @contextlib.contextmanager
    def opened(self, names: Iterable[str]):
        """The files that these names hold: a folder's from its top, and a file itself. Raises OSError."""
        entries = []
        for path in (self._folder / name for name in names):
            entries += walk(path) if self.listing[path.name] else [Entry((), path.name, reader_of(path), place=path)]
        yield entries


class TopOfZip:
    """A zip by the names at its top, or where `inside` in the only folder there; as TopOfFolder.

    Attributes:
        around: whether all lies in one folder.
    """

    def __init__(self, path: Path, inside=False):
        """Raises one of UNREADABLE_ZIP."""
        file = BoundedFile(path)
        weakref.finalize(self, file.close)  # a class is read student by student: its table of contents is read once
        entries = members_of(zipfile.ZipFile(file))
        self.around = len({_top(entry) for entry in entries}) == 1 and all(entry.folders for entry in entries)
        self._around = path / _top(entries[0]) if inside and self.around else path
        if self._around != path:
            entries = [replace(entry, folders=entry.folders[1:]) for entry in entries]
        self.listing = {_top(entry): bool(entry.folders) for entry in entries}
        self._below = defaultdict(list)
        for entry in entries:
            self._below[_top(entry)].append(replace(entry, folders=entry.folders[1:]))

    def place(self, name: str) -> Path:
        return self._around / name

    def read(self, name: str) -> bytes:
        """Raises Unfit, or one of UNREADABLE_ZIP."""
        with self.opened([name]) as (entry,):
            return entry.read(MAX_INNER_ZIP)

    @contextlib.contextmanager
    def opened(self, names: Iterable[str]):
        yield [entry for name in names for entry in self._below[name]]


def _top(entry):
    """Its first folder, or its own name."""
    return entry.folders[0] if entry.folders else entry.name


def members_of(archive):
    """The zip's files; of two in one place the last, as for every program that unpacks zips."""
    members = {}
    for info in archive.infolist():
        *folders, name = info.filename.replace("\\", "/").split("/")
        if name and not any(map(_of_a_system, (*folders, name))):
            folders = tuple(folder for folder in folders if folder not in ("", "."))
            members[folders, name] = Entry(folders, name, _member_reader(archive, info), info.date_time)
    return list(members.values())


def _member_reader(archive, info):
    def read(limit):
        mode = info.external_attr >> 16  # of Unix; 0 where the zip was made elsewhere
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            raise Unfit("is not a regular file; hand in the file itself.")
        name = info.filename.replace("\\", "/").rpartition("/")[2]
        if info.flag_bits & 1:
            raise zipfile.BadZipFile(f"{name} is encrypted; hand it in without a password")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # which Python inflates without any bound
            raise zipfile.BadZipFile(f"{name} is compressed in an unusual way; make an ordinary zip")
        with archive.open(info) as file:
            # Whatever size the headers claim; and what takes that many bytes before it is inflated is no stub file either.
            content = file.read(limit + 1) if info.compress_size <= 2 * limit else None
        if content is None or len(content) > limit:
            raise Unfit(f"has more than {limit:,} bytes, which is the most that is graded.")
        return content

    return read


def _of_a_system(name):
    return name in OF_A_SYSTEM or name.startswith("._")
