"""nbgrader's Autograde with a judge in the place of a kernel, made to be interrupted at any moment.

`nbgrader autograde`, formgrader's button and `kata grade --course` all end here. Each submission goes through four steps, and
wherever they are cut off, the next run does that submission again:

1. its scores in the gradebook are forgotten;
2. the judge grades it;
3. nbgrader's own converter copies the files, fills the notebook and enters scores, comment and late penalty, in one transaction;
4. the notebook gets its name: a submission without one in autograded/ is not done.
"""

from __future__ import annotations

import atexit
import glob
import logging
import os
import re
import shutil
import stat
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbconvert.exporters import Exporter
from nbgrader.converters import Autograde, NbGraderException
from nbgrader.converters import base as nbgrader_base
from nbgrader.utils import find_all_files, setenv
from sqlalchemy.exc import OperationalError
from traitlets import Dict, Instance, Unicode

from torchkata.assignment import Assignment, Kit, UsageError
from torchkata.build import write_text
from torchkata.grade import Grader
from torchkata.gradebook import GradebookError, SharedGradebook, gradebook_errors
from torchkata.judging import JudgeError, JudgePool
from torchkata.result import SubmissionResult
from torchkata.store import Dependencies, ResultStore
from torchkata.submission import Submission, read_submission

MAX_NOTEBOOK_BYTES = 2**24  # beyond that the released notebook takes its place


class KitAutograde(Autograde):
    """nbgrader's Autograde, graded by a judge.

    Attributes:
        results: what is known already, by student; all others are judged.
        gradebook: the course's, if it is open already.
        gradebook_error: what ended the run, where it was the gradebook.
    """

    kit = Unicode(help="The folder of the kit: assignments, solutions, graders.").tag(config=True)
    sandbox = Unicode("auto", help="auto, bubblewrap or process.").tag(config=True)
    results = Dict()
    gradebook = Instance(SharedGradebook, allow_none=True)
    gradebook_error = Instance(GradebookError, allow_none=True)

    # ---- the class -------------------------------------------------------------------------------------------------

    def init_notebooks(self):
        """Find the submissions; those of only .py files get the released notebook, without which nbgrader passes them over."""
        released = self._released_notebook()
        for folder in glob.glob(self._format_source(self.coursedir.assignment_id, self.coursedir.student_id)):
            notebook = Path(folder) / released.name
            if released.is_file() and notebook.parent.is_dir() and not os.path.lexists(notebook):
                shutil.copy(released, notebook)
        super().init_notebooks()

    def convert_notebooks(self):
        """Grade every submission that is not graded yet; with `force`, every one."""
        try:
            with gradebook_errors():
                self._assignment = Kit(Path(self.kit)).assignment(self.coursedir.assignment_id)
                self.gradebook = self.gradebook or SharedGradebook(self.coursedir.db_url, self.coursedir.course_id)
                ungraded = self._convert_all()
        except (UsageError, GradebookError) as error:
            self.gradebook_error = error if isinstance(error, GradebookError) else None
            self.log.error("%s", error)
            raise NbGraderException(str(error)) from None
        if ungraded:
            message = f"Not graded, and without a score: {', '.join(ungraded)}. The reasons are above; run the command again."
            self.log.error("%s", message)
            raise NbGraderException(message)

    def _convert_all(self) -> list[str]:
        """Those that could not be graded."""
        to_grade, ungraded, self._stale = [], [], set()
        graded = self.gradebook.graded(self._assignment)
        pattern = re.compile(self._format_source("(?P<assignment_id>.*)", "(?P<student_id>.*)", escape=True))
        for folder in sorted(self.assignments):
            match = pattern.fullmatch(folder)
            if match is None:
                self.log.error("%r is not graded: the folder's name cannot be a student's", folder)
                ungraded.append(repr(folder))
                continue
            student = match["student_id"]
            if any(path.is_symlink() for path in (Path(folder), Path(folder).parent)):
                self.log.error("%s is not graded: %s is a symbolic link; put the folder itself there", student, folder)
                self._stale.add(student)
                ungraded.append(student)
                continue
            if student in self.coursedir.student_id_exclude.split(","):
                continue
            done = student in graded and self._is_done(student, folder)
            if done and not self.force:
                self.log.info("Skipping existing assignment: %s", self._format_dest(self._assignment.name, student))
                continue
            to_grade.append((student, folder))
            if not done:
                self._stale.add(student)
        self.gradebook.forget(self._assignment, self._stale)  # of all at once: the run may end before it comes to the last
        self._grader = shared_grader(Kit(Path(self.kit)), self._assignment, self.sandbox)
        self._judge_error = None
        notebooks = self.assignments
        for student, folder in to_grade:
            self.assignments = {folder: notebooks[folder]}
            try:
                self._convert_one(student, folder)
            except NotGraded as error:
                self.log.error("%s was not graded, and has no score: %s", student, error)
                ungraded.append(student)
        if self._grader.notice:
            self.log.warning("%s", self._grader.notice)
        return ungraded

    def _is_done(self, student: str, folder: str) -> bool:
        """Whether autograded/ holds this submission and not an older one."""
        target = Path(self._format_dest(self._assignment.name, student))
        return (
            (target / f"{self._assignment.name}.ipynb").exists()
            and self._timestamp(folder) == self._timestamp(target)
            and read_submission(self._assignment, target, student).files
            == read_submission(self._assignment, Path(folder), student).files
        )

    def _timestamp(self, folder):
        """When it was handed in; None where nbgrader finds no time, or one that it cannot read."""
        try:
            return self.coursedir.get_existing_timestamp(folder)
        except Exception:  # nbgrader's report of a time that is none fails in its own way
            return None

    # ---- one submission --------------------------------------------------------------------------------------------

    def _convert_one(self, student: str, folder: str):
        """Raises NotGraded."""
        try:
            self._result = self._grade(read_submission(self._assignment, Path(folder), student))
        except JudgeError as error:
            self.gradebook.forget(self._assignment, [student])
            shutil.rmtree(self._format_dest(self._assignment.name, student), ignore_errors=True)
            raise NotGraded(error) from None
        if student not in self._stale:
            self.gradebook.forget(self._assignment, [student])
        self._written, force, self.force = {}, self.force, True
        try:
            with self.gradebook.one_transaction(), only_regular_files(), less_said(self.log):
                super().convert_notebooks()
        except NbGraderException as error:
            if isinstance(error.__context__, OperationalError):
                raise error.__context__ from None
            raise NotGraded("nbgrader could not record it; its reason is above") from None
        finally:
            self.force = force
        for temporary, notebook in self._written.items():
            os.replace(temporary, notebook)
        self.log.info("%s: %g of %g points in %.2f s", student, self._result.score, self._result.max_score, self._result.seconds)

    def _grade(self, submission: Submission) -> SubmissionResult:
        """Raises JudgeError: it cannot be graded now."""
        result = self.results.get(submission.student)
        if result is None:
            if self._judge_error is not None:
                raise self._judge_error
            try:
                result = self._grader.grade(submission)
            except JudgeError as error:
                self._judge_error = error  # no judge can be had for the others either
                raise
        if result.error:
            raise JudgeError(result.error)
        if result.sha256 != submission.sha256:
            raise JudgeError("its files changed while it was graded; grade it again")
        return result

    def init_single_notebook_resources(self, notebook_filename):
        resources = super().init_single_notebook_resources(notebook_filename)
        where = resources["nbgrader"]
        resources["metadata"] = {"name": where["notebook"], "path": self._format_dest(where["assignment"], where["student"])}
        resources["torchkata"] = (self._assignment, self._result)
        return resources

    def convert_single_notebook(self, notebook_filename):
        """nbgrader's two passes in one; where a student's notebook breaks the first, the released one takes its place."""
        resources = self.init_single_notebook_resources(notebook_filename)
        self.exporter.optimistic_validation = True  # after the last preprocessor, and not after each
        self._init_preprocessors()
        try:
            notebook = self._sanitized(Path(notebook_filename), resources)
        except OperationalError:
            raise
        except Exception as error:  # whatever it is that the student's notebook does
            self.log.warning("%s: %s; the released notebook takes its place", notebook_filename, type(error).__name__)
            notebook = self._sanitized(self._released_notebook(), resources)
        self._sanitizing = False
        try:
            self._init_preprocessors()
            with setenv(NBGRADER_EXECUTION="autograde"):
                output, resources = self.exporter.from_notebook_node(notebook, resources)
        finally:
            self._sanitizing = True
        self.write_single_notebook(output, resources)

    def _sanitized(self, path, resources):
        if not is_regular(path) or path.stat().st_size > MAX_NOTEBOOK_BYTES:
            raise ValueError
        return Exporter.from_notebook_node(self.exporter, nbformat.read(path, as_version=4), resources)[0]

    def write_single_notebook(self, output, resources):
        """Write it under another name; it gets its own when the gradebook has the scores."""
        notebook = Path(resources["metadata"]["path"]) / f"{resources['metadata']['name']}.ipynb"
        temporary = notebook.with_name(f".{notebook.name}.part")
        write_text(temporary, output)
        self._written[temporary] = notebook

    def _released_notebook(self) -> Path:
        name = self.coursedir.assignment_id
        return Path(self.coursedir.format_path(self.coursedir.release_directory, ".", name)) / f"{name}.ipynb"


