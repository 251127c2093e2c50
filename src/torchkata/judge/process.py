"""The process in which submissions are judged, from its first line: it starts the sandbox, then loads torch beside it.

Both take more than a second to load torch, and do so at the same time: nothing here may import it before the sandbox has started.
"""

from __future__ import annotations

import json
import re
import socket
import sys
from pathlib import Path

from torchkata.assignment import Assignment, Kit, UsageError
from torchkata.sandbox.host import SandboxError, start_sandbox

LATE_IMPORTS = {  # of torch, by what makes it need them
    "torch._dynamo": r"torch\.optim",  # the first step of an optimizer
    "torch.fx.experimental.symbolic_shapes": r"\.backward\(\w+\)",  # a gradient that is handed to backward
}


def main():
    """Serve: argv has the number of a socket, the kit's folder, the assignment and the kind of sandbox."""
    control = socket.socket(fileno=int(sys.argv[1]))
    try:
        kit = Kit(Path(sys.argv[2]))
        assignment = kit.assignment(sys.argv[3])
        opened = start_sandbox(sys.argv[4], kit.root, late_imports(kit, assignment))
    except (SandboxError, UsageError) as error:
        control.sendall(json.dumps({"error": str(error)}).encode() + b"\n")
        return
    from torchkata.judge.parent import serve

    serve(kit, assignment, opened, control)


def late_imports(kit: Kit, assignment: Assignment) -> list[str]:
    """What the sandbox should import at its start, by what is in the graders. Raises UsageError: a file has none."""
    texts = []
    for path in (kit.graders(assignment.name) / f"test_{name}" for name in assignment.files):
        if not path.is_file():
            raise UsageError(f"{path} does not exist; each file of {assignment.name} has hidden graders")
        texts.append(path.read_text(encoding="utf-8"))
    return [module for module, pattern in LATE_IMPORTS.items() if any(re.search(pattern, text) for text in texts)]
