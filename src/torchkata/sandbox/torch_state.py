"""What runs inside the sandbox: a process that has torch loaded, and the workers it forks.

`main` is the parent. It imports torch once and forks a worker when the judge asks for one, so that a submission costs
milliseconds. A worker loads the student's files, runs probes on them and answers with plain data. Nothing here knows a test or
an expected value, and nothing that a worker says is trusted.

The control socket (judge and parent) carries JSON lines; a worker's own socket carries frames of `wire` behind an eight-byte
length.
"""

from __future__ import annotations

import contextlib
import copy
import difflib
import gc
import importlib
import importlib.util
import io
import json
import linecache
import marshal
import os
import random
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import types
import warnings
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from torchkata.sandbox import isolate, landlock, seccomp, wire
from torchkata.sandbox.other_user import DEVICES, OtherUser, reach
from torchkata.sandbox.pristine import Pristine

MAX_DESCRIPTORS = 2**20
WATCH_SECONDS = 0.1  # between two looks at the memory of a worker and its children, and at its folder
TIMEOUT_STATUS = 124  # exit status of a worker that used up its CPU time
MAX_TEXT = 400  # characters of an exception's message
PRIVATE_HOME = "/tmp"  # of a worker with a mount namespace of its own
LENGTH = struct.Struct(">Q")
GLOBAL_HOOKS = [  # of all modules and all optimizers
    hooks
    for module in ("torch.nn.modules.module", "torch.optim.optimizer")
    for name, hooks in vars(sys.modules[module]).items()
    if name.startswith("_global_") and isinstance(hooks, dict)
]


# ---- the parent ----------------------------------------------------------------------------------------------------


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
    pristine = _warm_up(backward=settings["memory"])
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
        return _times(request["pid"])
    received = socket.socket(fileno=descriptors[0])
    if request["do"] == "connect":
        connections.append(received)
        return {}
    with received:
        return _start(connection, received, pristine, **settings)


def _warm_up(backward):
    """Do what is slow the first time, but start no thread: a fork has none, and would wait for it for ever.

    Returns the libraries as they are then.

    `backward=False` leaves autograd alone, which starts a thread for each GPU.
    """
    limit_torch()
    torch.set_num_interop_threads(1)
    image = torch.randn(2, 1, 12, 12)
    images = nn.Sequential(nn.Conv2d(1, 2, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(32, 4), nn.BatchNorm1d(4))
    words = nn.LSTM(4, 4)(nn.Embedding(3, 4)(torch.tensor([0, 1, 2])))[0]
    loss = nn.functional.cross_entropy(nn.functional.dropout(images(image)), torch.tensor([1, 2])) + words.log_softmax(1).sum()
    if backward:
        loss.backward()
    for optimizer in (torch.optim.SGD(images.parameters(), lr=0.1), torch.optim.Adam(images.parameters())):
        optimizer.step()  # the first one imports half of torch._dynamo
    file = io.BytesIO()
    torch.save(copy.deepcopy(images).state_dict(), file)
    torch.load(io.BytesIO(file.getvalue()))
    for function in (torch.linspace, torch.arange):
        function(0, 4, 2)
    _reset_torch()
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
            worker = _become_worker(channel, writer, pristine, walls)
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


class Walls(NamedTuple):
    """What a worker is given: its folder, which is PRIVATE_HOME in namespaces of its own, and what else depends on the sandbox.

    Attributes:
        user: whose process it becomes, where it has no namespaces.
        memory: whether its address space is limited.
        libraries: folders below /tmp that stay visible (bubblewrap), or all that may be read (Landlock).
        landlock: whether to use it.
        kept: descriptors that stay open.
    """

    home: str
    user: OtherUser | None
    memory: bool
    libraries: list[str]
    landlock: bool
    kept: list[int]


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
    times = _times(pid)
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
    while orphans := [child for child in _children(os.getpid()) if child not in _workers]:
        for orphan in orphans:
            os.kill(orphan, signal.SIGKILL)
            os.waitpid(orphan, 0)
    if user:
        user.release()
    if home != PRIVATE_HOME:
        _remove(home)
    return {"status": os.waitstatus_to_exitcode(status)} | times


def _times(pid):
    """What the life of a worker, with all that it started, went into; {} where the kernel does not tell.

    `computed` is CPU time in seconds. `queued` are the seconds for which it was ready to run while no core was free: those of the
    thread that had to wait longest, for several may wait at the same time. The rest of the time it waited for something else.
    """
    if not os.path.exists(f"/proc/{pid}/schedstat"):
        return {}
    ticks, queued = 0, [0]
    for each in _family(pid):
        with contextlib.suppress(OSError, IndexError):  # it has ended
            after_name = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, after_name[11:15]))  # in user and system mode, and the same of children that have ended
            for thread in os.listdir(f"/proc/{each}/task"):
                queued.append(int(Path(f"/proc/{each}/task/{thread}/schedstat").read_text().split()[1]))
    return {"computed": ticks / os.sysconf("SC_CLK_TCK"), "queued": max(queued) / 1e9}