class NotGraded(Exception):
    """Why one submission has no score."""


def is_regular(path: Path) -> bool:
    """A file, and not a link to one."""
    return stat.S_ISREG(path.lstat().st_mode)


@contextmanager
def only_regular_files():
    """nbgrader copies what a link points at, and stops at a pipe; within this it sees neither."""
    nbgrader_base.find_all_files = lambda *arguments: [path for path in find_all_files(*arguments) if is_regular(Path(path))]
    try:
        yield
    finally:
        nbgrader_base.find_all_files = find_all_files


@contextmanager
def less_said(log):
    """nbgrader tells of each file that it copies, twenty lines for a student; warnings stay, and --debug brings back the rest."""

    def worth_reading(record):
        return record.levelno != logging.INFO or any(0 < handler.level <= logging.DEBUG for handler in log.handlers)

    log.addFilter(worth_reading)
    try:
        yield
    finally:
        log.removeFilter(worth_reading)


# ---- one judge for a whole class -----------------------------------------------------------------------------------

_graders: dict[tuple, Grader] = {}


def shared_grader(kit: Kit, assignment: Assignment, sandbox: str) -> Grader:
    """A grader whose judge stays until this process ends, or until the assignment's graders change on disk."""
    key = (str(kit.root), assignment.name, sandbox)
    grader = _graders.get(key)
    if grader is None or grader.dependencies.digest != Dependencies(kit, assignment).digest:
        if grader is not None:
            grader.close()
        grader = _graders[key] = Grader(kit, assignment, JudgePool(kit, assignment, 1, sandbox), ResultStore())
        atexit.register(grader.close)
    return grader
