"""The other end of judges: processes that grade submissions of one assignment, one or many at a time."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from types import MappingProxyType

from torchkata.assignment import Assignment, Kit
from torchkata.result import SubmissionResult
from torchkata.submission import Submission

NOTICE = (
    "No bubblewrap sandbox ({reason}): student code runs as a plain process with resource limits only. It can read your files "
    "and use the network. Grade only code you trust, or install bubblewrap (`apt install bubblewrap`) and see `kata doctor`."
)


def judge_environment() -> dict[str, str]:
    """The environment of a judge: ours, without what would change how pytest or Python work there."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHON"))}
    return kept | {"OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}


class JudgeError(RuntimeError):
    """The graders or the sandbox do not work; nothing can be graded until that is mended."""


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
        )
        self.assignment = assignment
        ready = self._receive()
        self.sandbox = ready["sandbox"]
        self.notice = NOTICE.format(reason=ready["notice"]) if ready["notice"] else None

    def grade(self, submission: Submission, salt="", only: str | None = None) -> SubmissionResult:
        """Grade it, or `only` the exercise of that name. Raises JudgeError."""
        request = {
            "student": submission.student,
            "files": {name: content.decode("latin-1") for name, content in submission.files.items()},
            "problems": submission.problems,
            "error": submission.error,
            "salt": salt,
            "only": only,
        }
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except OSError:  # it is gone; _receive says why
            pass
        return SubmissionResult.from_json(self._receive()["result"])

    def close(self):
        try:
            self._process.stdin.close()
        except OSError:  # what was never read by a judge that is gone
            pass
        self._process.stdout.close()
        self._said.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _receive(self):
        line = self._process.stdout.readline()
        if not line:
            self._said.seek(0)
            said = self._said.read().strip().splitlines()
            raise JudgeError(f"the judge of {self.assignment.name} ended: {said[-1] if said else 'it said nothing'}")
        message = json.loads(line)
        if "error" in message:
            raise JudgeError(message["error"])
        return message


class JudgePool:
    """Judges that work side by side. A context manager.

    Attributes:
        sandbox, notice: as of each Judge.
    """

    def __init__(self, kit: Kit, assignment: Assignment, jobs: int, sandbox="auto"):
        """Raises JudgeError."""
        self.assignment = assignment
        self._executor = ThreadPoolExecutor(jobs)
        self._idle = queue.SimpleQueue()
        self._judges = []
        try:
            for judge in self._executor.map(lambda _: Judge(kit, assignment, sandbox), range(jobs)):
                self._judges.append(judge)
                self._idle.put(judge)
        except BaseException:
            self.close()
            raise
        self.sandbox = self._judges[0].sandbox
        self.notice = self._judges[0].notice

    def grade(self, submissions: Iterable[Submission], salt="", only: Mapping[str, str] = MappingProxyType({})):
        """The results, as they come; `only` names, for some students, the one exercise that is graded."""

        def one(submission):
            judge = self._idle.get()
            try:
                return judge.grade(submission, salt, only.get(submission.student))
            finally:
                self._idle.put(judge)

        for future in as_completed([self._executor.submit(one, s) for s in submissions]):
            yield future.result()

    def close(self):
        self._executor.shutdown(cancel_futures=True)
        for judge in self._judges:
            judge.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


