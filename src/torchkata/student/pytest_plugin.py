"""The pytest plugin that comes with the package.

In an assignment's folder it makes each failing test read as a sentence, and ends the run with a summary by exercise. With
`--submission` it hands over to the judge, for authors of hidden graders. Anywhere else it does nothing.
"""

from __future__ import annotations

import difflib
from collections import Counter
from pathlib import Path

import pytest

from torchkata.assignment import UsageError, read_assignment
from torchkata.feedback import counted
from torchkata.layout import find_submissions
from torchkata.student.progress import BROKEN, DONE, FAILING, IN_PART, NOT_STARTED, Progress, exercise_name, test_class
from torchkata.student.sentences import (
    BUILT_IN,
    NESTED,
    Sentence,
    import_problem,
    place_of,
    problem_sentence,
    student_frames,
    unwritten_exercise,
)
from torchkata.submission import read_submission

DEFAULT_REPORT = "fE"  # of pytest's own summary
MAX_PRINTED = 10  # lines of what a student's code printed in a test
COLORS = {DONE: "green", FAILING: "red", BROKEN: "red", NOT_STARTED: "yellow", IN_PART: "yellow"}
MARKS = {DONE: "✓", FAILING: "✗", BROKEN: "✗", NOT_STARTED: "·", IN_PART: "·"}


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
        folder = _assignment_folder(config)
        if folder is not None:
            config.pluginmanager.register(StudentPlugin(config, read_assignment(folder)), "torchkata-student")
    except UsageError as error:
        raise pytest.UsageError(str(error)) from None


def _folders(config):
    return [path if path.is_dir() else path.parent for path in (Path(a.split("::")[0]).resolve() for a in config.args)]


def _assignment_folder(config):
    """The one folder of an assignment in which tests were asked for."""
    folders = {folder for folder in _folders(config) if (folder / "assignment.toml").is_file()}
    return folders.pop() if len(folders) == 1 else None


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


