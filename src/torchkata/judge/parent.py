"""The parent of judges: it collects the graders once and forks judges, each of which grades one submission after the other.

process.py starts it; pool.py is the other end.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
from collections.abc import Callable

import pytest

from torchkata.assignment import Kit
from torchkata.judge.graders import JudgePlugin, run_graders
from torchkata.sandbox.host import SandboxError
from torchkata.sandbox.isolate import PR_SET_PDEATHSIG, prctl
from torchkata.sandbox.torch_state import limit_torch
from torchkata.submission import Submission


class _Parent(JudgePlugin):
    """Collects the graders, then forks judges: `start` forks one on the socket sent along, `stop` ends one."""

    def __init__(self, kit: Kit, assignment, opened: Callable, control: socket.socket):
        super().__init__(kit, assignment, None)
        self._opened = opened  # waits for the sandbox, which starts while the graders are collected
        self._control = control
        self._judges = set()  # process ids
        self.problems = []

    def refuse(self, sentence):
        self.problems.append(sentence)

    def pytest_collectreport(self, report):
        if report.failed:
            self.problems.append(f"{report.nodeid}: {report.longreprtext.strip().splitlines()[-1]}")

    def pytest_runtestloop(self, session):
        covered = {(test.exercise.name, test.criterion) for test in self.tests.values()}
        for exercise in self.assignment.exercises:
            uncovered = [c.key for c in exercise.rubric if (exercise.name, c.key) not in covered]
            if uncovered and not self.problems:
                self.problems.append(f"no check belongs to {exercise.name}'s criterion {', '.join(uncovered)}")
        if self.problems:
            return True
        try:
            self.sandbox = self._opened()
        except SandboxError as error:
            self.refuse(str(error))
            return True
        gc.collect()
        gc.freeze()  # or the first collection in a judge would copy every page
        _tell(self._control, {"ready": True, "sandbox": self.sandbox.kind, "notice": self.sandbox.reason})
        while True:
            message, descriptors, _, _ = socket.recv_fds(self._control, 1024, 1)
            if not message:
                return True
            request = json.loads(message)
            reply = self._fork(*descriptors) if request["do"] == "start" else self._stop(request["pid"])
            _tell(self._control, reply)

    def _fork(self, descriptor):
        with socket.socket(fileno=descriptor) as connection:
            try:
                sandbox = self.sandbox.connect()
            except SandboxError as error:
                return {"error": str(error)}
            pid = os.fork()
            if pid == 0:
                self._control.close()
                self.sandbox.disconnect()
                self.sandbox = sandbox
                try:
                    self._serve(connection)
                    os._exit(0)
                except BaseException as error:  # whatever it is, this process must not run on as a second parent
                    print(error, file=sys.stderr, flush=True)
                    os._exit(1)
            sandbox.disconnect()
            self._judges.add(pid)
            return {"pid": pid}

    def _stop(self, pid):
        if pid in self._judges:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            self._judges.remove(pid)
        return {}

    def _serve(self, connection):
        """Be a judge: grade the submissions that arrive as JSON lines, and answer with JSON lines."""
        if sys.platform == "linux":
            prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # without the parent there is no sandbox either
        for line in connection.makefile("r", encoding="utf-8"):
            request = json.loads(line)
            self.salt = request["salt"]
            submission = Submission(
                request["student"],
                _as_bytes(request["files"]),
                request["problems"],
                request["error"],
                _as_bytes(request["helpers"]),
            )
            _tell(connection, self.grade(submission, request["only"]).to_json())


def _as_bytes(files):
    return {name: text.encode("latin-1") for name, text in files.items()}


def _tell(connection, message):
    connection.sendall(json.dumps(message).encode() + b"\n")


def serve(kit: Kit, assignment, opened: Callable, control: socket.socket):
    """Collect the graders and fork judges until the other end of `control` is closed; the sandbox ends with this process."""
    limit_torch()  # as in a worker
    sys.dont_write_bytecode = True
    plugin = _Parent(kit, assignment, opened, control)
    status = run_graders(kit.graders(assignment.name), assignment.files, plugin)
    if plugin.problems or status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        _tell(control, {"error": "; ".join(plugin.problems) or f"the graders of {assignment.name} cannot be collected"})
