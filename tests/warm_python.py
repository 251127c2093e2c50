"""Python commands in forks of a process that has loaded torch, nbgrader and pytest, which take seconds to import.

    done = run_warm("kata", "grade", "07_mini", folder, cwd=folder)

What runs is as in a Python that has just started, with its own arguments, folder, environment and end: only modules of other
people are there already, and none of them has been used. What depends on how Python starts (its path, its options, its encoding)
needs a Python of its own. This file is that process, too: `python warm_python.py SOCKET`; and a command in a shell,
`python warm_python.py SOCKET PROGRAM ARGUMENT...`.
"""

import atexit
import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from importlib.metadata import entry_points
from pathlib import Path

PROGRAMS = {"kata": "torchkata.cli:main", "nbgrader": "nbgrader.apps.nbgraderapp:main", "pytest": "pytest:main"}
LOADED = ("torch._dynamo", "torch.testing", "nbgrader.apps.nbgraderapp", "numpy", "pytest")  # torch.optim loads _dynamo
# Plugins of pytest that are installed for the kit's own sake: some take a second to load, and some change order and words.
OTHERS = [plugin.name for plugin in entry_points(group="pytest11") if plugin.name != "torchkata"]

_server = None
_starting = threading.Lock()


def run_warm(program, *arguments, cwd, timeout: float = 300) -> subprocess.CompletedProcess:
    """What the command prints, and how it ended.

    Args:
        program: one of PROGRAMS.

    Raises:
        subprocess.TimeoutExpired: it was killed after so many seconds.
    """
    command = [program, *map(str, arguments)]
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        answer = ask(server(), command, cwd, timeout, out.fileno(), err.fileno())
        if answer["killed"]:
            raise subprocess.TimeoutExpired(command, timeout)
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(command, answer["status"], out.read(), err.read())


def run_pytest(*arguments, cwd, plugins=(), timeout: float = 300) -> subprocess.CompletedProcess:
    """The same for pytest: of OTHERS only these plugins are there."""
    return run_warm("pytest", *arguments, *(f"-pno:{name}" for name in OTHERS if name not in plugins), cwd=cwd, timeout=timeout)


def server() -> str:
    """The socket of the process that forks, which lives as long as this one."""
    global _server
    with _starting:
        if _server is None:
            path = Path(tempfile.mkdtemp()) / "warm"
            process = subprocess.Popen([sys.executable, __file__, str(path)], stdin=subprocess.DEVNULL)
            atexit.register(process.kill)
            while not path.exists():
                assert process.poll() is None, "the warm Python did not start"
                time.sleep(0.01)
            _server = str(path)
    return _server


def ask(path, command, cwd, timeout, out, err):
    """Have the command run, with these two files: its status, and whether it was killed after `timeout` seconds."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}  # the running pytest's
    request = {"command": command, "cwd": str(cwd), "environment": environment, "timeout": timeout}
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        socket.send_fds(connection, [b"."], [out, err])
        connection.sendall(json.dumps(request).encode())
        connection.shutdown(socket.SHUT_WR)
        return json.loads(connection.makefile().read())


# ---- in the process that forks -------------------------------------------------------------------------------------


def serve(path):
    """Fork for each request. Returns, with its program, in the process that shall become the command."""
    for name in LOADED:
        importlib.import_module(name)
    gc.freeze()  # a command collects garbage several times
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for who answers
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(f"{path}.part")
    listener.listen(100)
    os.rename(f"{path}.part", path)
    while True:
        connection = listener.accept()[0]
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            listener.close()
            program = answer(connection)
            connection.close()
            return program
        connection.close()


def answer(connection):
    """Fork once more: one waits for the other and says how it ended. Returns, with its program, in the other."""
    _, (out, err), _, _ = socket.recv_fds(connection, 1, 2)
    request = json.loads(connection.makefile().read())
    command = os.fork()
    if command == 0:
        become(request, out, err)
        return request["command"][0]
    killed = []
    signal.signal(signal.SIGALRM, lambda *_: (killed.append(True), os.kill(command, signal.SIGKILL)))
    signal.setitimer(signal.ITIMER_REAL, request["timeout"])
    status = os.waitstatus_to_exitcode(os.waitpid(command, 0)[1])
    connection.sendall(json.dumps({"status": status, "killed": bool(killed)}).encode())
    os._exit(0)


def become(request, out, err):
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.close(out)
    os.close(err)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["cwd"])
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w", errors="backslashreplace")  # noqa: SIM115
    sys.argv = request["command"]
    sys.path[0] = request["cwd"]


def end_with(main):
    """Call it and end as Python does, but for taking all modules apart, which takes a quarter of a second."""
    try:
        code = main()
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
        code = 1
    if code is not None and not isinstance(code, int):
        print(code, file=sys.stderr)
        code = 1
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code or 0)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(ask(sys.argv[1], sys.argv[2:], os.getcwd(), 300, 1, 2)["status"])
    module, _, function = PROGRAMS[serve(sys.argv[1])].partition(":")
    end_with(getattr(importlib.import_module(module), function))
