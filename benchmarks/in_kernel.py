"""The hidden checks of an assignment without sandbox or judge: by pytest in the process that this is imported in.

This is what other tools cost for the same checks: a cell or a test that runs them on the student's files in the working folder,
right there. It is unsafe, and for comparison only.
"""

from __future__ import annotations

import importlib
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest
import torch

from torchkata.judge.graders import Reference, run_graders
from torchkata.sandbox import wire
from torchkata.sandbox.worker import _link


class InProcess:
    """pytest plugin: `student(probe, ...)` calls the probe right here."""

    def __init__(self, solutions: Path, files: list[str]):
        self.solutions = solutions
        self.files = files
        self.modules = {}
        for file in files:
            self.modules[file.removesuffix(".py")] = importlib.import_module(file.removesuffix(".py"))
        self.passed = self.failed = 0
        self.calls = []  # of probes: the function and its arguments

    def __getattr__(self, name):
        if name in self.__dict__.get("modules", {}):
            return self.modules[name]
        for module in self.__dict__.get("modules", {}).values():
            if hasattr(module, name):
                return getattr(module, name)
        raise AttributeError(name)

    def reimport(self, stem):
        return importlib.reload(self.modules[stem])

    @pytest.fixture
    def student(self):
        def student(probe, *arguments):
            function = _link(probe.code)  # as in a worker: a probe may use other probes
            self.calls.append((function, wire.encode(list(arguments))))
            return _plain(function(self, *arguments))

        return student

    @pytest.fixture(scope="session")
    def reference(self):
        return Reference(self.solutions, self.files)

    def pytest_configure(self, config):
        for name in ("exercise", "weight", "required", "gpu"):
            config.addinivalue_line("markers", f"{name}: as in the judge")

    def pytest_runtest_setup(self, item):
        if item.get_closest_marker("gpu") and not torch.cuda.is_available():
            pytest.skip("needs CUDA")

    def pytest_runtest_logreport(self, report):
        if report.when == "call":
            self.passed += report.passed
            self.failed += report.failed


def _plain(value):
    """What the wire would make of it."""
    if isinstance(value, torch.Tensor):
        return value.detach().clone()
    if isinstance(value, np.generic):
        return np.asarray(value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def run(graders: str, solutions: str, files: list[str]) -> float:
    """The passed share of the checks on the files in the working folder."""
    plugin = _run(graders, solutions, files)
    return plugin.passed / max(plugin.passed + plugin.failed, 1)


def floor(graders: str, solutions: str, files: list[str], rounds: int = 20) -> float:
    """Seconds that the probes of all checks take on the files in the working folder, one after the other: the median."""
    plugin = _run(graders, solutions, files)
    seconds = []
    for _ in range(rounds):
        calls = [(function, wire.decode(arguments)) for function, arguments in plugin.calls]
        began = time.perf_counter()
        for function, arguments in calls:
            function(plugin, *arguments)
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def _run(graders, solutions, files):
    sys.path.insert(0, os.getcwd())
    torch.set_num_threads(1)
    tempfile.tempdir = tempfile.mkdtemp()  # a worker has one of its own, too
    plugin = InProcess(Path(solutions), files)
    run_graders(Path(graders), files, plugin)
    return plugin
