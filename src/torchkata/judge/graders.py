"""Hidden graders, collected by pytest: each test is a check of an exercise.

`JudgePlugin` is the pytest plugin: it collects the tests, gives them `student` and turns their verdicts into checks. `kata grade`
and nbgrader run it in a process of its own (process.py); an author uses it as `pytest graders/NN --submission DIR`.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import time
from collections.abc import Callable, Collection
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch

from torchkata.assignment import Exercise, Kit
from torchkata.grading import CheckFailed
from torchkata.judge.student import Student
from torchkata.result import ERROR, PASSED, SKIPPED, Check, SubmissionResult, mark_exercise
from torchkata.sandbox import wire
from torchkata.sandbox.handle import StudentRaised, WorkerStopped
from torchkata.sandbox.host import SandboxError
from torchkata.sandbox.probes import Probe
from torchkata.submission import Submission

MARKERS = {
    "exercise(name)": "the exercise that the check belongs to",
    "criterion(key)": "the line of the exercise's rubric that the check belongs to",
    "required": "a rule: failing it zeroes the exercise, passing it earns nothing",
    "gpu": "skipped where there is no CUDA",
}


CHECK_SECONDS = 20.0  # of a check's own computing, not of probes that it waits for: unforeseen numbers may keep it for ever

NAMED_ABOVE = "The cause is the one that is named above."


@dataclass(frozen=True)
class HiddenTest:
    """A collected test of the graders: the exercise that it checks, and how to call it."""

    name: str
    title: str
    exercise: Exercise
    criterion: str | None
    required: bool
    gpu: bool
    function: Callable
    takes: tuple[str, ...]
    parameters: dict


class JudgePlugin:
    """Collects an assignment's graders and runs them on submissions.

    pytest collects and parametrizes. `grade` calls the tests itself: pytest's protocol for fixtures, reports and tear-down takes
    half a millisecond a test, as long as many a check. An author's `pytest graders/NN --submission DIR` runs them by that
    protocol, through the fixtures and the hook below.

    Args:
        kit, assignment: whose graders these are.
        sandbox: where workers are forked.
        salt: changes the seeds; the same salt and submission always give the same.
    """

    def __init__(self, kit: Kit, assignment, sandbox, salt=""):
        self.assignment = assignment
        self.sandbox = sandbox
        self.salt = salt
        self._seed_of_submission = ""
        self.tests = {}  # a HiddenTest by its node id
        self._reference = Reference(kit.solutions(assignment.name), assignment.files)
        self._student = None
        self._cuda = None

    def open(self, submission: Submission):
        self.close()
        self._seed_of_submission = f"{self.salt}\0{submission.sha256}"
        self._student = Student(submission, self.sandbox)
        self._explained = {}  # where an explanation was given first: the check's title and its message

    def close(self):
        if self._student is not None:
            self._student.close()
            self._student = None

    @pytest.fixture
    def student(self):
        return self._student

    @pytest.fixture
    def reference(self):
        return self._reference

    def pytest_configure(self, config):
        for marker, meaning in MARKERS.items():
            config.addinivalue_line("markers", f"{marker}: {meaning}")

    def pytest_collection_modifyitems(self, items):
        for item in items:
            problem = self._problem(item)
            if problem:
                self.refuse(f"{item.nodeid} {problem}")
            else:
                self.tests[item.nodeid] = self._hidden_test(item)

    def refuse(self, sentence):
        """Do not grade: the graders are written wrongly."""
        raise pytest.UsageError(sentence)

    def _problem(self, item):
        marker = item.get_closest_marker("exercise")
        names = [e.name for e in self.assignment.exercises]
        if marker is None or not marker.args or marker.args[0] not in names:
            return f"needs a mark exercise(name) with one of {', '.join(names)}"
        required, criterion = item.get_closest_marker("required"), item.get_closest_marker("criterion")
        keys = [c.key for c in self.assignment.exercise(marker.args[0]).rubric]
        if required and criterion:
            return "is required, and earns nothing: it belongs to no criterion"
        if not required and (criterion is None or criterion.args[:1] not in [(key,) for key in keys]):
            return f"needs a mark criterion(key) with one of {', '.join(keys)}, or required"
        if not (item.obj.__doc__ or "").strip():
            return "needs a docstring, which students read as the check's title"
        unknown = set(item.fixturenames) - {"student", "reference", *_parameters(item)}
        if unknown:
            return f"asks for {', '.join(sorted(unknown))}; a grader takes student, reference and what parametrize gives"
        return None

    def _hidden_test(self, item):
        criterion = item.get_closest_marker("criterion")
        return HiddenTest(
            name=item.name,
            title=item.obj.__doc__.strip().splitlines()[0].strip(),
            exercise=self.assignment.exercise(item.get_closest_marker("exercise").args[0]),
            criterion=criterion.args[0] if criterion else None,
            required=item.get_closest_marker("required") is not None,
            gpu=item.get_closest_marker("gpu") is not None,
            function=item.obj,
            takes=tuple(item.fixturenames),
            parameters=_parameters(item),
        )

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item):
        self._prepare(self.tests[item.nodeid])

    def _prepare(self, test: HiddenTest):
        """Seed everything for this test of this submission. Raises pytest's skip where it needs CUDA and there is none."""
        if test.gpu and not self._has_cuda():
            pytest.skip("needs CUDA")
        key = f"{self._seed_of_submission}\0{test.name}"
        seed = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8, person=b"torchkata-judge").digest(), "big")
        torch.default_generator.manual_seed(seed % 2**63)  # torch.manual_seed formats a stack trace each time
        np.random.seed(seed % 2**32)
        random.seed(seed)
        torch.set_grad_enabled(True)
        # The worker's seed says nothing about the judge's.
        worker = hashlib.blake2b(key.encode(), digest_size=6, person=b"torchkata-worker").digest()
        self._student.seed = int.from_bytes(worker, "big")
        self._student.exercise = test.exercise

    def _has_cuda(self):
        if self._cuda is None:
            worker = self.sandbox.worker()
            try:
                self._cuda = worker.run(_cuda_is_available.encoded, wire.encode([]), 0, 30) is True
            except (StudentRaised, WorkerStopped, wire.WireError):
                self._cuda = False
            finally:
                worker.close()
        return self._cuda

    def grade(self, submission: Submission, only: Collection[str] | None = None) -> SubmissionResult:
        """Every check on one submission, or the checks of `only` some exercises.

        Raises:
            SandboxError: no worker can be had any more, which is nobody's fault but the machine's: there is no result.
        """
        result = SubmissionResult(submission.student, self.assignment.points, submission.sha256, submission.error)
        if submission.error:
            return result
        started = time.perf_counter()
        checks = {e.name: [] for e in self.assignment.exercises if only is None or e.name in only}
        self.open(submission)
        try:
            for test in self.tests.values():
                if test.exercise.name in checks:
                    checks[test.exercise.name].append(self._check(test))
        finally:
            self.close()
        result.exercises = [mark_exercise(self.assignment.exercise(name), done) for name, done in checks.items()]
        result.seconds = time.perf_counter() - started
        return result

    def _check(self, test: HiddenTest) -> Check:
        started = time.perf_counter()
        given = {"student": self._student, "reference": self._reference} | test.parameters
        outcome, message, misconception, keeps = PASSED, "", None, 0.0
        try:
            self._prepare(test)
            with computing_at_most(CHECK_SECONDS):
                test.function(**{name: given[name] for name in test.takes})
        except SandboxError:
            raise
        except CheckFailed as verdict:
            outcome, misconception, keeps = verdict.outcome, verdict.misconception, verdict.keeps
            message = self._explained_once(test, verdict)
        except pytest.skip.Exception:
            outcome, message = SKIPPED, "Needs a GPU; it counts neither for nor against you here."
        except (Exception, pytest.fail.Exception) as error:
            # The grader's own fault, or data that it did not foresee; still no points.
            outcome = ERROR
            message = (
                f"This check could not make sense of what your code returned ({type(error).__name__}); "
                "please compare it with the exercise."
            )
        seconds = round(time.perf_counter() - started, 4)
        return Check(test.name, test.title, test.criterion, outcome, test.required, message, misconception, seconds, keeps)


    def _explained_once(self, test, verdict):
        """The message; where an earlier check of the exercise has explained the same mistake, it refers to that.

        Checks with one title, and messages that are the same, are shown once anyway.
        """
        if verdict.explanation is None:
            return verdict.message
        key = test.exercise.name, verdict.about
        title, message = self._explained.setdefault(key, (test.title, verdict.message))
        if title == test.title or message == verdict.message:
            return verdict.message
        return f"{verdict.message.replace(verdict.explanation, '').strip()} {NAMED_ABOVE}"


