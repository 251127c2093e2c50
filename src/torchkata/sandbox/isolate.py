"""The Linux calls that wall a worker off, by ctypes: namespaces, mounts, capabilities, resource limits.

Used inside the sandbox only, between the fork of a worker and the first line of student code. Sources: unshare(2), mount(2),
user_namespaces(7), capabilities(7), prctl(2).
"""

from __future__ import annotations

import ctypes
import os
import resource
from pathlib import Path

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER = 0x00020000, 0x08000000, 0x10000000
CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWUTS = 0x20000000, 0x40000000, 0x04000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 0x1000, 0x4000, 0x40000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP = 1, 4, 24
PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 36, 38
CAP_LAST = 63
CAPABILITY_VERSION_3 = 0x20080522
NOBODY = 65534

MEMORY = 2 * 2**30  # bytes that student code may map beyond what torch had mapped already
MEMORY_OF_ALL = 3 * 2**30  # bytes that a worker and its children may fill together
FILE_SIZE = 64 * 2**20
FOLDER_SIZE = 64 * 2**20  # of /tmp and /dev/shm, each
FOLDER_FILES = 2048
PROCESSES = 64
OPEN_FILES = 256

_libc = ctypes.CDLL(None, use_errno=True)


def _call(name, *args):
    if getattr(_libc, name)(*args) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def prctl(option, value=1, pointer=None):
    """prctl(2) with one argument, or with one and a pointer; raises OSError."""
    _call("prctl", option, ctypes.c_ulong(value), pointer, None, None)


def enter_namespaces():
    """New user, mount, pid, IPC, network and host-name namespaces; this process's next child is the pid namespace's init.

    The real root becomes nobody first, so that limits by user id bind and no file is its own.

    Raises:
        OSError: the kernel or the container around us does not allow it.
    """
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        prctl(PR_SET_DUMPABLE, 1)  # cleared by the change of user; without it /proc/self/uid_map belongs to root
    user, group = os.geteuid(), os.getegid()
    _call(
        "unshare",
        CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWUTS,
    )
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def hide_files(libraries):
    """An empty /proc, a private /tmp and /dev/shm; every other mount stays as the sandbox made it: read-only.

    `libraries` are the folders below /tmp, such as a virtual environment there, that have to stay visible.

    Raises:
        OSError: a mount failed.
    """
    _mount("none", "/", None, MS_REC | MS_PRIVATE, None)
    writable = f"mode=0700,size={FOLDER_SIZE},nr_inodes={FOLDER_FILES}"
    kept = {path: os.open(path, os.O_PATH) for path in libraries}
    _mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, writable)
    for path, descriptor in kept.items():
        os.makedirs(path)
        _mount(f"/proc/self/fd/{descriptor}", path, None, MS_BIND | MS_REC, None)
        os.close(descriptor)
    _mount("tmpfs", "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, writable)
    _mount("tmpfs", "/proc", "tmpfs", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=0500,size=0")


def _mount(source, target, kind, flags, data):
    encoded = [None if text is None else text.encode() for text in (source, target, kind, data)]
    _call("mount", *encoded[:3], ctypes.c_ulong(flags), encoded[3])


def drop_capabilities():
    """No capability, now or after an exec."""
    for capability in range(CAP_LAST + 1):
        _libc.prctl(PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0)  # fails past the kernel's last one
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    _call("capset", header, (ctypes.c_uint32 * 6)())
    prctl(PR_SET_NO_NEW_PRIVS)


def limit_resources(*, processes, memory):
    """Resource limits of a worker.

    `processes=False` does not count processes, which outside a user namespace would count all of the user's;
    `memory=False` leaves the address space alone, which CUDA needs to be large.
    """
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, FILE_SIZE)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    if processes:
        _limit(resource.RLIMIT_NPROC, PROCESSES)
    if memory and os.path.exists("/proc/self/statm"):
        with open("/proc/self/statm") as file:
            mapped = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        _limit(resource.RLIMIT_AS, mapped + MEMORY)
    if os.path.exists("/proc/self/oom_score_adj"):
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")  # where memory runs out the kernel ends student code, and not the judge


def _limit(which, value):
    hard = resource.getrlimit(which)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (value, value))


def gpu_devices() -> list[str]:
    """The device files of NVIDIA's driver, where there are any."""
    return sorted(str(p) for p in Path("/dev").glob("nvidia*") if p.is_char_device())
