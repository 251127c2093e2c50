"""Student code as another user: where no namespace can be made, but the grader is root, as in most containers.

Each worker has a user id of its own as long as it lives, so that the rights of files and processes stand between it and all
others; Landlock closes the files that everybody may read, and a filter of system calls takes the sockets away. What this holds,
and what not, is in docs/security.md.
"""

from __future__ import annotations

import fcntl
import functools
import os
import pwd
import secrets
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

# systemd's range for users that are made on the fly: no account has one of them, and a container's user namespace has them all
FIRST, LAST = 61184, 65519
LOCKS = "/run/torchkata"  # a file for each user id that is in use; graders that run side by side share it
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


def available() -> bool:
    """Whether this process can make others run as another user."""
    return sys.platform == "linux" and os.geteuid() == 0


@functools.cache
def _accounts():
    return {account.pw_uid for account in pwd.getpwall()}


class OtherUser:
    """A user id that nothing else on this machine has, from now until `release`.

    Attributes:
        uid: of the worker; the next one is for whoever signals it.
    """

    def __init__(self):
        """Raises OSError: none can be had."""
        os.makedirs(LOCKS, mode=0o700, exist_ok=True)
        some = range(FIRST, LAST, 2)
        start = secrets.randbelow(len(some))
        for uid in [*some[start:], *some[:start]]:
            if {uid, uid + 1} & _accounts():
                continue
            lock = os.open(f"{LOCKS}/{uid}", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)
                continue
            self.uid, self._lock = uid, lock
            self.end_processes()  # of a grader that was killed
            return
        raise OSError("no user id is free")

    def become(self):
        """Make this process that user's, for ever. Raises OSError."""
        os.setgroups([])
        os.setresgid(self.uid, self.uid, self.uid)
        os.setresuid(self.uid, self.uid, self.uid)

    def end_processes(self):
        """SIGKILL to all of that user's processes at once, so that none can fork away from it.

        The kernel picks them by the user id that sends. For that moment this process has one that nothing of theirs may signal.
        """
        os.setresuid(self.uid + 1, self.uid, 0)
        try:
            os.kill(-1, signal.SIGKILL)
        except ProcessLookupError:
            pass
        finally:
            os.setresuid(0, 0, 0)

    def release(self):
        os.close(self._lock)  # the file stays: another grader may have opened it to lock it


def closed(folders: Iterable[Path]) -> list[Path]:
    """Those of the folders to which another user cannot come, such as root's own virtual environment in /root; no nested ones."""
    found = [folder for folder in folders if folder.is_dir() and not all(_open(path) for path in (folder, *folder.parents))]
    return [folder for folder in found if not any(folder != other and folder.is_relative_to(other) for other in found)]


def _open(path):
    return path.stat().st_mode & 0o001


def reach(folders: dict[str, int]):
    """Have Python find what lies in `closed` folders by descriptors that are open on them, by folder."""

    def by_descriptor(path):
        for folder, descriptor in folders.items():
            if f"{path}/".startswith(f"{folder}/"):
                return f"/proc/self/fd/{descriptor}{path[len(folder) :]}"
        return path

    if not folders:
        return
    sys.path[:] = map(by_descriptor, sys.path)
    sys.path_importer_cache.clear()
    for names in [getattr(module, "__dict__", {}) for module in list(sys.modules.values())]:
        if isinstance(names.get("__file__"), str):
            names["__file__"] = by_descriptor(names["__file__"])
        if type(names.get("__path__")) is list:
            names["__path__"][:] = map(by_descriptor, names["__path__"])
