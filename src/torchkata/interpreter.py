"""Starting Python such that it finds its own libraries, and nothing of the place where it is started.

`python -m` and `python -c` put the working folder first on the path, and PYTHONPATH adds to it: a `torch.py` that a student
handed in would run, as the user, wherever a command is started beside it.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

LIBRARY = str(Path(__file__).parents[1])  # where this package lies

START = """
import sys
sys.path[:] = [path for path in sys.path if path]
if {library!r} not in sys.path:
    sys.path.insert(0, {library!r})
import importlib
sys.exit(importlib.import_module({module!r}).{function}())
"""


def python_command(entry_point: str, *arguments: str) -> list[str]:
    """The command that runs `entry_point` ("package.module:function") in a Python of its own, without the working folder."""
    module, _, function = entry_point.partition(":")
    return [sys.executable, "-c", START.format(library=LIBRARY, module=module, function=function), *arguments]


def python_environment() -> dict[str, str]:
    """The user's environment without what changes how Python or pytest work."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHON"))}


def forget_working_folder():
    """Import nothing more from the working folder in this process, whatever way it was started."""
    here = os.path.realpath(os.getcwd())
    sys.path[:] = [path for path in sys.path if path == LIBRARY or (path and os.path.realpath(path) != here)]


def build_address_grammars_late():
    """Let the checker of international addresses build its grammars when it is first used, not when it is imported.

    nbformat imports jsonschema, and jsonschema this checker, which builds 38 grammars at once: 1.5 s of every command that has to
    do with notebooks, in which no such address is ever checked (https://github.com/python-jsonschema/jsonschema/issues/1428).
    """
    name = "rfc3987_syntax"
    if name in sys.modules or importlib.util.find_spec(name) is None:
        return
    late = ModuleType(name)

    def is_valid_syntax(term, value):
        if sys.modules.get(name) is late:
            del sys.modules[name]
        return importlib.import_module(name).is_valid_syntax(term, value)

    late.is_valid_syntax = is_valid_syntax  # all that jsonschema takes from it
    sys.modules[name] = late
