"""What pytest tells a student: sentences before tracebacks, a time limit for each test, and at the end a summary by exercise.

Each test's report carries what it says of an exercise, its facts, so that it is known where the summary is written, even when tests
run in other processes.
"""

from __future__ import annotations

import contextlib
import difflib
import importlib
import os
import re
import sys
import threading
import time
from pathlib import Path

import pytest

from torchkata.assignment import Assignment, exercise_name, read_assignment
from torchkata.encoding import forgive
from torchkata.student.comparison import comparison
from torchkata.student.progress import Progress
from torchkata.student.sentences import (
    BUILT_IN,
    ESCAPE,
    NESTED,
    Sentence,
    defined_before,
    has_work_at_top_level,
    hidden_library,
    import_problem,
    left_over,
    no_answer,
    place_of,
    place_of_frame,
    problem_sentence,
    student_frames,
    title_of,
    unwritten_definition,
)
from torchkata.student.summary import nothing_found, summary
from torchkata.student.time_limit import OutOfTime, time_limit
from torchkata.submission import read_files, stands_for

DEFAULT_REPORT = "fE"  # of pytest's own summary
MAX_FRAMES = 6  # of a traceback: a function that calls itself has many
MAX_PRINTED = 10  # lines of what a student's code printed in a test
IMPORT_SECONDS = 60.0  # for a file's own import, without that of the libraries
AFTER_A_TIMEOUT = 2.0  # for the other tests of an exercise
SLOW_IMPORT = 5.0  # seconds that are worth a word
COMPARED = re.compile(r"E   assert (?!False$|not True$)")  # pytest's line on what an assert compared, where it says something
LIBRARIES = re.compile(r"^(?:import|from) (torch|numpy|matplotlib)\b", re.MULTILINE)


class AssignmentRun:
    """What one run of pytest finds in the folder of one assignment."""

    def __init__(self, folder: Path):
        self.assignment: Assignment = read_assignment(folder)
        self.folder = folder
        self.progress = Progress.recalled(self.assignment)
        self.exercises = {e.name: e for e in self.assignment.exercises}
        self.order = {name: place for place, name in enumerate(self.exercises)}
        self.said = {}  # in which test a problem was reported first
        self.shown = set()  # exercises of which a failing test was shown in full
        self.out_of_time = set()  # exercises of which a test took too long

    def exercise_of(self, item):
        return self.exercises.get(exercise_name(item.cls.__name__)) if item.cls else None

    def make_importable(self, test_file: Path):
        """Let tests find the assignment's files, whatever the import mode; and load the libraries, whose time is not the file's."""
        if str(self.folder) not in sys.path:
            sys.path.insert(0, str(self.folder))
        for library in dict.fromkeys(LIBRARIES.findall(test_file.read_text(encoding="utf-8", errors="replace"))):
            with contextlib.suppress(ImportError):
                importlib.import_module(library)

    def unfit(self, file: str) -> str | None:
        """Why a file cannot be imported, before anybody tries."""
        if (hidden := hidden_library(self.folder, self.assignment.files)) is not None:
            return f"{hidden.name} in {self.folder.name} hides the library {hidden.stem} from every import: give it another name."
        path = self.folder / file
        if path.exists():
            return read_files(self.assignment, {file: path}, "").error  # as at grading; of this file alone
        others = [p.name for p in sorted(self.folder.glob("*.py*")) if p.name not in self.assignment.files]
        others = [name for name in others if not name.startswith("test_")]
        near = [name for name in others if stands_for(name, [file])] or difflib.get_close_matches(file, others, n=1, cutoff=0.7)
        rename = f" There is a {near[0]}: rename it to {file}." if near else ""
        return f"{file} is not in {self.folder.name}; its tests cannot run without it.{rename}"


