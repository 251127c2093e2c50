"""pytest as a command, in a fork of this process: torch, which takes seconds to import, is there already."""

import gc
import os
import signal
import subprocess
import sys
import tempfile
import threading
from importlib.metadata import entry_points

import pytest
import torch._dynamo  # for the fork: torch.optim loads it, in a second
import torch.testing  # noqa: F401 (for the fork)

# Plugins that are installed for the kit's own sake: some take a second to load, and some change order and words.
OTHERS = [plugin.name for plugin in entry_points(group="pytest11") if plugin.name != "torchkata"]


def run_pytest(*arguments, cwd, plugins=(), timeout: float | None = None) -> subprocess.CompletedProcess:
    """What `python -m pytest ARGUMENTS` does in `cwd`, with what it prints; of OTHERS only these plugins are there.

    It is killed after `timeout` seconds.
    """
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        child = os.fork()
        if child == 0:
            status = 99
            try:
                os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
                os.dup2(out.fileno(), 1)
                os.dup2(err.fileno(), 2)
                status = _pytest([*map(str, arguments), *(f"-pno:{name}" for name in OTHERS if name not in plugins)], cwd)
            finally:
                os._exit(status)
        killer = threading.Timer(timeout or 0, os.kill, (child, signal.SIGKILL))
        if timeout:
            killer.start()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        killer.cancel()
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(arguments, status, out.read(), err.read())


def _pytest(arguments, cwd):
    """As in a Python that has just started: nothing of the pytest that runs this test."""
    for name in [name for name in os.environ if name.startswith("PYTEST_")]:
        del os.environ[name]
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "AssertionRewritingHook"]
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
    os.chdir(cwd)
    sys.path.insert(0, str(cwd))
    sys.argv = ["pytest", *arguments]
    gc.freeze()  # pytest collects garbage several times
    status = int(pytest.main(arguments))
    sys.stdout.flush()
    sys.stderr.flush()
    return status
