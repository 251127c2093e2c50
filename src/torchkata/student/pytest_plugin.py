"""The pytest plugin that comes with the package.

In an assignment's folder it makes each failing test read as a sentence, and ends the run with a summary by exercise. With
`--submission` it hands over to the judge, for authors of hidden graders. Anywhere else it does nothing.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from torchkata.assignment import UsageError
from torchkata.layout import find_submissions


def pytest_addoption(parser):
    parser.getgroup("torchkata").addoption(
        "--submission", metavar="PATH", help="run hidden graders on that submission (for authors: pytest graders/NN_name)"
    )


def pytest_configure(config):
    try:
        if config.getoption("--submission"):
            config.pluginmanager.register(_judge(config), "torchkata-judge")
            return
        hidden = next((folder for folder in _folders(config) if _is_hidden(folder)), None)
        if hidden is not None:
            raise UsageError(
                f"{hidden} has hidden graders, which run on a submission: name one with --submission PATH, "
                f"or grade with `kata grade {hidden.name} PATH`"
            )
        from torchkata.student.reporter import StudentReporter

        config.pluginmanager.register(StudentReporter(config, _folders(config)), "torchkata-student")
    except UsageError as error:
        raise pytest.UsageError(str(error)) from None


def _folders(config):
    """The folders in which tests were asked for."""
    paths = (Path(argument.split("::")[0]).resolve() for argument in config.args)
    return list(dict.fromkeys(path if path.is_dir() else path.parent for path in paths))


def _is_hidden(folder):
    """Whether it is an assignment's folder of hidden graders."""
    return folder.parent.name == "graders" and (folder.parents[1] / "assignments" / folder.name).is_dir()


def _judge(config):
    """The judge's plugin, on the submission of the command line."""
    from torchkata.assignment import open_kit
    from torchkata.judge.graders import JudgePlugin
    from torchkata.sandbox.host import SandboxError, open_sandbox

    folder = _folders(config)[0]
    if not _is_hidden(folder):
        raise UsageError(f"{folder} has no hidden graders; name the folder that has: pytest KIT/graders/NN_name --submission PATH")
    kit = open_kit(folder.parents[1])
    assignment = kit.assignment(folder.name)
    path = Path(config.getoption("--submission"))
    sources = find_submissions(assignment, [path]).sources
    if len(sources) != 1:
        raise UsageError(f"--submission {path}: it holds {len(sources)} submissions; name one of them")
    submission = sources[0].read()
    if submission.error:
        raise UsageError(f"--submission {path}: {submission.error}")
    try:
        sandbox = open_sandbox()
    except SandboxError as error:
        raise UsageError(str(error)) from None
    plugin = JudgePlugin(kit, assignment, sandbox)
    plugin.open(submission)
    config.add_cleanup(sandbox.close)
    config.add_cleanup(plugin.close)  # before the sandbox: last in, first out
    return plugin