class StudentReporter:
    """The plugin; it knows an assignment's folder by its assignment.toml, and leaves all other tests alone."""

    def __init__(self, config, folders):
        self._config = config
        self._runs: dict[Path, AssignmentRun | None] = {}
        self._limit = contextlib.ExitStack()
        self._own_traceback = config.option.tbstyle == "auto" and not config.option.fulltrace
        for folder in folders:
            self._run_of(folder)

    def _run_of(self, folder: Path) -> AssignmentRun | None:
        if folder not in self._runs:
            place = folder.resolve()
            if place != folder:
                self._runs[folder] = self._run_of(place)
            else:
                self._runs[folder] = AssignmentRun(folder) if (folder / "assignment.toml").is_file() else None
                if self._runs[folder]:
                    self._config.option.continue_on_collection_errors = True  # one file that fails does not stop the others
        return self._runs[folder]

    def _assignments(self):
        return list({id(run): run for run in self._runs.values() if run}.values())

    # ---- collecting ----

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector):
        run = self._run_of(collector.path.parent) if isinstance(collector, pytest.Module) else None
        file = collector.path.name.removeprefix("test_")
        if run is None or file not in run.assignment.files:
            return (yield)
        problem = run.unfit(file)
        if not problem:
            run.make_importable(collector.path)
        started = time.perf_counter()
        try:
            with self._limited(IMPORT_SECONDS, lambda: self._give_up_import(run, file, collector)):
                report = yield
            excinfo = report.call.excinfo
        except SystemExit:  # would end pytest with pages of its own traceback
            excinfo = pytest.ExceptionInfo.from_current()
            report = pytest.CollectReport(collector.nodeid, "failed", excinfo.exconly(), [])
        took = time.perf_counter() - started
        problem = problem or (report.failed and self._not_imported(run, file, excinfo, report.longrepr))
        facts = {"folder": str(run.folder), "file": file}
        if problem:
            report.outcome, report.longrepr, report.result = "failed", problem, []
            facts["broken"] = str(problem).partition("\n\n")[0]
        elif took > SLOW_IMPORT and (where := has_work_at_top_level(run.folder / file)):
            facts["note"] = (
                f"{file} took {took:.0f} seconds to import, at every run: {where} is outside of every function. "
                'Put it below `if __name__ == "__main__":`.'
            )
        report.torchkata = facts
        return report

    def _not_imported(self, run, file, excinfo, longrepr):
        if isinstance(excinfo.value, pytest.Collector.CollectError) and excinfo.value.__cause__ is not None:
            excinfo = pytest.ExceptionInfo.from_exception(excinfo.value.__cause__)  # pytest puts an ImportError into one of its own
        reason = import_problem(excinfo, student_frames(excinfo, run.folder), IMPORT_SECONDS)
        sentence = f"{file} cannot be imported, so its tests cannot run: {reason}."
        return Sentence(sentence, self._traceback(run, excinfo, longrepr), run.folder / file)

    def pytest_collectreport(self, report):
        facts = getattr(report, "torchkata", None)
        if facts:
            progress = self._run_of(Path(facts["folder"])).progress
            if "broken" in facts:
                progress.broken_files[facts["file"]] = facts["broken"]
            if "note" in facts:
                progress.notes.append(facts["note"])

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items):
        """In the order of the assignment: what the advice names as the next is also what fails first."""
        folders = {}

        def place(item):
            run, exercise = self._run_of(item.path.parent), None
            if run:
                exercise = run.exercise_of(item)
            return folders.setdefault(item.path.parent, len(folders)), run.order[exercise.name] if exercise else -1

        items.sort(key=place)

    def pytest_collection_finish(self, session):
        """Note of which exercises only some tests were asked for, by -k or by name."""
        asked = {}
        for item in session.items:
            if item.cls:
                asked.setdefault((item.path.parent, item.cls), set()).add(item.originalname)
        for (folder, cls), names in asked.items():
            run = self._run_of(folder)
            if run and names < {name for name in dir(cls) if name.startswith("test")}:
                run.progress.left_out.add(exercise_name(cls.__name__))

    # ---- running ----

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item):
        run = self._run_of(item.path.parent)
        exercise = run and run.exercise_of(item)
        if not exercise:
            return (yield)
        item.torchkata_seconds = min(exercise.seconds, AFTER_A_TIMEOUT) if exercise in run.out_of_time else exercise.seconds
        with self._limited(item.torchkata_seconds, lambda: self._give_up_test(run, exercise, item)):
            return (yield)

    @contextlib.contextmanager
    def _limited(self, seconds, give_up):
        """A time limit, but where a person looks at the code with a debugger, or pytest-timeout has one already."""
        options = self._config.option
        debugged = options.usepdb or options.trace or sys.gettrace() is not None or "pydevd" in sys.modules
        if debugged or getattr(options, "timeout", None) or (self._has_ini("timeout") and self._config.getini("timeout")):
            yield
            return
        with self._limit:
            self._limit.enter_context(time_limit(seconds, give_up))
            yield

    def _has_ini(self, name):
        return self._config.pluginmanager.hasplugin("timeout") and name in self._config._parser._inidict

    def pytest_enter_pdb(self):
        self._limit.close()  # a breakpoint in a student's code: a person thinks as long as it takes

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        report = yield
        run = self._run_of(item.path.parent)
        exercise = run and run.exercise_of(item)
        if not exercise or (report.when != "call" and report.passed):
            return report
        report.torchkata = facts = self._facts(run, exercise, item)
        report.sections = [(title, shortened(text)) for title, text in report.sections]
        if not report.failed:
            facts["outcome"] = report.outcome
            return report
        where = student_frames(call.excinfo, run.folder)
        unwritten = unwritten_definition(call.excinfo, where)
        if unwritten in exercise.defines and not left_over(where) and not defined_before(where, unwritten):
            facts |= {"outcome": "unwritten", "unwritten": unwritten}
            facts["sentence"] = f"{unwritten} is not written yet{place_of(where, source=False)}."
            report.longrepr = facts["sentence"]
            report.unwritten = True
            return report
        if isinstance(call.excinfo.value, OutOfTime):
            run.out_of_time.add(exercise)
        facts["sentence"] = problem_sentence(item, call.excinfo, where, unwritten)
        report.longrepr = self._told(run, exercise, item, facts["sentence"], call.excinfo, where, report.longrepr)
        return report

    def _facts(self, run, exercise, item):
        return {
            "folder": str(run.folder),
            "exercise": exercise.name,
            "test": item.name,
            "title": title_of(item),
            "outcome": "failed",
            "left_out": exercise.name in run.progress.left_out,
        }

    def _told(self, run, exercise, item, sentence, excinfo, where, longrepr):
        """The first failing test of an exercise in full; the others, and what was told already, in a line."""
        sentence = f"{exercise.name}: {sentence}"
        path, line = (where[-1].path, where[-1].lineno + 1) if where else (item.path, None)
        first = run.said.setdefault(sentence, item.name)
        if first != item.name:
            shown = f"The same as in {first} above."
        elif exercise in run.shown and item.config.option.verbose < 1 and self._own_traceback:
            shown = "pytest -v shows the lines."
        else:
            shown = self._traceback(run, excinfo, longrepr)
        run.shown.add(exercise)
        return Sentence(sentence, shown, path, line)

    def _traceback(self, run, excinfo, longrepr):
        """pytest's short traceback of the lines in the assignment's folder; or what the user asked for with --tb."""
        if not self._own_traceback:
            return longrepr
        shown = excinfo.getrepr(
            style="short", chain=False, tbfilter=lambda each: student_frames(each, run.folder) or each.traceback
        )
        entries = shown.reprtraceback.reprentries
        del entries[MAX_FRAMES // 2 : -(MAX_FRAMES // 2)]
        lines = entries[-1].lines
        said = [BUILT_IN.sub(r"\1", ESCAPE.sub("", line)) for line in lines if line.startswith("E ") and not NESTED.match(line)]
        message = excinfo.errisinstance(AssertionError) and not str(excinfo.value).startswith("assert ")
        if message or excinfo.errisinstance(OutOfTime) or comparison(excinfo, ()):  # which stands above
            compared = next((i for i, line in enumerate(said) if COMPARED.match(line)), len(said))
            said = said[compared:]
        lines[:] = [line for line in lines if not line.startswith("E ")] + said
        return shown

    def pytest_runtest_logreport(self, report):
        facts = getattr(report, "torchkata", None)
        if facts:
            self._run_of(Path(facts["folder"])).progress.add(facts)

    # ---- where a test does not let itself be ended ----

    def _give_up_test(self, run, exercise, item):
        """The time is over, and the test goes on: report it as failed, tell all that is known, and end pytest."""
        facts = self._facts(run, exercise, item) | {"last": True}
        facts["sentence"] = f"{_still_running(run, item.torchkata_seconds)}, and it could not be stopped, so no later test has run."
        told = Sentence(f"{exercise.name}: {facts['sentence']}", "", item.path)
        report = pytest.TestReport(item.nodeid, item.location, {}, "failed", told, "call")
        report.torchkata = facts
        item.ihook.pytest_runtest_logreport(report=report)
        self._end()

    def _give_up_import(self, run, file, collector):
        sentence = f"{file}: {_still_running(run, IMPORT_SECONDS)}, and it could not be stopped."
        report = pytest.CollectReport(collector.nodeid, "failed", Sentence(sentence, "", run.folder / file), [])
        report.torchkata = {"folder": str(run.folder), "file": file, "broken": sentence, "last": True}
        collector.ihook.pytest_collectreport(report=report)
        self._end()

    def _end(self):
        reporter = self._config.pluginmanager.getplugin("terminalreporter")
        for run in self._assignments():
            run.progress.keep()
        if reporter:
            reporter.summary_errors()
            reporter.summary_failures()
            self.pytest_terminal_summary(reporter)
            reporter.flush()
        os._exit(int(pytest.ExitCode.TESTS_FAILED))

    # ---- the end ----

    def pytest_report_teststatus(self, report):
        if getattr(report, "unwritten", False):  # fails, but needs no report of its own
            return "not written", "-", ("NOT WRITTEN", {"yellow": True})
        return None

    def pytest_sessionstart(self):
        reporter = self._config.pluginmanager.getplugin("terminalreporter")
        if reporter:
            forgive(reporter._tw._file)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session):
        reporter = self._config.pluginmanager.getplugin("terminalreporter")
        for run in self._assignments():
            if not hasattr(self._config, "workerinput") and run.progress.has_tested:
                run.progress.keep()
        if reporter and self._assignments() and self._config.option.reportchars == DEFAULT_REPORT:
            reporter.reportchars = ""  # the summary by exercise takes its place

    def pytest_terminal_summary(self, terminalreporter):
        for run in self._assignments():
            if run.progress.has_tested:
                terminalreporter.section(run.assignment.title, sep="=")
                for line, markup in summary(run.progress, verbose=self._config.option.verbose > 0):
                    terminalreporter.write_line(line, **markup)
            elif sentence := nothing_found(run.assignment, self._config.option.keyword, self._config.args):
                terminalreporter.write_line(sentence, bold=True)


def _still_running(run, seconds):
    """That the time is over, and where the main thread is in the student's files."""
    return no_answer(seconds, place_of_frame(sys._current_frames().get(threading.main_thread().ident), run.folder))


def shortened(text: str) -> str:
    """What a student's code printed, but for the middle of a long text."""
    lines = text.splitlines()
    if len(lines) <= MAX_PRINTED:
        return text
    left_out = len(lines) - MAX_PRINTED + 1
    half = MAX_PRINTED // 2
    return "\n".join([*lines[:half], f"[... {left_out} more lines ...]", *lines[-(MAX_PRINTED - half - 1) :]])
