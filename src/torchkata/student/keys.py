"""Single keys of a terminal, on every platform."""

from __future__ import annotations

import contextlib
import os
import queue
import sys
import threading

try:
    import termios
    import tty
except ImportError:  # Windows, which has msvcrt
    termios = None


class Keys:
    """While the context is open, single keys arrive in the queue as ("key", letter); none where there is no terminal.

    One key at a time: the next is read after `ready()`. So a question can be asked in between.
    """

    def __init__(self, events: queue.Queue):
        self._events = events
        self._ready = threading.Event()
        self._terminal = sys.stdin.isatty()
        self._line_by_line = termios.tcgetattr(sys.stdin) if self._terminal and termios else None

    def __enter__(self):
        if self._terminal:
            self._key_by_key()
            threading.Thread(target=self._read, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._restore()

    def ready(self):
        """The last key has been dealt with."""
        self._ready.set()

    def ask(self, question: str) -> str:
        """A line that the student types; nothing where there is no terminal."""
        if not self._terminal:
            return ""
        self._restore()
        try:
            with contextlib.suppress(EOFError):
                return input(question)
            return ""
        finally:
            self._key_by_key()

    def _read(self):
        while True:
            if termios:
                key = os.read(sys.stdin.fileno(), 1).decode(errors="ignore")
            else:
                import msvcrt

                key = msvcrt.getwch()
            self._events.put(("key", key.lower()))
            self._ready.wait()
            self._ready.clear()

    def _key_by_key(self):
        if termios:
            tty.setcbreak(sys.stdin)

    def _restore(self):
        if self._line_by_line is not None:
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self._line_by_line)
