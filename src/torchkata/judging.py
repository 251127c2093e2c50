"""The other end of judges: processes that grade submissions of one assignment, one or many at a time."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from itertools import islice
from types import MappingProxyType

from torchkata.assignment import Assignment, Kit
from torchkata.result import SubmissionResult
from torchkata.submission import Submission

NOTICE = (
    "No bubblewrap sandbox ({reason}): student code runs as a plain process with resource limits only. It can read your files "
    "and use the network. Grade only code you trust, or make bubblewrap work first; `kata doctor` tries it."
)


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def judge_environment() -> dict[str, str]:
    """The environment of a judge: ours, without what would change how pytest or Python work there."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHON"))}
    return kept | {"OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}


class JudgeError(RuntimeError):
    """The graders or the sandbox do not work; nothing can be graded until that is mended."""


class JudgeDied(JudgeError):
    """The judge's process is gone: killed, or out of memory."""


class Judge:
    """One judge process.

    Attributes:
        sandbox: the kind of sandbox in force.
        notice: why there is no bubblewrap, where there is none.
    """

    def __init__(self, kit: Kit, assignment: Assignment, sandbox="auto"):
        """Raises JudgeError: the graders cannot be collected, or the sandbox asked for does not work."""
        self._said = tempfile.TemporaryFile(mode="w+", encoding="utf-8", errors="replace")  # a pipe that nobody reads fills up
        self._process = subprocess.Popen(
            [sys.executable, "-m", "torchkata.judge", str(kit.root), assignment.name, sandbox],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            encoding="utf-8",
            env=judge_environment(),
            start_new_session=True,  # Ctrl-C is for the command, which then stops its judges
        )
        self.assignment = assignment
        try:
            ready = self._receive()
        except JudgeError:
            self.close()
            raise
        self.sandbox = ready["sandbox"]
        self.notice = NOTICE.format(reason=ready["notice"]) if ready["notice"] else None

    def grade(self, submission: Submission, salt="", only: Collection[str] | None = None) -> SubmissionResult:
        """Grade it, or `only` the exercises of those names. Raises JudgeError; JudgeDied where it has to be replaced."""
        request = {
            "student": submission.student,
            "files": {name: content.decode("latin-1") for name, content in submission.files.items()},
            "problems": submission.problems,
            "error": submission.error,
            "salt": salt,
            "only": None if only is None else list(only),
        }
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except OSError:  # it is gone; _receive says why
            pass
        return SubmissionResult.from_json(self._receive()["result"])

    def close(self):
        """End it, in the middle of a submission too; its sandbox ends with it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._said):
            with contextlib.suppress(OSError):  # what was never read by a judge that is gone
                pipe.close()

    def _receive(self):
        line = self._process.stdout.readline()
        if not line:
            self._said.seek(0)
            said = self._said.read().strip().splitlines()
            status = self._process.wait()
            raise JudgeDied(f"the judge of {self.assignment.name} ended with status {status}: {said[-1] if said else 'it said nothing'}")
        message = json.loads(line)
        if "error" in message:
            raise JudgeError(message["error"])
        return message


class JudgePool:
    """Judges that work side by side; each is started when there is work for it. A context manager.

    Attributes:
        sandbox, notice: as of each Judge, once there is one.
        expected_sandbox: the kind that a judge will have, as far as that can be told without starting one.
    """

    def __init__(self, kit: Kit, assignment: Assignment, jobs: int, sandbox="auto"):
        self.jobs = jobs
        self.sandbox = self.notice = None
        self.expected_sandbox = sandbox
        if sandbox == "auto":
            self.expected_sandbox = "bubblewrap" if shutil.which("bwrap") else "process"
        self._points = assignment.points
        self._closed = False
        self._new_judge = lambda: Judge(kit, assignment, sandbox)
        self._judges = set()
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
                    self._stop(judge)
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
        for judge in list(self._judges):
            self._stop(judge)

    def _start(self):
        if self._closed:
            raise JudgeError("the grading was stopped")
        judge = self._new_judge()
        self._judges.add(judge)
        self.sandbox, self.notice = judge.sandbox, judge.notice
        return judge

    def _stop(self, judge):
        self._judges.discard(judge)
        judge.close()

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
