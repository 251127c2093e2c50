"""A worker: loads the student's files, runs probes on them and answers with plain data.

Nothing here knows a test or an expected value, and nothing that a worker says is trusted. Its socket carries frames of `wire`
behind an eight-byte length.
"""

from __future__ import annotations

import contextlib
import difflib
import importlib
import importlib.util
import linecache
import marshal
import os
import re
import signal
import socket
import struct
import sys
import tempfile
import types
from itertools import pairwise
from typing import NamedTuple

import torch

from torchkata.sandbox import isolate, landlock, seccomp, wire
from torchkata.sandbox.other_user import DEVICES, OtherUser
from torchkata.sandbox.torch_state import reset_torch, seed_generators

MAX_DESCRIPTORS = 2**20
TIMEOUT_STATUS = 124  # exit status of a worker that used up its CPU time
MAX_TEXT = 400  # characters of an exception's message
PRIVATE_HOME = "/tmp"  # of a worker with a mount namespace of its own
LENGTH = struct.Struct(">Q")


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


# ---- a worker ------------------------------------------------------------------------------------------------------


def become_worker(channel, keep, pristine, walls):
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


_compiled = {}  # by path: a probe may run a file again


def _load(stem, path):
    spec = importlib.util.spec_from_file_location(stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[stem] = module
    try:
        if path not in _compiled:
            _compiled[path] = spec.loader.get_code(stem)
        exec(_compiled[path], vars(module))
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
                seed_generators(0)
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
        reset_torch()
        seed_generators(seed)
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
