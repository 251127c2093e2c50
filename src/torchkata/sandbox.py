"""Where student code runs: a process with torch loaded, under bubblewrap where that works, and the workers it forks.

`open_sandbox` starts the process; `Sandbox.worker` gives a `Worker` for one submission. What a worker answers is data from
hostile hands, decoded by `wire`.
"""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
import signal
import site
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path

import torchkata
from torchkata import wire
from torchkata.interpreter import python_command
from torchkata.isolate import gpu_devices
from torchkata.worker import LENGTH, TIMEOUT_STATUS

KINDS = ("auto", "bubblewrap", "process")
START_SECONDS = 120  # to import torch, on a cold and slow disk
LOAD_SECONDS = 10  # CPU time to import a student's file
WALL_PER_CPU, WALL_EXTRA = 2, 3.0  # a probe's limit on the clock, from its CPU time: a busy machine is nobody's fault

PACKAGE = Path(torchkata.__file__).parent
REMEDIES = {  # by what bubblewrap or our own calls say where they cannot work; see docs/security.md
    "not installed": "install bubblewrap: `apt install bubblewrap` or `dnf install bubblewrap`",
    "creating new namespace|create new namespace|namespace failed|unshare:": "allow unprivileged user namespaces (sysctl "
    "user.max_user_namespaces, kernel.unprivileged_userns_clone); a container needs a seccomp profile that allows them",
    "uid map|RTM_NEWADDR|setgroups": "AppArmor restricts user namespaces (Ubuntu since 23.10): give bwrap a profile with `userns,`",
    "mount proc": "the /proc of this container is masked: start it with an unmasked one (Docker --security-opt "
    "systempaths=unconfined, Podman --security-opt unmask=ALL, Kubernetes procMount: Unmasked)",
    "mount|Read-only|tmpfs": "a container has to allow mounts in a user namespace: see docs/security.md",
    "": "see docs/security.md and `kata doctor`",
}

CHECKOUT = PACKAGE.parents[1]  # of the kit, where the package was installed from one with -e


