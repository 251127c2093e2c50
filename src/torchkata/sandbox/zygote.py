"""The process inside the sandbox that has torch loaded, and forks workers.

`main` imports torch once and forks a worker when the judge asks for one, so that a submission costs milliseconds. Nothing here
knows a test or an expected value. The control socket (judge and zygote) carries JSON lines.
"""

from __future__ import annotations

import contextlib
import copy
import gc
import importlib
import io
import json
import linecache
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple

import torch
from torch import nn

from torchkata.sandbox import isolate
from torchkata.sandbox.other_user import OtherUser, reach
from torchkata.sandbox.pristine import Pristine
from torchkata.sandbox.processes import children_of, family_of, resident_bytes, times_of
from torchkata.sandbox.torch_state import limit_torch, reset_torch
from torchkata.sandbox.worker import PRIVATE_HOME, Walls, become_worker

WATCH_SECONDS = 0.1  # between two looks at the memory of a worker and its children, and at its folder


def main():
    """Serve judges: `start` forks a worker on the socket sent along, `look` says what its time went into, `stop` ends it.

    `connect` takes the socket sent along for another connection. What was started over a connection ends with it, and this
    process with the first one.
    """
    first = socket.socket(fileno=int(sys.argv[1]))
    connections = [first]
    settings = json.loads(sys.argv[2])
    if sys.platform == "linux":
        isolate.prctl(isolate.PR_SET_CHILD_SUBREAPER)  # a worker's orphans, and workers themselves, become ours
        isolate.prctl(isolate.PR_SET_DUMPABLE, 0)  # no ptrace, no /proc/PID/mem
    reach(settings["closed"])
    pristine = _warm_up(backward=settings["memory"], imports=json.loads(sys.argv[3]))
    first.sendall(b'{"ready": true}\n')
    watched = time.monotonic()
    while True:
        waiting = select.select(connections, [], [], WATCH_SECONDS if _workers else None)[0]
        if time.monotonic() - watched >= WATCH_SECONDS:  # also where many judges ask all the time
            _watch()
            watched = time.monotonic()
        for connection in waiting:
            try:
                message, descriptors, _, _ = socket.recv_fds(connection, 1024, 1)
                if message:
                    reply = _answer(json.loads(message), descriptors, connection, connections, pristine, settings)
                    connection.sendall(json.dumps(reply).encode() + b"\n")
            except ConnectionError:  # the judge was killed
                message = b""
            if not message:
                for pid in [pid for pid, worker in _workers.items() if connection in (first, worker.connection)]:
                    _stop(pid)
                if connection is first:
                    return
                connections.remove(connection)
                connection.close()


def _answer(request, descriptors, connection, connections, pristine, settings):
    if request["do"] == "stop":
        return _stop(request["pid"])
    if request["do"] == "look":
        return times_of(request["pid"])
    received = socket.socket(fileno=descriptors[0])
    if request["do"] == "connect":
        connections.append(received)
        return {}
    with received:
        return _start(connection, received, pristine, **settings)


