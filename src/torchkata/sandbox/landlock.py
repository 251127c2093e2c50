"""Landlock, by ctypes: files that a process may read or write, and none besides. Needs Linux 5.13, no privilege; see landlock(7).

It does not hide that a file is there, nor its size. It comes on top of the rights of files.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # numbers of the system calls, on all machines
CREATE_RULESET_VERSION, RULE_PATH_BENEATH = 1, 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, TRUNCATE, IOCTL_DEV = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 14, 1 << 15
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV  # the others are rights of folders
READ = EXECUTE | READ_FILE | READ_DIR
ALL_BY_VERSION = (0, (1 << 13) - 1, (1 << 14) - 1, (1 << 15) - 1, (1 << 15) - 1, (1 << 16) - 1)  # rights that a version knows
NETWORK, SCOPES = 0b11, 0b11  # bind and connect by TCP, from version 4; abstract sockets and signals, from version 6

_libc = ctypes.CDLL(None, use_errno=True)


class _Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64)]


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = [("rights", ctypes.c_uint64), ("descriptor", ctypes.c_int32)]


def version() -> int:
    """What the kernel can do; 0 where it has no Landlock, or it is switched off."""
    return max(_libc.syscall(CREATE_RULESET, None, 0, CREATE_RULESET_VERSION), 0) if sys.platform == "linux" else 0


def restrict(readable: Iterable[str], writable: Iterable[str]):
    """From now on this process and all that it starts reads only what lies in these files and folders, and writes only the latter.

    It reaches no TCP port, no abstract socket and no process outside, where the kernel knows how.

    Raises:
        OSError: the kernel has no Landlock, or PR_SET_NO_NEW_PRIVS is not set.
    """
    known = version()
    every = ALL_BY_VERSION[min(known, len(ALL_BY_VERSION) - 1)]
    rules = _Ruleset(every, NETWORK if known >= 4 else 0, SCOPES if known >= 6 else 0)
    ruleset = _call(CREATE_RULESET, ctypes.byref(rules), ctypes.sizeof(rules), 0)
    for paths, rights in ((readable, READ), (writable, every)):
        for path in paths:
            descriptor = os.open(path, os.O_PATH)
            allowed = rights & every if stat.S_ISDIR(os.fstat(descriptor).st_mode) else rights & every & OF_FILES
            _call(ADD_RULE, ruleset, RULE_PATH_BENEATH, ctypes.byref(_PathBeneath(allowed, descriptor)), 0)
            os.close(descriptor)
    _call(RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _call(number, *arguments):
    result = _libc.syscall(number, *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), f"Landlock: {os.strerror(ctypes.get_errno())}")
    return result


def without(folder: Path, hidden: Iterable[Path]) -> Iterable[Path]:
    """What lies in a folder but for what lies in `hidden`: paths that together can be allowed, for nothing can be taken away."""
    if not any(path.is_relative_to(folder) for path in hidden):
        yield folder
        return
    with contextlib.suppress(OSError):
        for child in folder.iterdir():
            if child not in hidden and not child.is_symlink():
                yield from without(child, hidden)
