"""The judge: hidden graders run here, by pytest, each check's probe in a worker.

`JudgePlugin` is the pytest plugin: it collects the tests, gives them `student` and turns their verdicts into checks. `kata grade`
and nbgrader use it through `main`, in a process of its own, which collects the graders once and forks judges, each of which grades
one submission after the other (see judging.py for the other end); an author uses it as `pytest graders/NN --submission DIR`.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import platform
import random
import re
import signal
import socket
import sys
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch

from torchkata.assignment import Exercise, Kit, UsageError
from torchkata.grading import CheckFailed, GraderError, Probe
from torchkata.result import CRASHED, ERROR, PASSED, SKIPPED, TIMEOUT, Check, ExerciseResult, SubmissionResult
from torchkata.sandbox import wire
from torchkata.sandbox.host import LOAD_SECONDS, SandboxError, StudentRaised, WorkerStopped, start_sandbox
from torchkata.sandbox.isolate import PR_SET_PDEATHSIG, prctl
from torchkata.sandbox.worker import MAX_TEXT, limit_torch
from torchkata.submission import Submission

DESCRIPTION = ("type", "text", "file", "line", "source", "near")  # of an exception in student code
SECONDS_AFTER_TIMEOUT = 1.0  # for further checks of an exercise that has run out of time,
SLOW_EXERCISES = 3  # and of all exercises when so many have
WAITING_SECONDS = 60.0  # in which a submission may neither compute nor be held up by others, in all; then no check is run
# How code looks that needs Python 3.12 (quotes in an f-string, type parameters) or 3.14 (except without brackets).
NEWER_SYNTAX = re.compile(
    r"^type\s+\w+|^(async\s+)?def\s+\w+\[|^class\s+\w+\[|\bt[rR]?[\"']|\b[fF][rR]?[\"'].*\{|^except\s+\w+\s*,"
)
NEWER_MESSAGES = ("f-string", "multiple exception types")
MARKERS = {
    "exercise(name)": "the exercise that the check belongs to",
    "weight(n)": "the check's share of the exercise's points (default 1)",
    "required": "a rule: failing it zeroes the exercise, passing it earns nothing",
    "gpu": "skipped where there is no CUDA",
}


# ---- the student fixture -------------------------------------------------------------------------------------------


class Student:
    """The trusted handle on one submission: `student(probe, *args)` runs the probe in a worker, or ends the check.

    A worker that hangs or crashes costs that call alone; the next call gets a new one.
    """

    def __init__(self, submission: Submission, sandbox):
        self._submission = submission
        self._sandbox = sandbox
        self._worker = None
        self._unusable = {name: CheckFailed(sentence, outcome=ERROR) for name, sentence in submission.problems.items()}
        self._slow = set()  # exercises in which a check ran out of time
        self._waited = 0.0  # seconds, by workers that have ended
        self._tried_again = False
        self._restored = None  # the exercise for which the worker's libraries were put back
        self.exercise = None  # that is checked now
        self.seed = 0

    def __call__(self, probe: Probe, *arguments):
        if not isinstance(probe, Probe):
            raise GraderError(f"student() takes a probe, not a {type(probe).__name__}")
        try:
            data = wire.encode(list(arguments))
        except wire.WireError as error:
            raise GraderError(f"an argument of {probe.name} cannot travel: {error}") from None
        self.seed += 1
        return self._run(probe, data)

    def _run(self, probe, arguments):
        self._start()
        if self.exercise.file in self._unusable:
            raise self._unusable[self.exercise.file]
        self._stop_waiting()
        # What did not finish once will hardly finish now: do not let one endless loop cost the whole time of every check.
        slow = self.exercise in self._slow or len(self._slow) >= SLOW_EXERCISES
        seconds = min(probe.timeout, SECONDS_AFTER_TIMEOUT) if slow else probe.timeout
        restore, self._restored = self._restored is not self.exercise, self.exercise
        try:
            return self._worker.run(probe.encoded, arguments, self.seed % 2**63, seconds, restore)
        except StudentRaised as error:
            raise self._raised(_inert(error.described)) from None
        except WorkerStopped as error:
            self.close()
            if self._may_try_again(error):
                return self._run(probe, arguments)
            if error.reason == TIMEOUT:
                self._slow.add(self.exercise)
            raise _stopped(error, seconds) from None
        except wire.WireError as error:
            self.close()
            raise CheckFailed(f"Your code returned something that is no plain data ({error}).", outcome=ERROR) from None

    def source(self) -> str:
        """The file of the exercise that is checked, as it was handed in: the one fact about it that no worker has to tell."""
        return self._submission.files.get(self.exercise.file, b"").decode(errors="replace")

    def close(self):
        self._end(self._worker)
        self._worker = None

    def _end(self, worker):
        if worker is not None:
            worker.close()
            self._waited += worker.times.waited

    def _stop_waiting(self):
        """Raise CheckFailed where the submission has waited for so long that nothing more of it is run."""
        waited = self._waited + (self._worker.times.waited if self._worker else 0.0)
        if waited >= WAITING_SECONDS:
            raise CheckFailed(
                f"Not run: until here your code waited for {WAITING_SECONDS:g} s in all, in a sleep or for something that never "
                "comes; then no further check is run.",
                outcome=TIMEOUT,
            )

    def _start(self):
        """A worker with the submission's files loaded; a file that does not load is left out from then on."""
        while self._worker is None:
            self._stop_waiting()
            worker = self._sandbox.worker()
            try:
                worker.files(self._submission.helpers | self._submission.files)
                for name in self._submission.files:
                    if name in self._unusable:
                        continue
                    try:
                        worker.load(name.removesuffix(".py"))
                    except StudentRaised as error:
                        self._unusable[name] = _not_loaded(name, _inert(error.described))
                self._worker = worker
            except WorkerStopped as error:
                self._end(worker)
                if self._may_try_again(error):
                    continue
                sentence = _stopped(error, LOAD_SECONDS, "code outside of functions that trains, waits or never ends")
                self._unusable[name] = CheckFailed(f"Importing {name}: {sentence.message}", outcome=sentence.outcome)
            except wire.WireError:
                self._end(worker)
                self._unusable[name] = CheckFailed(f"Importing {name} gave no usable answer.", outcome=ERROR)

    def _may_try_again(self, error: WorkerStopped):
        """Whether the machine may be to blame: once in a submission the code gets another chance."""
        again = error.doubtful and not self._tried_again
        self._tried_again = self._tried_again or again
        return again

    def _raised(self, described):
        if described.get("type") == "Missing":
            name, near = described.get("text"), described.get("near")
            sentence = f"{self.exercise.file} does not define {name}"
            sentence += f"; it has {near}: is that the same under another name?" if near else "."
            return CheckFailed(sentence, outcome=ERROR)
        if _unwritten(described):
            return CheckFailed(f"Not written yet{_place(described)}.", outcome=ERROR)
        if described.get("type") == "WireError":
            return CheckFailed(f"Your code returned something unexpected: {described.get('text')}.", outcome=ERROR)
        return CheckFailed(f"Your code raised {_exception(described)}{_place(described)}.", outcome=ERROR)