def _warm_up(backward, imports):
    """Do what is slow the first time, but start no thread: a fork has none, and would wait for it for ever.

    Returns the libraries as they are then.

    `backward=False` leaves autograd alone, which starts a thread for each GPU; for `imports` see `open_sandbox`.
    """
    limit_torch()
    torch.set_num_interop_threads(1)
    image = torch.randn(2, 1, 12, 12)
    images = nn.Sequential(nn.Conv2d(1, 2, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(32, 4), nn.BatchNorm1d(4))
    words = nn.LSTM(4, 4)(nn.Embedding(3, 4)(torch.tensor([0, 1, 2])))[0]
    loss = nn.functional.cross_entropy(nn.functional.dropout(images(image)), torch.tensor([1, 2])) + words.log_softmax(1).sum()
    if backward:
        loss.backward()
    for module in ("numpy.random", *imports):
        importlib.import_module(module)
    file = io.BytesIO()
    torch.save(copy.deepcopy(images).state_dict(), file)
    torch.load(io.BytesIO(file.getvalue()))
    for function in (torch.linspace, torch.arange):
        function(0, 4, 2)
    reset_torch()
    linecache.clearcache()  # a worker shows lines of the student's files only
    pristine = Pristine()
    gc.collect()
    gc.freeze()  # or the first collection in a worker would copy every page
    return pristine


def _start(connection, channel, pristine, *, kind, memory, libraries, landlock, closed):
    """Fork a worker; its process id here, or why there is none."""
    isolated = kind == "bubblewrap"
    try:
        user = OtherUser() if kind == "user" else None
    except OSError as error:
        return {"error": f"no other user can be had: {error}"}
    home = PRIVATE_HOME if isolated else tempfile.mkdtemp(prefix="torchkata-")
    if user:
        os.chown(home, user.uid, user.uid)
    walls = Walls(home, user, memory, libraries, landlock, list(closed.values()))
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reader)
            if isolated:  # a pid namespace holds the children of the process that made it, so fork once more
                isolate.enter_namespaces()
                grandchild = os.fork()
                if grandchild != 0:
                    os.write(writer, f"pid {grandchild}\n".encode())
                    os._exit(0)
            worker = become_worker(channel, writer, pristine, walls)
            os.write(writer, b"ready\n")
            os.close(writer)
            worker.serve()
        except BaseException as error:  # whatever it is, this process must not run on as a second parent
            try:
                os.write(writer, f"error {type(error).__name__}: {error}\n".encode())
            finally:
                os._exit(1)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        said = dict(line.rstrip("\n").partition(" ")[::2] for line in pipe)  # in any order: two processes write
    if isolated:
        os.waitpid(child, 0)
        child = int(said.get("pid", 0))
    if child:
        _workers[child] = Running(home, connection, user)
    if "ready" not in said:
        if child:
            _stop(child)
        return {"error": said.get("error", "the worker died while it was set up")}
    return {"pid": child}


class Running(NamedTuple):
    """A worker that is alive: its folder, the connection over which it was started, and its user where that is not ours."""

    home: str
    connection: socket.socket
    user: OtherUser | None


_workers: dict[int, Running] = {}  # by process id


def _stop(pid):
    """Kill a worker and all that it started.

    How it ended, an exit status or minus a signal's number, and its times.
    """
    times = times_of(pid)
    for kill in (os.killpg, os.kill):
        try:
            kill(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):  # gone already, or not yet the leader of a group
            pass
    home, _, user = _workers[pid]
    if user:
        user.end_processes()
    _, status = os.waitpid(pid, 0)
    del _workers[pid]
    while orphans := [child for child in children_of(os.getpid()) if child not in _workers]:
        for orphan in orphans:
            os.kill(orphan, signal.SIGKILL)
            os.waitpid(orphan, 0)
    if user:
        user.release()
    if home != PRIVATE_HOME:
        _remove(home)
    return {"status": os.waitstatus_to_exitcode(status)} | times


def _remove(folder):
    try:
        shutil.rmtree(folder)
    except (OSError, RecursionError):  # folders in folders, deeper than Python can go
        subprocess.run(["rm", "-rf", "--", folder], stderr=subprocess.DEVNULL, check=False)


def _watch():
    """Kill a worker that takes too much with its children: a limit of the kernel's holds for one process, or for one file, only."""
    shared = resident_bytes(os.getpid())  # what a fork starts with is counted for each, but is there once
    for worker, running in list(_workers.items()):
        family = family_of(worker)
        memory = sum(max(resident_bytes(pid) - shared, 0) for pid in family)
        if memory > isolate.MEMORY_OF_ALL or (running.home != PRIVATE_HOME and _is_full(running.home)):
            for pid in family:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def _is_full(folder):
    """Whether more lies in a worker's folder than fits into the one that a worker in namespaces has."""
    size = count = 0
    folders = [folder]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    count += 1
                    size += entry.stat(follow_symlinks=False).st_blocks * 512
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    if size > isolate.FOLDER_SIZE or count > isolate.FOLDER_FILES:
                        return True
        except (FileNotFoundError, NotADirectoryError):  # removed meanwhile
            pass
        except OSError:  # a path that is too long to follow, or closed to us
            return True
    return False
