"""Seconds from a saved file to the verdict of an exercise's visible tests: cold pytest, and check() in a notebook, in turn.

    python benchmarks/save_to_verdict.py [ASSIGNMENT EXERCISE] [--rounds 7] [--pause 4]

The solution is saved anew before each run. Between two runs the script waits for `--pause` seconds, as a student does who reads and
types: so long the process that check() will use may take to import torch. The first check() of a session has none that waits.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from torchkata.assignment import find_kit
from torchkata.student.notebook import run_visible_tests
from torchkata.student.progress import test_class


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("assignment", nargs="?", default="03_modules")
    parser.add_argument("exercise", nargs="?", default="CenteredLayer")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--pause", type=float, default=4.0)
    options = parser.parse_args()
    kit = find_kit()
    assignment = kit.assignment(options.assignment)
    file = assignment.exercise(options.exercise).file
    took = {"pytest -k": [], "check()": []}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(shutil.copytree(assignment.folder, Path(temporary) / assignment.name))
        for name in assignment.files:
            shutil.copy(kit.solutions(assignment.name) / name, folder)
        command = [sys.executable, "-m", "pytest", "-q", "-k", test_class(options.exercise)]
        for number in range(options.rounds):
            for way in took:
                time.sleep(options.pause)
                with (folder / file).open("a") as source:
                    source.write(f"# {number} {way}\n")
                started = time.perf_counter()
                if way == "check()":
                    passed = not run_visible_tests(folder, options.exercise).failing
                else:
                    passed = subprocess.run(command, cwd=folder, capture_output=True).returncode == 0
                took[way].append(time.perf_counter() - started)
                if not passed:
                    sys.exit(f"{way} of {options.exercise} does not pass with the solution")
    print(f"{options.assignment}, {options.exercise}, {options.rounds} rounds in turn, seconds")
    for way, seconds in took.items():
        print(f"  {way:<10} first {seconds[0]:.2f}, then median {statistics.median(seconds[1:]):.2f}, worst {max(seconds[1:]):.2f}")


if __name__ == "__main__":
    main()
