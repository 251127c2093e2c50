"""A worker alone, without a judge: lines of code run in it as probes."""

import types

from torchkata.sandbox import wire
from torchkata.sandbox.probes import Probe


def as_probe(source, timeout=3.0):
    module = types.ModuleType("source")
    exec(f"import os, sys, time, torch\ndef run(student, argument):\n    {source}", vars(module))
    return Probe(module.run, timeout)


class Inside:
    """One worker with a student's file in it; runs lines of code as probes."""

    def __init__(self, sandbox, text="x = 1\n"):
        self.worker = sandbox.worker()
        self.worker.files({"work.py": text.encode()})
        self.worker.load("work")

    def __call__(self, *lines, argument=None, timeout=3.0, seed=1):
        probe = as_probe("\n    ".join(lines), timeout)
        return self.worker.run(probe.encoded, wire.encode([argument]), seed, timeout)
