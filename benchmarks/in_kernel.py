"""The hidden checks of an assignment without sandbox or judge: in the kernel of nbgrader's own Execute.

This is what nbgrader's stock way costs for the same checks: one cell that runs them by pytest on the student's files, in the
process of the notebook. It is unsafe, and for comparison only.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from torchkata.judge import PYTEST_ARGUMENTS, UNNEEDED_PLUGINS, Reference


class InProcess:
    """pytest plugin: `student(probe, ...)` calls the probe right here."""

    def __init__(self, solutions: Path, files: list[str]):
        self.solutions = solutions
        self.files = files
        self.modules = {}
        for file in files:
            self.modules[file.removesuffix(".py")] = importlib.import_module(file.removesuffix(".py"))
        self.passed = self.failed = 0

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
        return lambda probe, *arguments: _plain(probe.function(self, *arguments))

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
    sys.path.insert(0, os.getcwd())
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    torch.set_num_threads(1)
    plugin = InProcess(Path(solutions), files)
    arguments = PYTEST_ARGUMENTS + [f"-pno:{name}" for name in UNNEEDED_PLUGINS if name != "terminal"]
    tests = [str(Path(graders) / f"test_{file}") for file in files]
    pytest.main([*arguments, "-pno:terminal", f"--rootdir={graders}", *tests], plugins=[plugin])
    return plugin.passed / max(plugin.passed + plugin.failed, 1)
