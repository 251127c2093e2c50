"""Results that are kept, so that nothing is graded twice.

A result is kept for each stub file of an assignment, under a hash of all that it depends on: what was handed in, the graders of
that file, the solutions, the kit's own code (limits are part of it), the versions of Python, torch and numpy, and whether there
is a GPU. Change one of them and the result is not found any more; change the points, and it is.

The store is one SQLite file in the user's cache folder. SQLite sees to it that several graders can use it at once, and that what
is in it is whole after a crash.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
import os
import platform
import sqlite3
import threading
import zlib
from dataclasses import asdict
from pathlib import Path

from torchkata.assignment import Assignment, Kit
from torchkata.files import cache_folder
from torchkata.result import SCHEMA as RESULT_SCHEMA
from torchkata.result import Check
from torchkata.sandbox.isolate import gpu_devices
from torchkata.submission import Submission

LOCK_SECONDS = 60  # how long to wait for another process that writes
KEPT_DAYS = 200  # since a result was last graded; a term has fewer
PACKAGE = Path(__file__).parents[1]
# What a verdict depends on.
GRADING_CODE = ("sandbox/*.py", "grading.py", "judge/graders.py", "judge/parent.py", "judge/process.py", "judge/student.py")
SCHEMA = """
CREATE TABLE IF NOT EXISTS result (
    key TEXT NOT NULL, sandbox TEXT NOT NULL, day INTEGER NOT NULL, checks BLOB NOT NULL, PRIMARY KEY (key, sandbox)
) WITHOUT ROWID;
"""


class ResultStore:
    """Checks of exercises, by the key of what they depend on. Threads may share one."""

    def __init__(self, folder: Path | None = None):
        """Open the store in `folder`, or in the user's cache; a broken one is put aside, and none is needed where none can be."""
        self._lock = threading.Lock()
        path = Path(folder or cache_folder()) / "results.sqlite3"
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._connection = _open(path)
        except sqlite3.DatabaseError:
            with contextlib.suppress(OSError):
                os.replace(path, path.with_suffix(".broken"))
            self._connection = _open(":memory:")
        except OSError:  # a home that cannot be written
            self._connection = _open(":memory:")

    def find(self, key: str, sandbox: str) -> dict[str, list[Check]]:
        """The checks of a kept result, by exercise; empty if there is no such result."""
        with self._lock:
            rows = self._ask("SELECT checks FROM result WHERE key = ? AND sandbox = ?", key, sandbox)
        kept = json.loads(zlib.decompress(rows[0][0])) if rows else {}
        return {exercise: [Check(**check) for check in checks] for exercise, checks in kept.items()}

    def keep(self, key: str, sandbox: str, checks: dict[str, list[Check]]):
        """Keep the checks of one file's exercises; whole or not at all."""
        plain = {exercise: [asdict(check) for check in own] for exercise, own in checks.items()}
        data = zlib.compress(json.dumps(plain).encode(), 1)
        with self._lock:
            self._ask("REPLACE INTO result VALUES (?, ?, strftime('%s', 'now') / 86400, ?)", key, sandbox, data)

    def close(self):
        """Close it; a thread that still asks finds nothing from then on. SQLite would crash under one that is in the middle."""
        with self._lock:
            self._connection.close()

    def _ask(self, statement, *values):
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error:  # a full disk, a lock that is never given up: grading goes on without
            return []


def _open(path):
    connection = sqlite3.connect(path, timeout=LOCK_SECONDS, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")  # a crash of the machine may cost the last results, never the store
    connection.executescript(SCHEMA)
    connection.execute("DELETE FROM result WHERE day < strftime('%s', 'now') / 86400 - ?", (KEPT_DAYS,))
    return connection


class Dependencies:
    """What the results of an assignment depend on besides the submission.

    Attributes:
        digest: of all of it, points and hints included.
    """

    def __init__(self, kit: Kit, assignment: Assignment):
        self._assignment = assignment
        graders = kit.graders(assignment.name)
        tests = {f"test_{name}" for name in assignment.files}
        common = [path for pattern in GRADING_CODE for path in sorted(PACKAGE.glob(pattern))]
        common += [kit.solutions(assignment.name) / name for name in assignment.files]
        common += [path for path in sorted(graders.glob("*.py")) if path.name not in tests]
        facts = [
            RESULT_SCHEMA,
            platform.python_version(),
            *map(importlib.metadata.version, ("torch", "numpy", "pytest")),
            bool(gpu_devices()),
        ]
        self._common = _digest([json.dumps(facts).encode(), *map(_content, common)])
        self._graders = {name: _content(graders / f"test_{name}") for name in assignment.files}
        description = _content(assignment.folder / "assignment.toml")
        self.digest = _digest([self._common.encode(), description, assignment.partial.encode(), *self._graders.values()])

    def key(self, submission: Submission, file: str) -> str:
        """The key of the result of one file's exercises. All files count, for one may import another."""
        names = [[e.name, e.file] for e in self._assignment.exercises if e.file == file]
        return _digest([
            self._common.encode(), self._graders[file], json.dumps([self._assignment.name, file, names]).encode(),
            submission.sha256.encode(), json.dumps(submission.problems, sort_keys=True).encode(),
        ])  # fmt: skip


def _content(path):
    try:
        return path.read_bytes()
    except FileNotFoundError:  # the judge says so
        return b""


def _digest(parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
