"""The other end of judges: processes that grade submissions of one assignment, one or many at a time."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from itertools import islice
from types import MappingProxyType

from torchkata.assignment import Assignment, Kit
from torchkata.interpreter import python_command, python_environment
from torchkata.judge import JudgeError
from torchkata.result import SubmissionResult
from torchkata.sandbox import other_user
from torchkata.sandbox.bubblewrap import bubblewrap_starts
from torchkata.submission import Submission

NOTICE_START = "No bubblewrap sandbox "
NOTICES = {
    "user": NOTICE_START + "({reason}): student code runs as another user of this machine. It can see which processes run and "
    "which files there are; docs/security.md says what else is weaker than with bubblewrap.",
    "process": NOTICE_START + "({reason}): student code runs as a plain process with resource limits only. It can read your files "
    "and use the network. Grade only code you trust, or make bubblewrap work first; `kata doctor` tries it.",
}


class JudgeDied(JudgeError):
    """The judge's process is gone: killed, out of memory, or without a sandbox."""


class JudgeParent:
    """The process that has torch loaded and the graders collected, and forks judges: a further one costs little time or memory.

    Attributes:
        sandbox: the kind of sandbox in force.
        notice: why there is no bubblewrap, where there is none.
    """

    def __init__(self, kit: Kit, assignment: Assignment, sandbox="auto"):
        """Raises JudgeError: the graders cannot be collected, or the sandbox asked for does not work."""
        self.assignment = assignment
        # A file, since a pipe that nobody reads fills up.
        self._said = tempfile.TemporaryFile(mode="w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                python_command(
                    "torchkata.judge.process:main", str(theirs.fileno()), str(kit.root.resolve()), assignment.name, sandbox
                ),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=self._said,
                stderr=self._said,
                env=python_environment() | {"OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"},
                cwd="/",
                start_new_session=True,  # Ctrl-C is for the command, which then stops its judges
            )
        self._replies = self._control.makefile("rb")
        try:
            ready = self._reply()
            if "error" in ready:
                raise JudgeError(ready["error"])
        except JudgeError:
            self.close()
            raise
        self.sandbox = ready["sandbox"]
        self.notice = NOTICES[self.sandbox].format(reason=ready["notice"]) if ready["notice"] else None

    def fork(self) -> Judge:
        """A new judge. Raises JudgeDied: this process is gone, or its sandbox is."""
        ours, theirs = socket.socketpair()
        with theirs:
            reply = self._ask({"do": "start"}, [theirs.fileno()])
        if "error" in reply:
            ours.close()
            raise JudgeDied(reply["error"])
        return Judge(self, ours, reply["pid"])

    def stop(self, pid):
        """End a judge, in the middle of a submission too; its worker ends with it."""
        with contextlib.suppress(JudgeDied):  # then the judges are gone as well
            self._ask({"do": "stop", "pid": pid})

    def died(self) -> JudgeDied:
        """What a judge that has ended said last."""
        said = []
        with contextlib.suppress(ValueError):  # closed: it was ended on purpose
            self._said.seek(0)
            said = self._said.read().strip().splitlines()
        return JudgeDied(f"the judge of {self.assignment.name} ended: {said[-1] if said else 'it said nothing'}")

    def close(self):
        """End it with its judges and its sandbox."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for each in (self._control, self._replies, self._said):
            each.close()

    def _ask(self, request, descriptors=()):
        try:
            socket.send_fds(self._control, [json.dumps(request).encode()], list(descriptors))
        except OSError:
            raise self.died() from None
        return self._reply()

    def _reply(self):
        line = self._replies.readline()
        if not line:
            raise self.died()
        return json.loads(line)


class Judge:
    """One judge process, forked by its parent."""

    def __init__(self, parent: JudgeParent, connection: socket.socket, pid: int):
        self.pid = pid
        self._parent = parent
        self._connection = connection
        self._answers = connection.makefile("rb")

    def grade(self, submission: Submission, salt="", only: Collection[str] | None = None) -> SubmissionResult:
        """Grade it, or `only` the exercises of those names. Raises JudgeDied."""
        request = {
            "student": submission.student,
            "files": _as_text(submission.files),
            "helpers": _as_text(submission.helpers),
            "problems": submission.problems,
            "error": submission.error,
            "salt": salt,
            "only": None if only is None else list(only),
        }
        try:
            self._connection.sendall(json.dumps(request).encode() + b"\n")
            line = self._answers.readline()
        except OSError:
            line = b""
        if not line:
            raise self._parent.died()
        return SubmissionResult.from_json(json.loads(line))

    def close(self):
        self._parent.stop(self.pid)
        self._answers.close()
        self._connection.close()


def _as_text(files):
    return {name: content.decode("latin-1") for name, content in files.items()}


class JudgePool:
    """Judges that work side by side; each is started when there is work for it. A context manager.

    Attributes:
        sandbox, notice: as of the judges' parent, once there is one.
        expected_sandbox: the kind that a judge will have, as far as that can be told without starting one.
    """

    def __init__(self, kit: Kit, assignment: Assignment, jobs: int, sandbox="auto"):
        self.jobs = jobs
        self.sandbox = self.notice = None
        self.expected_sandbox = sandbox
        if sandbox == "auto":
            self.expected_sandbox = "bubblewrap" if bubblewrap_starts() else "user" if other_user.available() else "process"
        self._points = assignment.points
        self._closed = False
        self._new_parent = lambda: JudgeParent(kit, assignment, sandbox)
        self._parent = None
        self._lock = threading.Lock()  # of the parent, to which one thread talks at a time
        self._idle = queue.LifoQueue()
        for _ in range(jobs):
            self._idle.put(None)  # one that is not started yet

    def grade_one(self, submission: Submission, salt="", only: Collection[str] | None = None) -> SubmissionResult:
        """Grade it, or `only` some exercises; called from as many threads as there are jobs.

        A judge that dies is replaced, and the submission is graded once more; then it cannot be graded.

        Raises:
            JudgeError: no judge can be had.
        """
        judge = self._idle.get()
        try:
            for _ in range(2):
                judge = judge or self._start()
                try:
                    return judge.grade(submission, salt, only)
                except JudgeDied as error:
                    said = str(error)
                    with self._lock:
                        judge.close()
                    judge = None
            return SubmissionResult(submission.student, self._points, submission.sha256, f"It could not be graded: {said}.")
        finally:
            self._idle.put(judge)

    def grade(self, submissions: Iterable[Submission], salt="", only: Mapping[str, str] = MappingProxyType({})):
        """The results, as they come; `only` names, for some students, the one exercise that is graded."""

        def one(submission):
            exercise = only.get(submission.student)
            return self.grade_one(submission, salt, exercise and [exercise])

        return unordered_map(one, submissions, self.jobs)

    def close(self):
        self._closed = True
        if self._parent is not None:
            self._parent.close()

    def _start(self):
        with self._lock:
            parent = self._living_parent()  # one that dies at once says why
            try:
                return parent.fork()
            except JudgeDied:
                parent.close()
                self._parent = None
                return self._living_parent().fork()

    def _living_parent(self):
        if self._closed:
            raise JudgeError("the grading was stopped")
        if self._parent is None:
            self._parent = self._new_parent()
            self.sandbox, self.notice = self._parent.sandbox, self._parent.notice
            if self._closed:  # meanwhile, by another thread
                self._parent.close()
                raise JudgeError("the grading was stopped")
        return self._parent

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def unordered_map(function: Callable, items: Iterable, threads: int) -> Iterator:
    """`function` of every item, as each is done; few items are taken ahead, so a long list needs no memory."""
    items = iter(items)
    executor = ThreadPoolExecutor(threads)
    try:
        pending = {executor.submit(function, item) for item in islice(items, 2 * threads)}
        while pending:
            done, pending = wait(pending, return_when=FIRST_COMPLETED)
            pending |= {executor.submit(function, item) for item in islice(items, len(done))}
            for future in done:
                yield future.result()
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
