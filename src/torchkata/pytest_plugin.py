"""The pytest plugin that comes with the package.

In an assignment's folder it makes each failing test read as a sentence, and ends the run with a summary by exercise. With
`--submission` it hands over to the judge, for authors of hidden graders. Anywhere else it does nothing.
"""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

from torchkata.assignment import UsageError, read_assignment
from torchkata.progress import BROKEN, DONE, FAILING, NOT_STARTED, Progress, exercise_name

DEFAULT_REPORT = "fE"  # of pytest's own summary
COLORS = {DONE: "green", FAILING: "red", BROKEN: "red", NOT_STARTED: "yellow"}
MARKS = {DONE: "✓", FAILING: "✗", BROKEN: "✗", NOT_STARTED: "·"}


def pytest_addoption(parser):
    parser.getgroup("torchkata").addoption(
        "--submission", metavar="DIR", help="run hidden graders on the submission in DIR (for authors: pytest graders/NN_name)"
    )


def pytest_configure(config):
    if config.getoption("--submission"):
        config.pluginmanager.register(_judge(config), "torchkata-judge")
        return
    folder = _assignment_folder(config)
    if folder is not None:
        try:
            assignment = read_assignment(folder)
        except UsageError as error:
            raise pytest.UsageError(str(error)) from None
        config.pluginmanager.register(StudentPlugin(config, assignment), "torchkata-student")


def _folders(config):
    return [path if path.is_dir() else path.parent for path in (Path(a.split("::")[0]).resolve() for a in config.args)]


def _assignment_folder(config):
    """The one folder of an assignment in which tests were asked for."""
    folders = {folder for folder in _folders(config) if (folder / "assignment.toml").is_file()}
    return folders.pop() if len(folders) == 1 else None


def _judge(config):
    """The judge's plugin, on the submission of the command line."""
    from torchkata.assignment import find_kit
    from torchkata.judge import JudgePlugin
    from torchkata.sandbox import SandboxError, open_sandbox
    from torchkata.submission import read_submission

    folder = _folders(config)[0]
    try:
        kit = find_kit(folder)
        assignment = kit.assignment(folder.name)
        sandbox = open_sandbox()
    except (UsageError, SandboxError) as error:
        raise pytest.UsageError(str(error)) from None
    plugin = JudgePlugin(kit, assignment, sandbox)
    plugin.open(read_submission(assignment, Path(config.getoption("--submission")), "submission"))
    config.add_cleanup(sandbox.close)
    config.add_cleanup(plugin.close)  # before the sandbox: last in, first out
    return plugin


class StudentPlugin:
    """Sentences before tracebacks, and the summary by exercise."""

    def __init__(self, config, assignment):
        self.assignment = assignment
        self.progress = Progress(assignment)
        if config.option.tbstyle == "auto":
            config.option.tbstyle = "short"
        if config.option.reportchars == DEFAULT_REPORT:  # the summary by exercise takes its place
            config.option.reportchars = ""

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector):
        report = yield
        path = getattr(collector, "path", None)
        if report.failed and path is not None and path.name.startswith("test_"):
            file = path.name.removeprefix("test_")
            if file in self.assignment.files:
                self.progress.broken_files.add(file)
                report.longrepr = _import_problem(path.parent / file) or _Sentence(
                    f"{file} cannot be imported, so none of its tests can run.", report.longrepr
                )
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        report = yield
        exercise = exercise_name(item.cls.__name__) if item.cls else None
        if exercise is None or (report.when != "call" and report.passed):
            return report
        if report.passed or report.skipped:
            self.progress.add(exercise, "passed" if report.passed else "skipped")
            return report
        error = call.excinfo.value
        if isinstance(error, NotImplementedError):
            self.progress.add(exercise, "unwritten")
            report.longrepr = f"{exercise} is not written yet{_raised_at(call.excinfo)}."
            report.unwritten = True
        else:
            self.progress.add(exercise, "failed")
            report.longrepr = _Sentence(_sentence(item, exercise, error), report.longrepr)
        return report

    def pytest_report_teststatus(self, report):
        if getattr(report, "unwritten", False):  # fails, but needs no report of its own
            return "not written", ".", "NOT WRITTEN"
        return None

    def pytest_terminal_summary(self, terminalreporter):
        states = [(e, state) for e in self.assignment.exercises if (state := self.progress.state(e))]
        if not states:
            return
        write = terminalreporter.write_line
        terminalreporter.section(self.assignment.title, sep="=")
        width = max(len(e.name) for e, _ in states)
        for exercise, state in states:
            counts = self.progress.outcomes.get(exercise.name, {})
            tests = sum(counts.values()) - counts.get("skipped", 0) if counts else 0
            detail = f"{counts['passed']} of {tests} tests pass" if state == FAILING else state
            write(
                f"{MARKS[state]} {exercise.name:<{width}}  {detail:<22} {exercise.points:>3g} points   {exercise.file}",
                **{COLORS[state]: True},
            )
        done = [e for e, state in states if state == DONE]
        write("")
        write(
            f"{len(done)} of {len(states)} exercises pass their visible tests; they are worth "
            f"{sum(e.points for e in done):g} of {sum(e.points for e, _ in states):g} points. The hidden tests look closer."
        )
        following = self.progress.next_exercise()
        if following is not None:
            state = self.progress.state(following)
            advice = {
                NOT_STARTED: f"write {following.name} in {following.file} (about {following.minutes} minutes)",
                FAILING: f"mend {following.name} in {following.file}: pytest -k {following.name}",
                BROKEN: f"mend {following.file}, which cannot be imported",
            }
            write(f"Next: {advice[state]}.", bold=True)
        else:
            write("All of them pass. Hand it in.", bold=True)


class _Sentence:
    """A report that says in a sentence what is wrong, and then shows the traceback."""

    def __init__(self, sentence, traceback):
        self.sentence = sentence
        self.traceback = traceback

    def toterminal(self, tw):
        tw.line(self.sentence, bold=True)
        tw.line("")
        if hasattr(self.traceback, "toterminal"):
            self.traceback.toterminal(tw)
        else:
            tw.line(str(self.traceback))

    def __str__(self):
        return f"{self.sentence}\n\n{self.traceback}"


def _sentence(item, exercise, error):
    title = (item.obj.__doc__ or item.name).strip().splitlines()[0]
    text = str(error).strip()
    if isinstance(error, AssertionError):
        return f"{exercise}: {text.splitlines()[0] if text else title}"
    if isinstance(error, AttributeError) and "has no attribute" in text and text.startswith("module"):
        return f"{exercise}: {text}; is the name spelt as in the statement?"
    return f"{exercise}: {type(error).__name__}: {text.splitlines()[0] if text else title}"


def _raised_at(excinfo):
    entry = excinfo.traceback[-1]
    return f" ({os.path.basename(str(entry.path))}, line {entry.lineno + 1})"


def _import_problem(path):
    """A sentence for a file with a syntax error, or that is not there."""
    try:
        ast.parse(path.read_bytes(), path.name)
    except FileNotFoundError:
        return f"{path.name} is not in {path.parent.name}; its tests cannot run without it."
    except SyntaxError as error:
        shown = f": {error.text.strip()}" if error.text else ""
        return f"{path.name}, line {error.lineno}: {error.msg}{shown}\nNone of its tests can run until this is mended."
    except ValueError as error:
        return f"{path.name} is not a Python file: {error}."
    return None
