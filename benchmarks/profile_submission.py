"""Where the milliseconds of one submission go, in the judge and in the worker.

    python benchmarks/profile_submission.py [ASSIGNMENT ...] [--sandbox process]

The reference is graded again and again in this process, as a judge does it, and the calls of judge and sandbox are timed. The
table has the medians of ten rounds after three to warm up. *floor* is what in_kernel.py's bare probes take.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path

from torchkata.assignment import find_kit
from torchkata.authoring.variants import read_variants
from torchkata.judge.graders import JudgePlugin, run_graders
from torchkata.judge.process import late_imports
from torchkata.sandbox import wire
from torchkata.sandbox.handle import Worker
from torchkata.sandbox.host import KINDS, Sandbox, open_sandbox
from torchkata.sandbox.torch_state import limit_torch

ROUNDS, WARM_UP = 10, 3
PARTS = {
    "start a worker: two forks, namespaces, mounts, limits": [(Sandbox, "worker")],
    "lay its files down and import them": [(Worker, "files"), (Worker, "load")],
    "probes: wait for the worker": [(Worker, "run")],
    "end the worker": [(Worker, "close")],
    "judge: encode and decode": [(wire, "encode"), (wire, "decode")],
    "judge: seeds": [(JudgePlugin, "_prepare")],
}


class Profiler(JudgePlugin):
    """A judge whose calls are timed."""

    def pytest_runtestloop(self, session):
        (submission,) = [v.submission for v in read_variants(find_kit(), self.assignment) if v.kind == "reference"]
        rounds = []
        for number in range(WARM_UP + ROUNDS):
            self.salt = str(number)
            seconds.clear()
            started = time.perf_counter()
            self.grade(submission)
            rounds.append(seconds | {"all": time.perf_counter() - started})
        self.medians = {part: statistics.median(r[part] for r in rounds[WARM_UP:]) for part in rounds[-1]}
        return True


seconds: dict[str, float] = Counter()
_running: list[str] = []


def timed(part, function):
    """The function, its time on `part`'s account, and not on that of a part around it."""

    def call(*arguments, **options):
        started = time.perf_counter()
        _running.append(part)
        try:
            return function(*arguments, **options)
        finally:
            took = time.perf_counter() - started
            _running.pop()
            seconds[part] += took
            if _running:
                seconds[_running[-1]] -= took

    return call


def profile(kit, assignment, kind):
    """The lines of the table of one assignment."""
    sandbox = open_sandbox(kind, kit.root, late_imports(kit, assignment))
    plugin = Profiler(kit, assignment, sandbox)
    run_graders(kit.graders(assignment.name), assignment.files, plugin)
    sandbox.close()
    whole = plugin.medians.pop("all")
    rest = whole - sum(plugin.medians.values())
    yield f"\n**{assignment.name}**, {sandbox.kind}, {len(plugin.tests)} checks, medians of {ROUNDS}, in ms\n"
    yield "| where | ms |\n|---|---:|"
    for part in PARTS:
        yield f"| {part} | {1000 * plugin.medians.get(part, 0.0):.1f} |"
    yield f"| judge: expected values, comparison, the rest | {1000 * rest:.1f} |"
    yield f"| **all** | {1000 * whole:.1f} |"
    yield f"| floor | {1000 * floor_of(kit, assignment):.1f} |"


def floor_of(kit, assignment):
    from speed import floor

    with tempfile.TemporaryDirectory() as folder:
        for name in assignment.files:
            (Path(folder) / name).write_bytes((kit.solutions(assignment.name) / name).read_bytes())
        return floor(kit, assignment, folder)


def main():
    limit_torch()
    for part, functions in PARTS.items():
        for owner, name in functions:
            setattr(owner, name, timed(part, getattr(owner, name)))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assignments", nargs="*", metavar="ASSIGNMENT")
    parser.add_argument("--sandbox", default="auto", choices=KINDS)
    arguments = parser.parse_args()
    kit = find_kit()
    for name in arguments.assignments or kit.names():
        print("\n".join(profile(kit, kit.assignment(name), arguments.sandbox)), flush=True)


if __name__ == "__main__":
    main()
