"""Runs `kata` as Windows would, as far as that can be imitated: no fork, no alarm, none of Unix's modules, and a console of cp1252.

python windows.py status
"""

import os
import signal
import sys
import sysconfig

# These decide by the platform when they are imported.
import pytest  # noqa: F401
import rich.console  # noqa: F401
import typer  # noqa: F401

if "doctor" in sys.argv:
    import torch  # noqa: F401
sysconfig.get_config_vars()
for module in ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty"):
    sys.modules[module] = None
for name in ("fork", "killpg", "setsid", "getuid", "geteuid", "sched_getaffinity"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGALRM", "setitimer", "SIGHUP", "pthread_kill"):
    if hasattr(signal, name):
        delattr(signal, name)
sys.modules["msgpack"] = sys.modules["nbgrader"] = None  # students do not have them
sys.platform = "win32"

from torchkata.cli import main  # noqa: E402

main()
