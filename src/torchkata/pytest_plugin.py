"""The pytest plugin that comes with the package."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_addoption(parser):
    parser.getgroup("torchkata").addoption(
        "--submission", metavar="DIR", help="run hidden graders on the submission in DIR (for authors: pytest graders/NN_name)"
    )


def pytest_configure(config):
    if config.getoption("--submission"):
        config.pluginmanager.register(_judge(config), "torchkata-judge")


def _judge(config):
    """The judge's plugin, on the submission of the command line."""
    from torchkata.assignment import UsageError, find_kit
    from torchkata.judge import JudgePlugin
    from torchkata.sandbox import SandboxError, open_sandbox
    from torchkata.submission import read_submission

    folders = {Path(arg.split("::")[0]).resolve() for arg in config.args}
    folder = next(iter(folders))
    folder = folder if folder.is_dir() else folder.parent
    try:
        kit = find_kit(folder)
        assignment = kit.assignment(folder.name)
        sandbox = open_sandbox()
    except (UsageError, SandboxError) as error:
        raise pytest.UsageError(str(error)) from None
    plugin = JudgePlugin(kit, assignment, sandbox)
    plugin.open(read_submission(assignment, Path(config.getoption("--submission")), "submission"))
    config.add_cleanup(sandbox.close)
    config.add_cleanup(plugin.close)
    return plugin