def _inert(described):
    """What a worker said of an exception, as short strings: it may be forged."""
    return {key: str(described[key])[:MAX_TEXT] for key in DESCRIPTION if described.get(key) is not None}


def _unwritten(described):
    """Whether a stub was called; torch raises that exception too, with a text: where a module has no forward, for example."""
    return described.get("type") == "NotImplementedError" and not described.get("text")


def _exception(described):
    text = str(described.get("text", "")).strip().rstrip(".")
    if text == "EOF when reading a line":
        text = "it asks for input, and nobody is there to answer"
    return f"{described.get('type')}: {text}" if text else str(described.get("type"))


def _place(described):
    if not described.get("file"):
        return ""
    source = f": `{described['source']}`" if described.get("source") else ""
    return f" ({described['file']}, line {described.get('line')}{source})"


def _not_loaded(name, described):
    why = _exception(described)
    if _unwritten(described):
        why = "code outside of functions calls what is not written yet"
    newer = ""
    if described.get("type") == "SyntaxError" and (
        NEWER_SYNTAX.search(described.get("source", "")) or described.get("text", "").startswith(NEWER_MESSAGES)
    ):
        newer = f" It is graded with Python {platform.python_version()}; what only a newer Python can read does not run there."
    return CheckFailed(f"{name} cannot be imported: {why}{_place(described)}.{newer}", outcome=ERROR)


