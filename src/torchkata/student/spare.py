"""A Python that waits with torch loaded, so that visible tests start at once.

To import torch takes most of the time of a short test run. So while a student thinks, the next process imports it and waits; it
runs pytest once, and its successor starts. That works wherever Python does: no fork is needed.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

from torchkata.interpreter import python_command

LOADED_AHEAD = ("numpy", "torch", "pytest")
PLUGIN = "torchkata.student.pytest_plugin"
OPTIONS = ["-p", PLUGIN, "-W", "ignore::pytest.PytestAssertRewriteWarning"]  # which it warns of because it is imported


class SparePython:
    """Runs pytest in a fresh process each time, which has imported the libraries before it is asked."""

    def __init__(self):
        self._waiting = None

    def start(self):
        """Have a process ready for the next run."""
        if self._waiting is None or self._waiting.poll() is not None:
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
            self._waiting = subprocess.Popen(python_command("torchkata.student.spare:main"), cwd=Path(__file__).parent, **pipes)

    def run_pytest(self, arguments: list[str], folder: Path, seconds: float) -> subprocess.CompletedProcess:
        """pytest with these arguments, as if it were started in `folder`; its exit status, and all that it printed as `stdout`.

        Raises:
            subprocess.TimeoutExpired: it takes longer; it was ended.
        """
        self.start()
        process, self._waiting = self._waiting, None
        try:
            process.stdin.write(json.dumps({"folder": str(folder), "arguments": arguments}).encode() + b"\n")
            process.stdin.flush()  # and it stays open: where it is closed, whoever asked is gone
            said = _read(process, seconds)
        finally:
            process.kill()
            process.wait()
            process.stdin.close()
            process.stdout.close()
        self.start()
        return subprocess.CompletedProcess(arguments, process.returncode, said.decode(errors="replace"), "")


def _read(process, seconds):
    """All that the process prints until it ends."""
    said = bytearray()

    def read():
        while piece := process.stdout.read1(2**16):
            said.extend(piece)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    process.wait(seconds)
    reader.join(1)  # a child of the tests' may hold the pipe open
    return bytes(said)


def main():
    """Import the libraries, wait for a line that says what to run, run it, and end with pytest's exit status."""
    for name in (*LOADED_AHEAD, PLUGIN):
        importlib.import_module(name)
    asked = os.fdopen(os.dup(0), "rb", buffering=0)
    line = asked.readline()
    if not line:
        return 0
    request = json.loads(line)
    threading.Thread(target=_end_with_the_other_side, args=[asked], daemon=True).start()
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    os.dup2(sys.stdin.fileno(), 0)
    os.chdir(request["folder"])
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # others have to be imported first, which may take as long as torch
    status = int(sys.modules["pytest"].main([*OPTIONS, *request["arguments"]]))
    sys.stdout.flush()
    os._exit(status)  # Python's way out takes half a second with torch


def _end_with_the_other_side(asked):
    """Nothing runs on when the notebook or the terminal is gone: its end of the pipe is closed then."""
    while asked.read(1):
        pass
    os._exit(1)
