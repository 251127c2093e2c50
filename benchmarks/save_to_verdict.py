"""Seconds from a saved file to the verdict of an exercise's visible tests: cold pytest, check() and kata watch, in turn.

    python benchmarks/save_to_verdict.py [ASSIGNMENT EXERCISE] [--rounds 7] [--pause 4]

The solution is saved anew before each run. Between two runs the script waits for `--pause` seconds, as a student does who reads and
types: so long the process that check() will use may take to import torch. The first check() of a session has none that waits.
"""

from __future__ import annotations

import argparse
import queue
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from torchkata.assignment import find_kit, read_assignment, test_class
from torchkata.student.spare import SparePython
from torchkata.student.visible import run_visible_tests
from torchkata.student.watch import begin, watch


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("assignment", nargs="?", default="03_modules")
    parser.add_argument("exercise", nargs="?", default="CenteredLayer")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--pause", type=float, default=4.0)
    options = parser.parse_args()
    kit = find_kit()
    assignment = kit.assignment(options.assignment)
    exercise = assignment.exercise(options.exercise)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(shutil.copytree(assignment.folder, Path(temporary) / assignment.name))
        for name in assignment.files:
            shutil.copy(kit.solutions(assignment.name) / name, folder)
        here = read_assignment(folder)
        python, verdicts = SparePython(), queue.Queue()
        watched = begin(here, exercise, verdicts.put)
        threading.Thread(target=watch, args=[watched, False], daemon=True).start()
        verdicts.get()
        ways = {
            "pytest -k": lambda: subprocess.run(
                [sys.executable, "-m", "pytest", "-q", "-k", test_class(exercise.name)], cwd=folder, capture_output=True
            ).returncode == 0,
            "check()": lambda: run_visible_tests(python, here, [exercise])[0].passes,
            "kata watch": lambda: "visible tests pass. " in verdicts.get(),
        }  # fmt: skip
        took = {way: [] for way in ways}
        for number in range(options.rounds):
            for way, passes in ways.items():
                time.sleep(options.pause)
                while not verdicts.empty():  # kata watch has seen the saves for the others, too
                    verdicts.get()
                text = f"{(folder / exercise.file).read_text()}# {number} {way}\n"
                started = time.perf_counter()
                (folder / exercise.file).write_text(text)
                passed = passes()
                took[way].append(time.perf_counter() - started)
                if not passed:
                    sys.exit(f"{way} of {exercise.name} does not pass with the solution")
        python.stop()
        watched.python.stop()
    print(f"{options.assignment}, {options.exercise}, {options.rounds} rounds in turn, seconds")
    for way, seconds in took.items():
        print(f"  {way:<10} first {seconds[0]:.2f}, then median {statistics.median(seconds[1:]):.2f}, worst {max(seconds[1:]):.2f}")


if __name__ == "__main__":
    main()