@contextmanager
def computing_at_most(seconds: float):
    """Raise TimeoutError in here after so many seconds of this process's own computing; waiting for others is not counted."""

    def stop(number, frame):
        raise TimeoutError(f"no end after {seconds:g} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _parameters(item):
    return item.callspec.params if hasattr(item, "callspec") else {}


class Reference:
    """The solutions' definitions, by name, for graders that compute expected values."""

    def __init__(self, folder: Path, files):
        self._namespaces = []
        for file in files:
            namespace = {"__name__": "reference_" + file.removesuffix(".py")}
            exec(compile((folder / file).read_text(encoding="utf-8"), str(folder / file), "exec"), namespace)
            self._namespaces.append(namespace)

    def __getattr__(self, name):
        for namespace in self._namespaces:
            if name in namespace:
                return namespace[name]
        raise AttributeError(f"the solutions define no {name}")


def _probe_cuda(student):
    return torch.cuda.is_available()


_cuda_is_available = Probe(_probe_cuda, 30)
PYTEST_ARGUMENTS = ["--assert=plain", "--strict-markers", "--import-mode=importlib", "-c", os.devnull]
UNNEEDED_PLUGINS = (
    "cacheprovider", "terminal", "capture", "logging", "warnings", "doctest", "junitxml", "faulthandler", "unraisableexception",
    "threadexception", "stepwise", "pastebin", "setuponly", "setupplan", "recwarn", "debugging", "nose", "unittest", "legacypath",
)  # fmt: skip


def run_graders(folder: Path, files: Collection[str], plugin) -> int:
    """Have pytest collect the graders of those stub files, and run what `plugin` makes of them; its exit status."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    arguments = PYTEST_ARGUMENTS + [f"-pno:{name}" for name in UNNEEDED_PLUGINS]
    return pytest.main([*arguments, f"--rootdir={folder}", *[str(folder / f"test_{name}") for name in files]], plugins=[plugin])