def _remove(folder):
    try:
        shutil.rmtree(folder)
    except (OSError, RecursionError):  # folders in folders, deeper than Python can go
        subprocess.run(["rm", "-rf", "--", folder], stderr=subprocess.DEVNULL, check=False)


def _watch():
    """Kill a worker that takes too much with its children: a limit of the kernel's holds for one process, or for one file, only."""
    shared = _resident(os.getpid())  # what a fork starts with is counted for each, but is there once
    for worker, running in list(_workers.items()):
        family = _family(worker)
        memory = sum(max(_resident(pid) - shared, 0) for pid in family)
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


def _family(pid):
    """A process and all that it started, by id."""
    return [pid] + [each for child in _children(pid) for each in _family(child)]


def _resident(pid):
    """Bytes of memory that the process has filled, without what files hold."""
    try:
        with open(f"/proc/{pid}/status") as file:
            said = re.findall(r"^Rss(?:Anon|Shmem):\s+(\d+) kB", file.read(), re.MULTILINE)
        return sum(map(int, said)) * 1024
    except (FileNotFoundError, ProcessLookupError):  # it has ended, or this is not Linux
        return 0


def _children(pid):
    try:
        return [
            int(child)
            for thread in os.listdir(f"/proc/{pid}/task")
            for child in Path(f"/proc/{pid}/task/{thread}/children").read_text().split()
        ]
    except (FileNotFoundError, ProcessLookupError):  # it has ended, or this is not Linux
        return []


# ---- a worker ------------------------------------------------------------------------------------------------------


def _become_worker(channel, keep, pristine, walls):
    home, user = walls.home, walls.user
    isolated = home == PRIVATE_HOME
    os.setsid()
    signal.signal(signal.SIGPROF, lambda *_: os._exit(TIMEOUT_STATUS))
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    kept = sorted((2, channel.fileno(), keep, *walls.kept, MAX_DESCRIPTORS))
    for below, above in pairwise(kept):  # no descriptor of the parent, such as its connections
        os.closerange(below + 1, above)
    isolate.limit_resources(processes=isolated or user is not None, memory=walls.memory)  # reads /proc
    if isolated:
        isolate.hide_files(walls.libraries)
    if user:
        isolate.prctl(isolate.PR_SET_NO_NEW_PRIVS)
        if walls.landlock:  # while folders of root's can be opened
            landlock.restrict([*walls.libraries, *DEVICES], [home, *DEVICES[:3], *isolate.gpu_devices()])
        user.become()
    if isolated or user:
        isolate.drop_capabilities()
        seccomp.filter_system_calls(sockets=isolated)
    if sys.platform == "linux" and not isolated:  # the namespace does it better; and a change of user undoes it
        isolate.prctl(isolate.PR_SET_PDEATHSIG, signal.SIGKILL)
    os.chdir(home)
    os.environ["HOME"] = os.environ["TMPDIR"] = tempfile.tempdir = home
    return _Worker(socket.socket(fileno=channel.detach()), home, pristine.restore)