class StudentPlugin:
    """Sentences before tracebacks, and the summary by exercise."""

    def __init__(self, config, assignment):
        self.assignment = assignment
        self.folder = assignment.folder.resolve()
        self.progress = Progress(assignment)
        self.progress.recall()
        self._exercises = {e.name: e for e in assignment.exercises}
        self._said = {}  # in which test a problem was reported first
        self._shown = set()  # exercises of which a failing test was shown in full
        self._own_traceback = config.option.tbstyle == "auto" and not config.option.fulltrace
        config.option.continue_on_collection_errors = True  # a file that cannot be imported does not stop the others
        if config.option.reportchars == DEFAULT_REPORT:  # the summary by exercise takes its place
            config.option.reportchars = ""

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector):
        file = collector.path.name.removeprefix("test_") if isinstance(collector, pytest.Module) else None
        if file not in self.assignment.files:
            return (yield)
        try:
            report = yield
            excinfo = report.call.excinfo
        except SystemExit:  # would end pytest with pages of its own traceback
            excinfo = pytest.ExceptionInfo.from_current()
            report = pytest.CollectReport(collector.nodeid, "failed", excinfo.exconly(), [])
        problem = self._unfit(file) or (report.failed and self._not_imported(file, excinfo, report.longrepr))
        if problem:
            self.progress.broken_files.add(file)
            report.outcome, report.longrepr, report.result = "failed", problem, []
        return report

    def _unfit(self, file):
        """Why it is no Python file at all, in a sentence; or None."""
        if not (self.folder / file).exists():
            return f"{file} is not in {self.folder.name}; its tests cannot run without it."
        return read_submission(self.assignment, self.folder, "").problems.get(file)

    def _not_imported(self, file, excinfo, longrepr):
        if isinstance(excinfo.value, pytest.Collector.CollectError) and excinfo.value.__cause__ is not None:
            excinfo = pytest.ExceptionInfo.from_exception(excinfo.value.__cause__)  # pytest puts an ImportError into one of its own
        reason = import_problem(excinfo, student_frames(excinfo, self.folder))
        return Sentence(f"{file} cannot be imported, so its tests cannot run: {reason}.", self._traceback(excinfo, longrepr))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        report = yield
        exercise = self._exercises.get(exercise_name(item.cls.__name__)) if item.cls else None
        if exercise is None or (report.when != "call" and report.passed):
            return report
        if report.passed or report.skipped:
            self.progress.add(exercise.name, "passed" if report.passed else "skipped")
            return report
        where = student_frames(call.excinfo, self.folder)
        unwritten = unwritten_exercise(call.excinfo, where)
        if unwritten in exercise.defines:
            self.progress.add(exercise.name, "unwritten")
            report.longrepr = f"{exercise.name} is not written yet{place_of(where, source=False)}."
            report.unwritten = True
            return report
        self.progress.add(exercise.name, "failed")
        sentence = f"{exercise.name}: {problem_sentence(item, call.excinfo, where, unwritten)}"
        report.sections = [(title, shortened(text)) for title, text in report.sections]
        first = self._said.setdefault(sentence, item.name)
        if first != item.name:
            report.longrepr = Sentence(sentence, f"The same as in {first} above.")
        elif exercise in self._shown and item.config.option.verbose < 1 and self._own_traceback:
            report.longrepr = Sentence(sentence, "pytest -v shows the lines.")
        else:
            report.longrepr = Sentence(sentence, self._traceback(call.excinfo, report.longrepr))
        self._shown.add(exercise)
        return report

    def pytest_collection_finish(self, session):
        """Note of which exercises only some tests were asked for, by -k or by name."""
        asked = {}
        for item in session.items:
            if item.cls:
                asked.setdefault(item.cls, set()).add(item.originalname)
        for cls, names in asked.items():
            if names < {name for name in dir(cls) if name.startswith("test")}:
                self.progress.left_out.add(exercise_name(cls.__name__))

    def _traceback(self, excinfo, longrepr):
        """pytest's short traceback of the lines in the assignment's folder; or what the user asked for with --tb."""
        if not self._own_traceback:
            return longrepr
        shown = excinfo.getrepr(style="short", tbfilter=lambda each: student_frames(each, self.folder) or each.traceback)
        lines = shown.reprtraceback.reprentries[-1].lines
        said = [BUILT_IN.sub(r"\1", line) for line in lines if line.startswith("E ") and not NESTED.match(line)]
        compared = next((i for i, line in enumerate(said) if line.startswith("E   assert ")), 0)
        lines[:] = [line for line in lines if not line.startswith("E ")] + said[compared:]  # the message stands above
        return shown

    def pytest_report_teststatus(self, report):
        if getattr(report, "unwritten", False):  # fails, but needs no report of its own
            return "not written", "-", ("NOT WRITTEN", {"yellow": True})
        return None

    def pytest_terminal_summary(self, terminalreporter):
        states = [(e, state) for e in self.assignment.exercises if (state := self.progress.state(e))]
        if not states:
            if keyword := terminalreporter.config.option.keyword:
                terminalreporter.write_line(self._nothing_found(keyword), bold=True)
            return
        self.progress.keep()
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
        write("")
        for line in self._standing():
            write(line)
        advice, following = self._advice()
        write(advice, bold=True)
        for criterion in following.rubric if following and self.progress.known_state(following) != BROKEN else ():
            write(f"  {criterion.share * following.points:>4.4g} points: {criterion.asks}")

    def _nothing_found(self, keyword):
        classes = [test_class(e.name) for e in self.assignment.exercises]
        near = difflib.get_close_matches(keyword, classes, n=1, cutoff=0.5)
        guess = f"did you mean {near[0]}?" if near else f"there are {', '.join(classes)}."
        return f"-k {keyword}: no test is called so; {guess}"

    def _standing(self):
        """How much of the whole assignment is done, and what is known of the exercises that this run did not test."""
        exercises = self.assignment.exercises
        done = [e for e in exercises if self.progress.known_state(e) == DONE]
        others = Counter(self.progress.earlier.get(e.name, "not tested yet") for e in exercises if not self.progress.state(e))
        if others:
            found = ", ".join(f"{count} {state}" for state, count in others.most_common())
            yield f"Not tested in this run: {counted(sum(others.values()), 'exercise')} (by the last runs: {found})."
        yield (
            f"{len(done)} of {len(exercises)} exercises pass their visible tests; they are worth "
            f"{sum(e.points for e in done):g} of {self.assignment.points:g} points. The hidden tests look closer."
        )

    def _advice(self):
        """What to do next, and for which exercise; None where all is done."""
        following = self.progress.next_exercise()
        if following is None:
            if all(map(self.progress.state, self.assignment.exercises)):
                return f"All of them pass. Hand in {', '.join(self.assignment.files)}.", None
            return "All of them pass, some in earlier runs. Run pytest once more for all, then hand in.", None
        name, file = following.name, following.file
        advice = {
            NOT_STARTED: f"write {name} in {file} (about {following.minutes} minutes)",
            FAILING: f"correct {name} in {file}: pytest -k {test_class(name)}",
            BROKEN: f"correct {file}, which cannot be imported",
            IN_PART: f"{name} in {file}, of which some tests were left out: pytest -k {test_class(name)}",
            None: f"{name} in {file}, which was not tested yet: pytest -k {test_class(name)}",
        }
        return f"Next: {advice[self.progress.known_state(following)]}.", following


def shortened(text: str) -> str:
    """What a student's code printed, but for the middle of a long text."""
    lines = text.splitlines()
    if len(lines) <= MAX_PRINTED:
        return text
    left_out = len(lines) - MAX_PRINTED + 1
    half = MAX_PRINTED // 2
    return "\n".join([*lines[:half], f"[... {left_out} more lines ...]", *lines[-(MAX_PRINTED - half - 1) :]])
