"""Probes that try the walls of the sandbox from inside, for `kata doctor` and before a sandbox is used.

Each is given `outside`, what there really is on this machine (see `doctor.py`), and returns what it could reach: [] is right.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import importlib.util
import os
import socket
import tempfile
import time

import torch

from torchkata.sandbox.probes import probe


@probe
def reach_network(student, outside):
    reached = []
    for family, kind, address in (
        (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", outside["port"])),
        (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", outside["port"])),
        (socket.AF_INET, socket.SOCK_STREAM, ("192.0.2.1", 80)),  # reserved for documentation
        (socket.AF_UNIX, socket.SOCK_STREAM, "\0" + outside["abstract"]),
        (getattr(socket, "AF_VSOCK", 40), socket.SOCK_STREAM, (2, 1024)),  # the host of a virtual machine
    ):
        try:
            with socket.socket(family, kind) as connection:
                connection.settimeout(1)
                connection.connect(address)
                connection.send(b"x")
            reached.append(str(address))
        except (ConnectionRefusedError, ConnectionResetError):  # somebody answered, if it is not this namespace's own loopback
            if address[0] != "127.0.0.1" and family != socket.AF_UNIX:
                reached.append(str(address))
        except OSError:
            pass
    return reached


@probe
def read_files(student, outside):
    seen = []
    for path in outside["files"]:
        try:
            if os.path.isdir(path):
                found = os.listdir(path)
            else:
                with open(path, "rb") as file:
                    found = file.read(1)
            seen += [path] if found else []
        except OSError:
            pass
    return seen


@probe
def write_files(student, outside):
    written = []
    for folder in ("/", "/usr", "/dev", os.path.dirname(torch.__file__)):
        try:
            with open(os.path.join(folder, "torchkata-was-here"), "w"):
                written.append(folder)
        except OSError:
            pass
    for folder in ("/tmp", "/dev/shm"):
        with contextlib.suppress(OSError), open(f"{folder}/left-for-the-next", "w") as file:
            file.write("x")
    return written


@probe
def find_leftovers(student, outside):
    return [name for name in ("/tmp/left-for-the-next", "/dev/shm/left-for-the-next") if os.path.exists(name)]


@probe
def see_processes(student, outside):
    seen = [os.getppid()] if os.getppid() != 0 else []
    for pid in [*range(2, 200), outside["pid"]]:
        try:
            os.kill(pid, 0)
            seen.append(pid)
        except ProcessLookupError:
            pass
        except PermissionError:
            seen.append(pid)
    return seen


@probe
def signal_processes(student, outside):
    """Processes that are seen, as they are without a namespace, but belong to somebody else."""
    reached = []
    for pid in {*outside["pids"]} - {os.getpid()}:
        try:
            os.kill(pid, 0)
            reached.append(pid)
        except OSError:
            pass
    return reached


@probe
def miss_libraries(student, outside):
    """Of Python's own, and of those that are installed; each is one that is not loaded yet."""
    return [name for name in ("wave", "matplotlib") if importlib.util.find_spec(name) is None]


@probe
def find_descriptors(student, outside):
    """More than the three standard ones, which lead nowhere, the worker's own socket, and what only says where libraries lie."""
    found = []
    for descriptor in range(1024):
        try:
            if not fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_PATH:
                found.append(descriptor)
        except OSError:
            pass
    return [] if len(found) == 4 else found


@probe
def take_memory(student, outside):
    try:
        torch.ones(6 * 2**30, dtype=torch.uint8)
    except RuntimeError:
        return []
    return ["6 GiB"]


@probe(timeout=10)
def fill_disk(student, outside):
    try:
        for folder in (tempfile.gettempdir(), "/dev/shm"):
            for i in range(5):
                with open(f"{folder}/full-{i}", "wb") as file:
                    file.write(bytes(40 * 2**20))
    except OSError:
        return []
    return ["200 MB"]


@probe
def fork_for_ever(student, outside):
    children = 0
    try:
        while children < 1000:
            if os.fork() == 0:
                time.sleep(60)
            children += 1
    except OSError:
        return []
    return [f"{children} processes"]


@probe
def make_namespace(student, outside):
    """What a break into the kernel begins with."""
    return [] if ctypes.CDLL(None).unshare(0x10000000) else ["a user namespace"]


PROOFS = (
    ("no network", reach_network),
    ("no file but the libraries", read_files),
    ("nothing can be written outside a private /tmp", write_files),
    ("nothing is left for the next submission", find_leftovers),
    ("no other process is visible", see_processes),
    ("no other process can be signalled", signal_processes),
    ("the libraries can be reached", miss_libraries),
    ("no descriptor of another process is open", find_descriptors),
    ("memory is limited", take_memory),
    ("the temporary folder is limited", fill_disk),
    ("processes are limited", fork_for_ever),
    ("system calls are filtered", make_namespace),
)
ONLY_IN_NAMESPACES = (see_processes, fill_disk)