class SandboxError(RuntimeError):
    """The sandbox that was asked for does not work here."""


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
    """A running sandbox of that kind; `auto` is bubblewrap, or else a plain process.

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
    if kind == "process":
        plain = Sandbox("process", hidden, reason="asked for with --sandbox process")
        return lambda: plain
    try:
        walled, error = Sandbox("bubblewrap", hidden), None
    except SandboxError as refusal:
        walled, error = None, refusal

    def opened():
        try:
            if error:
                raise error
            return _proved(walled)
        except SandboxError as problem:
            reason = f"{problem}; {remedy(str(problem))}"
            if kind == "bubblewrap":
                raise SandboxError(f"--sandbox bubblewrap: {reason}") from None
            return Sandbox("process", hidden, reason=reason)

    return opened


def remedy(reason: str) -> str:
    """What to do where bubblewrap does not work because of `reason`."""
    return next(advice for pattern, advice in REMEDIES.items() if re.search(pattern, reason))


def _proved(sandbox):
    """The sandbox, if a file of ours cannot be seen in it: a program that is called bwrap may wall off nothing.

    Raises:
        SandboxError: it can, or there is no worker at all.
    """
    from torchkata.sandbox_proofs import read_files

    try:
        worker = sandbox.worker()
        outside = {"files": ["/etc/passwd", str(CHECKOUT / "graders")]}
        try:
            seen = worker.run(read_files.encoded, wire.encode([outside]), 0, read_files.timeout)
        finally:
            worker.close()
    except (StudentRaised, WorkerStopped, wire.WireError) as error:
        seen = [f"{type(error).__name__} {error}"]
    except SandboxError:
        sandbox.close()
        raise
    if seen:
        sandbox.close()
        raise SandboxError(f"bwrap starts, but does not wall off files ({seen[0]})")
    return sandbox


class Sandbox:
    """The process that forks workers, over one connection: one worker at a time. A fork of this process needs one of its own.

    Attributes:
        kind: bubblewrap or process.
        reason: why it is a plain process, where it is.
    """

    def __init__(self, kind, hidden, reason=None):
        self.kind = kind
        self.reason = reason
        ours, theirs = socket.socketpair()
        libraries = [path for path, mount in _mounts(hidden).items() if mount == "--ro-bind" and path.is_relative_to("/tmp")]
        settings = json.dumps(
            {
                "isolated": kind == "bubblewrap",
                "memory": not gpu_devices(),
                # nested ones come along with the folder around them
                "libraries": [str(p) for p in libraries if not any(p != q and p.is_relative_to(q) for q in libraries)],
            }
        )
        command = python_command("torchkata.worker:main", str(theirs.fileno()), settings)
        if kind == "bubblewrap":
            command = bubblewrap_command(hidden) + command
        with theirs:
            self._process = subprocess.Popen(
                command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=environment(),
                cwd="/",
            )
        self._control = ours
        self._ready = False

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

    def stop(self, pid) -> tuple[int, float]:
        """End a worker with all that it started.

        Its exit status, or minus the number of the signal that ended it; and the seconds for which it waited for a core.
        """
        reply = self._ask({"do": "stop", "pid": pid})
        return reply["status"], reply["queued"]

    def close(self):
        self._control.close()
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


class Worker:
    """One submission's process. Every method raises WorkerStopped, StudentRaised or wire.WireError."""

    def __init__(self, sandbox, channel, pid):
        self._sandbox = sandbox
        self._channel = channel
        self._pid = pid

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

    def close(self) -> tuple[int | None, float]:
        """End the worker; how it ended (see Sandbox.stop), the first time this is called."""
        if self._channel is None:
            return None, 0.0
        self._channel.close()
        self._channel = None
        return self._sandbox.stop(self._pid)

    def _request(self, request, seconds):
        deadline = time.monotonic() + seconds * WALL_PER_CPU + WALL_EXTRA
        data = wire.encode(request)
        try:
            self._channel.settimeout(max(deadline - time.monotonic(), 0.001))
            self._channel.sendall(LENGTH.pack(len(data)) + data)
            (length,) = LENGTH.unpack(self._receive(LENGTH.size, deadline))
            if length > wire.MAX_BYTES:
                raise wire.WireError(f"an answer of {length} bytes, where {wire.MAX_BYTES} may travel")
            answer = wire.decode(self._receive(length, deadline))
        except TimeoutError:
            _, queued = self.close()
            raise WorkerStopped("timeout", doubtful=queued > seconds) from None
        except OSError:
            status, _ = self.close()
            reason = "timeout" if status == TIMEOUT_STATUS else "crashed"
            raise WorkerStopped(reason, status, doubtful=status == -signal.SIGKILL) from None
        except wire.WireError:
            self.close()  # the next frame could begin anywhere
            raise
        if type(answer) is dict and type(answer.get("raised")) is dict:
            raise StudentRaised(answer["raised"])
        if type(answer) is not dict or "value" not in answer:
            raise wire.WireError("an answer is a value or an exception")
        return answer["value"]

    def _receive(self, size, deadline):
        data = bytearray()
        while len(data) < size:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise TimeoutError
            self._channel.settimeout(remaining)
            piece = self._channel.recv(min(size - len(data), 2**20))
            if not piece:
                raise ConnectionResetError("the worker is gone")
            data += piece
        return bytes(data)


# ---- bubblewrap ----------------------------------------------------------------------------------------------------


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


def bubblewrap_command(hidden: Path) -> list[str]:
    """bwrap and its arguments: libraries and devices, read-only, in namespaces of their own.

    Raises:
        SandboxError: bubblewrap is not installed.
    """
    program = shutil.which("bwrap")
    if program is None:
        raise SandboxError("bwrap is not installed")
    command = [program, "--die-with-parent", "--new-session", "--hostname", "sandbox", "--chdir", "/"]
    command += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    if os.geteuid() == 0:  # as root the worker changes to nobody itself: isolate.enter_namespaces
        command += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_KILL"]
    else:
        command += ["--unshare-user"]
    command += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
    mounts = _mounts(hidden)
    parents = {parent for path in mounts for parent in path.parents} - {Path("/"), Path("/tmp"), *mounts}
    for parent in sorted(parents):  # or bubblewrap would make them for itself alone, and nobody could not reach what is below
        if not any(parent.is_relative_to(path) for path in mounts):
            command += ["--perms", "0755", "--dir", str(parent)]
    for path, mount in sorted(mounts.items()):  # a folder before what lies in it
        command += [mount, str(path)] if mount == "--tmpfs" else [mount, str(path), str(path)]
    for device in gpu_devices():
        command += ["--dev-bind", device, device]
    return command + ["--remount-ro", "/dev", "--remount-ro", "/", "--"]


def _mounts(hidden) -> dict[Path, str]:
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
