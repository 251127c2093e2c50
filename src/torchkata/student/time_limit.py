"""A time limit for a visible test, on every platform.

Where there are alarm signals, an alarm ends what runs, a sleep too. Elsewhere (Windows, or not in the main thread) another thread
has the exception raised, at the next line of Python.
"""

from __future__ import annotations

import contextlib
import ctypes
import signal
import threading
from collections.abc import Callable

AGAIN = 1.0  # seconds until it is raised again, for code that catches everything
GRACE = 5.0  # seconds until it is given up: code that catches everything for ever, or a call that Python cannot interrupt


class OutOfTime(BaseException):
    """A test took longer than it may; no Exception, so that `except Exception` does not catch it."""


@contextlib.contextmanager
def time_limit(seconds: float, give_up: Callable[[], None]):
    """Raise OutOfTime in the block after `seconds`; where it goes on all the same, call `give_up` in another thread.

    Raises:
        OutOfTime: the time ran out.
    """
    last = threading.Timer(seconds + GRACE, give_up)
    last.daemon = True
    last.start()
    try:
        with (_by_alarm if _alarms() else _by_thread)(seconds):
            yield
    finally:
        last.cancel()


def _alarms():
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


@contextlib.contextmanager
def _by_alarm(seconds):
    def ring(*_):
        raise OutOfTime

    handler_before = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, handler_before)


@contextlib.contextmanager
def _by_thread(seconds):
    raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
    watched, over, lock = ctypes.c_ulong(threading.get_ident()), threading.Event(), threading.Lock()

    def watch():
        wait = seconds
        while not over.wait(wait):
            with lock:
                if not over.is_set():
                    raise_in(watched, ctypes.py_object(OutOfTime))
            wait = AGAIN

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        with lock:
            over.set()
            raise_in(watched, None)  # one that was asked for, and has not been raised yet
