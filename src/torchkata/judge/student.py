"""What hidden graders call `student`: the trusted handle on one submission, and its sentences on code that raises or hangs."""

from __future__ import annotations

import platform
import re
import signal

from torchkata.explain import explain
from torchkata.grading import CheckFailed
from torchkata.result import CRASHED, ERROR, NOT_WRITTEN, TIMEOUT
from torchkata.sandbox import wire
from torchkata.sandbox.handle import LOAD_SECONDS, StudentRaised, WorkerStopped
from torchkata.sandbox.probes import GraderError, Probe
from torchkata.sandbox.worker import MAX_TEXT
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
        self._found = {}  # by `once`: a value and a failure
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

    def once(self, function, arguments: tuple):
        """What `function(self, *arguments)` gave the first time that it was called in this exercise (see grading.once)."""
        key = (self.exercise.name, function, arguments)
        if key not in self._found:
            try:
                self._found[key] = function(self, *arguments), None
            except CheckFailed as failure:
                self._found[key] = None, failure
        value, failure = self._found[key]
        if failure is not None:
            raise failure.with_traceback(None)
        return value

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
            return CheckFailed(f"{NOT_WRITTEN}{_place(described)}.", outcome=ERROR)
        if described.get("type") == "WireError":
            return CheckFailed(f"Your code returned something unexpected: {described.get('text')}.", outcome=ERROR)
        meaning, place = _meaning(described), _place(described)
        message = " ".join(filter(None, (meaning, f"Your code raised {_exception(described)}{place}.")))
        return CheckFailed(message, outcome=ERROR, explanation=meaning, about=f"{described.get('type')}{place}")


def _inert(described):
    """What a worker said of an exception, as short strings: it may be forged."""
    return {key: str(described[key])[:MAX_TEXT] for key in DESCRIPTION if described.get(key) is not None}


def _unwritten(described):
    """Whether a stub was called; torch raises that exception too, with a text: where a module has no forward, for example."""
    return described.get("type") == "NotImplementedError" and not described.get("text")


def _meaning(described):
    return explain(described.get("type", ""), described.get("text", ""))


def _exception(described):
    text = described.get("text", "").strip().rstrip(".")
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
        newer = f"It is graded with Python {platform.python_version()}; what only a newer Python can read does not run there."
    after = newer or _meaning(described) or ""
    return CheckFailed(f"{name} cannot be imported: {why}{_place(described)}. {after}".rstrip(), outcome=ERROR)


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
