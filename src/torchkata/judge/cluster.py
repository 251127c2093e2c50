"""Grading on a Dask cluster: the judges and their sandboxes run on its workers, the rest stays here.

A task is one submission. The graders travel with it, so that a Dask worker needs the package and nothing of the kit. Dask gives
the tasks of a worker that dies to another one.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import shutil
import socket
import tempfile
import threading
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from torchkata.assignment import Assignment, Kit, UsageError
from torchkata.judge import JudgeError
from torchkata.judge.pool import JudgePool
from torchkata.result import SubmissionResult
from torchkata.submission import Submission

CONNECT_SECONDS = 20
TASKS_PER_THREAD = 2  # one that runs, and one that waits on the worker

# ---- here ----------------------------------------------------------------------------------------------------------


class ClusterPool:
    """What `JudgePool` is, on the cluster of a Dask scheduler. A context manager.

    Attributes:
        jobs: submissions that are under way at a time.
        sandbox, notice: as of the last judge that answered.
        expected_sandbox: the kind that a judge will have, as far as that can be told without starting one.
    """

    def __init__(self, kit: Kit, assignment: Assignment, address: str, sandbox="auto"):
        """Raises UsageError: there is no such scheduler, or it has no worker."""
        try:
            from distributed import Client
            from distributed.comm.addressing import get_address_host_port
        except ImportError:
            raise UsageError("--cluster needs Dask: pip install 'torchkata[cluster]'") from None
        try:  # Client, too, would say that nobody answers, but go on trying behind our back
            socket.create_connection(get_address_host_port(address), timeout=CONNECT_SECONDS).close()
            self._client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageError(
                f"--cluster {address}: no Dask scheduler answers there ({error}); give the address that `dask scheduler` prints, "
                "such as tcp://HOST:8786"
            ) from None
        threads = sum(self._client.nthreads().values())
        if not threads:
            self._client.close()
            raise UsageError(f"--cluster {address}: the scheduler has no workers; start some with `dask worker {address}`")
        self.jobs = TASKS_PER_THREAD * threads
        self.sandbox = self.notice = None
        self.expected_sandbox = "bubblewrap" if sandbox == "auto" else sandbox
        self._assignment = assignment
        self._arguments = bundle(kit, assignment), assignment.name, sandbox

    def grade_one(self, submission: Submission, salt="", only: Collection[str] | None = None) -> SubmissionResult:
        """Grade it, or `only` some exercises, on whatever worker is free. Raises JudgeError."""
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        submission = replace(submission, notebook=None)  # which nobody grades
        future = self._client.submit(_grade_here, *self._arguments, submission, salt, only, pure=False)
        try:
            answer = future.result()
        except KilledWorker:
            sentence = "It could not be graded: several workers of the cluster died while they graded it."
            return SubmissionResult(submission.student, self._assignment.points, submission.sha256, sentence)
        except FutureCancelledError as error:
            raise JudgeError(f"the cluster gave the grading up: {error}") from None
        self.sandbox, self.notice = answer["sandbox"], answer["notice"]
        return SubmissionResult.from_json(answer["result"])

    def close(self):
        self._client.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def bundle(kit: Kit, assignment: Assignment) -> dict[str, bytes]:
    """What a judge needs of the kit, by path: assignment.toml, the solutions and the graders of one assignment."""
    graders, solutions = kit.graders(assignment.name), kit.solutions(assignment.name)
    paths = [assignment.folder / "assignment.toml", *graders.glob("*.py"), *(solutions / name for name in assignment.files)]
    return {str(path.relative_to(kit.root)): path.read_bytes() for path in sorted(paths)}


# ---- on a Dask worker ----------------------------------------------------------------------------------------------

_pools: dict[str, _Pool] = {}
_lock = threading.Lock()


class _Pool:
    """A bundle laid down, and judges for it: as many as the worker has threads."""

    def __init__(self, files, name, sandbox, jobs):
        self.users = 0
        self._folder = Path(tempfile.mkdtemp(prefix="torchkata-kit-"))
        for path, content in files.items():
            target = self._folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        kit = Kit(self._folder)
        self.judges = JudgePool(kit, kit.assignment(name), jobs, sandbox)

    def close(self):
        self.judges.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _grade_here(files, name, sandbox, submission, salt, only):
    """The task: grade one submission by a judge of this worker's."""
    with _pool(files, name, sandbox) as judges:
        result = judges.grade_one(submission, salt, only)
        return {"result": result.to_json(), "sandbox": judges.sandbox, "notice": judges.notice}


@contextlib.contextmanager
def _pool(files, name, sandbox):
    from distributed import get_worker

    digest = hashlib.sha256(repr((sorted(files.items()), name, sandbox)).encode()).hexdigest()
    with _lock:
        if digest not in _pools:
            for other in [key for key, pool in _pools.items() if not pool.users]:  # a judge takes memory also when it is idle
                _pools.pop(other).close()
            _pools[digest] = _Pool(files, name, sandbox, get_worker().state.nthreads)
        pool = _pools[digest]
        pool.users += 1
    try:
        yield pool.judges
    finally:
        with _lock:
            pool.users -= 1


@atexit.register
def _close_pools():
    for pool in _pools.values():
        pool.close()
