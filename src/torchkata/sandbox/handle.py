"""The judge's end of one worker: requests, what they took, and when their time is over.

What a worker answers is data from hostile hands, decoded by `wire`.
"""

from __future__ import annotations

import contextlib
import signal
import time

from torchkata.sandbox import wire
from torchkata.sandbox.worker import LENGTH, TIMEOUT_STATUS

LOAD_SECONDS = 10  # CPU time to import a student's file
WALL_PER_CPU, WALL_EXTRA = 2, 3.0  # the last limit on the clock, from a request's own: a busy machine is nobody's fault
LOOK_SECONDS = 0.5  # on the clock, after which it is looked at what a worker's time went into
SHORTEST_WAIT = 0.05  # seconds


class WorkerStopped(Exception):
    """A worker gave no answer.

    Attributes:
        reason: timeout or crashed.
        status: as subprocess gives it, where known.
        doubtful: it may be the machine's doing: no core was free, or the kernel needed memory.
    """

    def __init__(self, reason, status=None, doubtful=False):
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.doubtful = doubtful


class StudentRaised(Exception):
    """Student code raised; `described` is what the worker said of the exception (see worker.py)."""

    def __init__(self, described):
        super().__init__(str(described.get("text", "")))
        self.described = described


class Times:
    """What the requests to a worker took.

    Attributes:
        clock: seconds on the clock.
        queued: seconds for which the worker, since it started, was ready to run while no core was free.
        waited: seconds for which it neither computed nor was ready to; 0 where the kernel does not tell.
        told: whether the kernel does.
    """

    def __init__(self):
        self.clock = self.queued = self.waited = self._computed = self._clock_then = 0.0
        self.told = True

    @property
    def unknown(self) -> float:
        """Seconds on the clock since the last look."""
        return self.clock - self._clock_then

    def update(self, seen: dict):
        """Take in what `Sandbox.look` gives."""
        self.told = "queued" in seen
        if self.told:
            computed, queued = max(seen["computed"], self._computed), max(seen["queued"], self.queued)
            self.waited += max(self.unknown - (computed - self._computed) - (queued - self.queued), 0.0)
            self._computed, self.queued = computed, queued
        self._clock_then = self.clock


class Deadline:
    """The one place that decides when a request's time is over: when it has computed and waited for `seconds`.

    To be ready to run while no core is free does not count. That is looked up when `seconds` are over on the clock, which never
    happens to most requests. The last limit on the clock holds whatever the kernel tells.
    """

    def __init__(self, worker: Worker, seconds: float):
        self._worker = worker
        self._started = time.monotonic()
        self._seconds = seconds
        self._last = self._started + seconds * WALL_PER_CPU + WALL_EXTRA
        self._queued = worker.times.queued  # at the last look, which may be some short requests ago
        self._end = self._started + seconds

    def left(self) -> float:
        """Seconds until it is worth looking again. Raises TimeoutError: the time is over."""
        now = time.monotonic()
        if self._end <= now < self._last:
            times = self._worker.look()
            self._end = self._last
            if times.told:
                self._end = min(self._started + self._seconds + times.queued - self._queued, self._last)
        if self._end <= now:
            raise TimeoutError
        return max(self._end - now, SHORTEST_WAIT)


class Worker:
    """One submission's process. Every method raises WorkerStopped, StudentRaised or wire.WireError.

    Attributes:
        times: what its requests took.
    """

    def __init__(self, sandbox, channel, pid):
        self._sandbox = sandbox
        self._channel = channel
        self._pid = pid
        self._began = None  # the request that is under way, on the clock
        self.times = Times()

    def files(self, files: dict[str, bytes]):
        self._request({"do": "files", "files": files}, seconds=LOAD_SECONDS)

    def load(self, stem: str):
        self._request({"do": "load", "stem": stem, "cpu": LOAD_SECONDS}, seconds=LOAD_SECONDS)

    def run(self, code: bytes, arguments: bytes, seed: int, seconds: float, restore=True):
        """What the probe returns; `restore` puts back first what student code replaced in the libraries.

        The probe and the list of its arguments are encoded by `wire` already.
        """
        request = {"do": "run", "code": code, "arguments": arguments, "seed": seed, "cpu": seconds, "restore": restore}
        return self._request(request, seconds=seconds)

    def look(self) -> Times:
        """Bring `times` up to now."""
        self._count()
        self.times.update(self._sandbox.look(self._pid))
        return self.times

    def close(self) -> int | None:
        """End the worker; how it ended (see Sandbox.stop), the first time this is called."""
        if self._channel is None:
            return None
        self._channel.close()
        self._channel = None
        self._count()
        ended = self._sandbox.stop(self._pid)
        self.times.update(ended)
        return ended["status"]

    def _count(self):
        """Add the request's time until now to the clock."""
        if self._began is not None:
            now = time.monotonic()
            self.times.clock += now - self._began
            self._began = now

    def _request(self, request, seconds):
        data = wire.encode(request)
        self._began = time.monotonic()
        try:
            answer = self._answer(data, seconds)
            if self.times.unknown + time.monotonic() - self._began > LOOK_SECONDS:
                self.look()
        finally:
            self._count()
            self._began = None
        if type(answer) is dict and type(answer.get("raised")) is dict:
            raise StudentRaised(answer["raised"])
        if type(answer) is not dict or "value" not in answer:
            raise wire.WireError("an answer is a value or an exception")
        return answer["value"]

    def _answer(self, data, seconds):
        deadline = Deadline(self, seconds)
        try:
            self._send(LENGTH.pack(len(data)) + data, deadline)
            (length,) = LENGTH.unpack(self._receive(LENGTH.size, deadline))
            if length > wire.MAX_BYTES:
                raise wire.WireError(f"an answer of {length} bytes, where {wire.MAX_BYTES} may travel")
            return wire.decode(self._receive(length, deadline))
        except TimeoutError:
            self.close()
            raise WorkerStopped("timeout", doubtful=self.times.queued > seconds) from None
        except OSError:
            status = self.close()
            reason = "timeout" if status == TIMEOUT_STATUS else "crashed"
            raise WorkerStopped(reason, status, doubtful=status == -signal.SIGKILL) from None
        except wire.WireError:
            self.close()  # the next frame could begin anywhere
            raise

    def _send(self, data, deadline):
        rest = memoryview(data)
        while rest:
            self._channel.settimeout(deadline.left())
            with contextlib.suppress(TimeoutError):  # then the deadline says whether it is over
                rest = rest[self._channel.send(rest) :]

    def _receive(self, size, deadline):
        data = bytearray()
        while len(data) < size:
            self._channel.settimeout(deadline.left())
            with contextlib.suppress(TimeoutError):
                piece = self._channel.recv(min(size - len(data), 2**20))
                if not piece:
                    raise ConnectionResetError("the worker is gone")
                data += piece
        return bytes(data)