class _Missing(AttributeError):
    """The submission has no such name."""


class Submission:
    """What a probe calls `student`: the definitions of the files that were loaded, by name.

    `student.MyLinear` is the student's MyLinear, from whichever file defines it; `student.layers` is the module.
    """

    def __init__(self, modules):
        self._modules = modules

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        if name in self._modules:
            return self._modules[name]
        for module in self._modules.values():
            if name in vars(module):
                return vars(module)[name]
        raise _Missing(name)

    def reimport(self, stem):
        """Run the file again, as in a fresh interpreter, and return the new module."""
        self._modules[stem] = _load(stem, self._modules[stem].__file__)
        return self._modules[stem]


def _load(stem, path):
    spec = importlib.util.spec_from_file_location(stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[stem] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[stem]
        raise
    return module


class _Worker:
    """Serves one submission over `channel` until it is killed or the channel ends."""

    def __init__(self, channel, home, restore_libraries):
        self.channel = channel
        self.restore_libraries = restore_libraries
        self.folder = os.path.join(home, "submission")
        os.mkdir(self.folder)
        sys.path.insert(0, self.folder)
        self.modules = {}
        self.names = ()  # of all modules that were handed in

    def serve(self):
        operations = {"files": self.files, "load": self.load, "run": self.run}
        while True:
            request = wire.decode(self._receive(LENGTH.unpack(self._receive(LENGTH.size))[0]))
            operation = operations[request.pop("do")]
            try:
                answer = {"value": operation(**request)}
            except BaseException as error:  # SystemExit and KeyboardInterrupt of student code too
                answer = {"raised": self._describe(error)}
            try:
                data = wire.encode(answer)
            except wire.WireError as error:
                data = wire.encode({"raised": {"type": "WireError", "text": str(error)[:MAX_TEXT]}})
            self.channel.sendall(LENGTH.pack(len(data)) + data)

    def _receive(self, size):
        data = bytearray()
        while len(data) < size:
            piece = self.channel.recv(min(size - len(data), 2**20))
            if not piece:
                os._exit(0)
            data += piece
        return bytes(data)

    def files(self, files):
        """Lay the submission's files down."""
        self.names = [name.removesuffix(".py") for name in files]
        for name, content in files.items():
            with open(os.path.join(self.folder, name), "wb") as file:
                file.write(content)

    def load(self, stem, cpu):
        """Import one of the submission's files."""
        try:
            with _cpu_limit(cpu):
                _seed(0)
                self.modules[stem] = _load(stem, os.path.join(self.folder, stem + ".py"))
        finally:
            self.restore_libraries()

    def run(self, code, arguments, seed, cpu, restore):
        """Run a probe (its functions' code, constants and modules by name) on the submission; both are encoded by `wire`.

        `restore` puts the libraries back first. It takes as long as a small probe, so the judge asks for it once an exercise: what
        an exercise's code replaces in its calls, it can replace in each of them, but the next exercise does not find it.
        """
        if restore:
            self.restore_libraries()
        function, arguments = _link(wire.decode(code)), wire.decode(arguments)
        own = (self.modules.get(name) or sys.modules.get(name) for name in self.names)
        saved = [(module, dict(vars(module))) for module in own if module is not None]
        modules = dict(self.modules)
        _reset_torch()
        _seed(seed)
        try:
            with _cpu_limit(cpu), torch.inference_mode(False):  # in case the student's file left it on
                return function(Submission(modules), *arguments)
        finally:
            for module, names in saved:
                vars(module).clear()
                vars(module).update(names)
                sys.modules[module.__name__] = module

    def _describe(self, error):
        """An exception as data: its type, its text, and the innermost line of the student's that it came from."""
        if isinstance(error, _Missing):
            name = str(error)
            defined = [n for module in self.modules.values() for n in vars(module) if not n.startswith("_")]
            near = difflib.get_close_matches(name, defined, n=1, cutoff=0.6)
            near = near or [n for n in defined if n.lower().replace("_", "") == name.lower().replace("_", "")]
            return {"type": "Missing", "text": name, "near": near[0] if near else None}
        described = {"type": type(error).__name__[:80], "text": _text_of(error)}
        if isinstance(error, SyntaxError) and error.filename and error.filename.startswith(self.folder):
            where = {
                "file": os.path.basename(error.filename),
                "line": error.lineno or 1,
                "source": (error.text or "").strip()[:120],
            }
            return described | where | {"text": error.msg}
        files = []
        trace = error.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            if code.co_filename.startswith(self.folder):
                described |= {"file": os.path.basename(code.co_filename), "line": trace.tb_lineno}
                described["source"] = linecache.getline(code.co_filename, trace.tb_lineno).strip()[:120]
                files.append(described["file"])
            trace = trace.tb_next
        if isinstance(error, ImportError) and str(error.path).startswith(self.folder):
            described["text"] = described["text"].replace(f" ({error.path})", "")
            if f"{error.name}.py" in files[:-1]:
                described["text"] += f", because {error.name}.py and {files[-1]} import each other"
        return described


@contextlib.contextmanager
def _cpu_limit(seconds):
    """End this process when the block has used more CPU time; the judge's clock is the limit for code that defeats this one."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _text_of(error):
    try:
        text = str(error)
    except Exception:
        return ""
    text = text.encode("utf-8", "backslashreplace").decode()  # lone surrogates cannot travel
    # Addresses, and the names of temporary files, change from run to run.
    return re.sub(r"\b(tmp|torchkata-)[a-z0-9_]{8}\b", r"\1...", re.sub(r"0x[0-9a-f]{6,}", "0x...", text))[:MAX_TEXT]


def _link(code):
    """The probe that `grading.probe` took apart: its functions, sharing one namespace."""
    namespace = {"__builtins__": __builtins__, "__name__": "probe"}
    for name, module in code["modules"].items():
        namespace[name] = importlib.import_module(module)
    namespace.update(code["constants"])
    for name, part in code["functions"].items():
        function = types.FunctionType(marshal.loads(part["code"]), namespace, name)
        function.__defaults__ = tuple(part["defaults"])
        function.__kwdefaults__ = part["kwdefaults"]
        namespace[name] = function
    return namespace[code["name"]]


def _seed(seed):
    torch.default_generator.manual_seed(seed)  # torch.manual_seed formats a stack trace each time
    if torch.cuda.is_initialized():
        torch.cuda.manual_seed_all(seed)
    np.random.seed(seed % 2**32)
    random.seed(seed)


def limit_torch():
    """One thread, and no oneDNN, which compiles code for every new shape of a convolution, in each worker anew."""
    torch.set_num_threads(1)
    torch.backends.mkldnn.set_flags(False)


def _reset_torch():
    """Torch's global state as it was before the first file: what one check or file changed does not reach the next."""
    torch.set_default_dtype(torch.float32)
    torch.set_default_device(None)
    while torch._C._len_torch_function_stack():  # modes around all functions
        torch._C._pop_torch_function_stack()
    while torch._C._len_torch_dispatch_stack():
        torch._C._pop_torch_dispatch_stack()
    torch.set_grad_enabled(True)
    limit_torch()
    torch.use_deterministic_algorithms(False)
    torch.autograd.set_detect_anomaly(False)
    torch.set_float32_matmul_precision("highest")
    torch.set_autocast_enabled("cpu", False)
    torch.set_flush_denormal(False)
    for hooks in GLOBAL_HOOKS:
        hooks.clear()
    torch.nn.modules.module._global_is_full_backward_hook = None
    np.seterr(divide="warn", over="warn", under="ignore", invalid="warn")
    warnings.simplefilter("ignore")
