"""How much later a student's `pytest` starts its first test than `python -c "import torch"` is done.

    python benchmarks/student_start.py [ASSIGNMENT ...]

Both are timed in turn in the assignment's folder, as a student has it; pytest ends when its first test begins. Medians of nine
rounds.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from torchkata.assignment import find_kit

ROUNDS = 9


def pytest_runtest_logstart():
    """As a plugin of pytest: end at the first test."""
    os._exit(0)


def main():
    kit = find_kit()
    print("| assignment | import torch, s | pytest's first test, s | later by, s |\n|---|---:|---:|---:|")
    for name in sys.argv[1:] or kit.names():
        folder = kit.assignment(name).folder
        commands = {"import": ["-c", "import torch"], "pytest": ["-m", "pytest", "-q", "-p", "student_start"]}
        seconds = {what: [] for what in commands}
        for _ in range(ROUNDS):
            for what, command in commands.items():
                seconds[what].append(timed(command, folder))
        imported, first = (statistics.median(seconds[what]) for what in ("import", "pytest"))
        print(f"| {name} | {imported:.2f} | {first:.2f} | {first - imported:+.2f} |", flush=True)


def timed(command, folder):
    started = time.perf_counter()
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    subprocess.run([sys.executable, *command], cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
