"""A Python that waits with torch loaded, so that visible tests start at once.

To import torch takes most of the time of a short test run. So a process imports it while a student thinks, and waits. On Linux it
forks for each run. Elsewhere it runs pytest itself, once, and its successor imports torch meanwhile.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from torchkata.interpreter import python_command

LOADED_AHEAD = ("numpy", "torch", "pytest")
LOADED_TOO = ("torchkata.student.reporter", "torchkata.differences")
LOADED_WHEN_IDLE = ("torch._dynamo",)  # which an optimizer's first step imports; it takes a second
IDLE = 0.5  # seconds without a request
PLUGIN = "torchkata.student.pytest_plugin"
OPTIONS = ["-p", PLUGIN, "-W", "ignore::pytest.PytestAssertRewriteWarning"]  # which it warns of because it is imported
FORKS = sys.platform == "linux"  # on macOS, system libraries do not survive a fork


class SparePython:
    """Runs pytest in a fresh process each time, which has the libraries already."""

    def __init__(self, forks: bool = FORKS):
        self._forks = forks
        self._waiting = None
        self._child = None  # the process that runs tests now
        self._one_at_a_time = threading.Lock()

    def start(self):
        """Have a process ready for the next run."""
        if self._waiting is None or self._waiting.poll() is not None:
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
            self._waiting = subprocess.Popen(self._command(), cwd=Path(__file__).parent, start_new_session=True, **pipes)

    def interrupt(self):
        """End the run that is going on, for another thread that waits for it; nothing where none is."""
        child, self._child = self._child, None
        if child is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)

    def _command(self):
        return python_command("torchkata.student.spare:main", *(["fork"] if self._forks else []))

    def stop(self):
        """End the process that waits, and what it runs."""
        process, self._waiting = self._waiting, None
        if process is None:
            return
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()

    def run_pytest(
        self, arguments: list[str], folder: Path, seconds: float, results: Path | None = None
    ) -> subprocess.CompletedProcess:
        """pytest with these arguments, as if it were started in `folder`; its exit status, and all that it printed as `stdout`.

        Args:
            results: a file to which each test's facts are written as it ends, a JSON object in a line.

        Raises:
            subprocess.TimeoutExpired: it takes longer; it was ended.
        """
        # Windows keeps a file that is still open
        with self._one_at_a_time, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
            output = Path(temporary) / "output.txt"
            self.start()
            request = {"folder": str(folder), "arguments": arguments, "output": str(output), "results": results and str(results)}
            try:
                status, said = self._ask(request, seconds)
            except BaseException:  # an interrupt, too
                self.stop()
                raise
            finally:
                self.start()
            said += output.read_text(encoding="utf-8", errors="replace") if output.exists() else ""
        return subprocess.CompletedProcess(arguments, status, said, "")

    def _ask(self, request, seconds):
        """The exit status of what the request says, and what was printed outside of pytest."""
        process = self._waiting
        with contextlib.suppress(BrokenPipeError):  # it could not start, which it says
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()  # and it stays open: where it is closed, whoever asked is gone
        answers = []
        reader = threading.Thread(target=self._read, args=[process, answers], daemon=True)
        reader.start()
        reader.join(seconds)
        self._child = None
        if reader.is_alive():
            raise subprocess.TimeoutExpired(request["arguments"], seconds)
        status = next((answer["status"] for answer in answers if isinstance(answer, dict) and "status" in answer), None)
        if status is None or not self._forks:  # it has ended, perhaps before it could say anything
            status = process.wait()
            self.stop()
        return status, "\n".join(answer for answer in answers if isinstance(answer, str))

    def _read(self, process, answers):
        """Read answers up to the exit status: the child that runs, or what it says where it could not start."""
        while line := process.stdout.readline():
            if not line.startswith(b"{"):
                answers.append(line.decode(errors="replace").rstrip())
                continue
            answers.append(json.loads(line))
            self._child = answers[-1].get("child")
            if "status" in answers[-1]:
                return


def main():
    """Import the libraries; then, for each line that says what to run, run it and answer with pytest's exit status."""
    for name in (*LOADED_AHEAD, *LOADED_TOO, PLUGIN):
        importlib.import_module(name)
    asked, answers = os.fdopen(os.dup(0), "rb", buffering=0), os.fdopen(os.dup(1), "wb", buffering=0)
    forks = "fork" in sys.argv

    def answer(facts):
        answers.write(json.dumps(facts).encode() + b"\n")

    later = list(LOADED_WHEN_IDLE) if forks else []
    gc.freeze()  # nothing of it is ever garbage
    while True:
        if later and not select.select([asked], [], [], IDLE)[0]:
            importlib.import_module(later.pop())
            gc.freeze()
            continue
        if not (line := asked.readline()):
            return 0
        child = os.fork() if forks else 0
        if child == 0:
            answer({"child": os.getpid()})
            status = _run(json.loads(line), asked)
            if not forks:
                answer({"status": status})
            os._exit(status)  # Python's way out takes half a second with torch
        answer({"status": os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])})


def _run(request, asked):
    """Run pytest in this process, which is a fresh one; its exit status."""
    threading.Thread(target=_end_with_the_other_side, args=[asked], daemon=True).start()
    nothing, output = os.open(os.devnull, os.O_RDONLY), os.open(request["output"], os.O_WRONLY | os.O_CREAT)
    for stream, number in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(stream, number)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = sys.stderr = open(1, "w", encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
    sys.dont_write_bytecode = True  # what was kept of a file is taken for its new text if both are of the same second
    random.seed()  # a fork would draw the same numbers each time
    sys.modules["numpy"].random.seed()
    os.chdir(request["folder"])
    os.environ["PY_COLORS"] = "0"  # Jupyter asks for colours, as escapes
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # others have to be imported first, which may take as long as torch
    results = Results(request["results"]) if request["results"] else None
    status = int(sys.modules["pytest"].main([*OPTIONS, *request["arguments"]], [results] if results else []))
    if results:
        results.write({"finished": status})
    sys.stdout.flush()
    return status


def _end_with_the_other_side(asked):
    """Nothing runs on when the notebook or the terminal is gone: its end of the pipe is closed then."""
    while asked.read(1):
        pass
    os._exit(1)


class Results:
    """A pytest plugin that writes what is known of each test at once: what ends the process ends only the rest."""

    def __init__(self, path):
        self._file = open(path, "a", encoding="utf-8")  # noqa: SIM115

    def write(self, facts):
        self._file.write(json.dumps(facts) + "\n")
        self._file.flush()

    def pytest_collectreport(self, report):
        if hasattr(report, "torchkata"):
            self.write(report.torchkata)

    def pytest_runtest_logreport(self, report):
        if hasattr(report, "torchkata"):
            printed = "\n".join(text.rstrip() for title, text in report.sections if "stdout" in title)
            shown = str(report.longrepr or "").partition("\n\n")[2]  # without the sentence, which is one of the facts
            self.write(report.torchkata | {"printed": printed, "shown": shown})