def _stopped(error, seconds, look_for="a loop that never ends, or for something that waits"):
    if error.reason == TIMEOUT:
        return CheckFailed(f"It does not finish within {seconds:g} s: look for {look_for}.", outcome=TIMEOUT)
    status = error.status
    if status == -signal.SIGKILL:
        return CheckFailed(
            "Your code was ended from outside, as happens to code that fills too much memory: look for something that only grows.",
            outcome=CRASHED,
        )
    how = f"with exit status {status}"
    if status is not None and status < 0:
        names = {s.value: s.name for s in signal.Signals}
        how = f"by signal {names.get(-status, -status)}"
    return CheckFailed(f"Your code ended the Python process {how}.", outcome=CRASHED)


# ---- the pytest plugin ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HiddenTest:
    """A collected test of the graders: the exercise that it checks, and how to call it."""

    name: str
    title: str
    exercise: Exercise
    weight: float
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
        if not (item.obj.__doc__ or "").strip():
            return "needs a docstring, which students read as the check's title"
        unknown = set(item.fixturenames) - {"student", "reference", *_parameters(item)}
        if unknown:
            return f"asks for {', '.join(sorted(unknown))}; a grader takes student, reference and what parametrize gives"
        return None

    def _hidden_test(self, item):
        weight = item.get_closest_marker("weight")
        return HiddenTest(
            name=item.name,
            title=item.obj.__doc__.strip().splitlines()[0].strip(),
            exercise=self.assignment.exercise(item.get_closest_marker("exercise").args[0]),
            weight=weight.args[0] if weight else 1,
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
        points = {exercise.name: float(exercise.points) for exercise in self.assignment.exercises}
        result.exercises = [ExerciseResult(name, points[name], done) for name, done in checks.items()]
        result.seconds = time.perf_counter() - started
        return result

    def _check(self, test: HiddenTest) -> Check:
        started = time.perf_counter()
        given = {"student": self._student, "reference": self._reference} | test.parameters
        outcome, message, misconception = PASSED, "", None
        try:
            self._prepare(test)
            test.function(**{name: given[name] for name in test.takes})
        except SandboxError:
            raise
        except CheckFailed as verdict:
            outcome, message, misconception = verdict.outcome, verdict.message, verdict.misconception
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
        return Check(test.name, test.title, outcome, test.weight, test.required, message, misconception, seconds)


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


# ---- the process of judges -----------------------------------------------------------------------------------------

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
        uncovered = {e.name for e in self.assignment.exercises} - {test.exercise.name for test in self.tests.values()}
        if uncovered and not self.problems:
            self.problems.append(f"no check belongs to {', '.join(sorted(uncovered))}")
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


def main():
    """Serve: argv has the number of a socket, the kit's folder, the assignment and the kind of sandbox."""
    control = socket.socket(fileno=int(sys.argv[1]))
    limit_torch()  # as in a worker
    try:
        kit = Kit(Path(sys.argv[2]))
        assignment = kit.assignment(sys.argv[3])
        folder = kit.graders(assignment.name)
        missing = [path for path in (folder / f"test_{name}" for name in assignment.files) if not path.is_file()]
        if missing:
            raise UsageError(f"{missing[0]} does not exist; each file of {assignment.name} has hidden graders")
        opened = start_sandbox(sys.argv[4], kit.root)
    except (SandboxError, UsageError) as error:
        _tell(control, {"error": str(error)})
        return
    sys.dont_write_bytecode = True
    plugin = _Parent(kit, assignment, opened, control)
    status = run_graders(folder, assignment.files, plugin)  # returns at the end of all grading; the sandbox ends with this process
    if plugin.problems or status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        _tell(control, {"error": "; ".join(plugin.problems) or f"the graders of {assignment.name} cannot be collected"})
