"""What the kernel tells of a process and of all that it started (Linux; elsewhere, nothing)."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path


def times_of(pid):
    """What the life of a worker, with all that it started, went into; {} where the kernel does not tell.

    `computed` is CPU time in seconds. `queued` are the seconds for which it was ready to run while no core was free: those of the
    thread that had to wait longest, for several may wait at the same time. The rest of the time it waited for something else.
    """
    if not os.path.exists(f"/proc/{pid}/schedstat"):
        return {}
    ticks, queued = 0, [0]
    for each in family_of(pid):
        with contextlib.suppress(OSError, IndexError):  # it has ended
            after_name = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, after_name[11:15]))  # in user and system mode, and the same of children that have ended
            for thread in os.listdir(f"/proc/{each}/task"):
                queued.append(int(Path(f"/proc/{each}/task/{thread}/schedstat").read_text().split()[1]))
    return {"computed": ticks / os.sysconf("SC_CLK_TCK"), "queued": max(queued) / 1e9}


def family_of(pid):
    """A process and all that it started, by id."""
    return [pid] + [each for child in children_of(pid) for each in family_of(child)]


def resident_bytes(pid):
    """Bytes of memory that the process has filled, without what files hold."""
    try:
        with open(f"/proc/{pid}/status") as file:
            said = re.findall(r"^Rss(?:Anon|Shmem):\s+(\d+) kB", file.read(), re.MULTILINE)
        return sum(map(int, said)) * 1024
    except (FileNotFoundError, ProcessLookupError):  # it has ended, or this is not Linux
        return 0


def children_of(pid):
    try:
        return [
            int(child)
            for thread in os.listdir(f"/proc/{pid}/task")
            for child in Path(f"/proc/{pid}/task/{thread}/children").read_text().split()
        ]
    except (FileNotFoundError, ProcessLookupError):  # it has ended, or this is not Linux
        return []
