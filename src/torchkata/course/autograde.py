"""nbgrader's Autograde with a judge in the place of a kernel, made to be interrupted at any moment.

`nbgrader autograde`, formgrader's button and `kata grade --course` all end here. Each submission goes through three steps, and
wherever they are cut off, the next run does that submission again:

1. the judge grades it; where it cannot, the gradebook and autograded/ stay as they are;
2. nbgrader's own converter copies the files, fills the notebook and enters scores, comment and late penalty, in one transaction;
3. the notebook gets its name: a submission without one in autograded/ is not done.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import json
import os
import re
import shutil
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import nbformat
from nbconvert.exporters import Exporter
from nbgrader.converters import Autograde, NbGraderException
from nbgrader.utils import setenv
from sqlalchemy.exc import OperationalError
from traitlets import Dict, Instance, Unicode

from torchkata.assignment import Assignment, Kit, UsageError, open_kit
from torchkata.course.feedback_page import RESULT
from torchkata.course.folders import LiteralFolders, TimestampError, is_regular, kept_aside, only_regular_files, read_timestamp
from torchkata.course.gradebook import GradebookError, SharedGradebook, gradebook_errors
from torchkata.course.logs import less_said
from torchkata.course.make import make_course
from torchkata.files import write_text
from torchkata.judge.grade import Grader
from torchkata.judge.pool import JudgeError, JudgePool
from torchkata.judge.store import Dependencies, ResultStore
from torchkata.layout import is_called_like
from torchkata.result import SubmissionResult
from torchkata.submission import Submission, read_submission

MAX_NOTEBOOK_BYTES = 2**24  # beyond that the released notebook takes its place
MARK = "torchkata"  # in an autograded notebook's metadata: what its result depended on


@contextmanager
def one_at_a_time(course: Path):
    """Wait until no other command is in here for this course: two that write one student's folder take it from each other."""
    descriptor = os.open(course, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


class KitAutograde(LiteralFolders, Autograde):
    """nbgrader's Autograde, graded by a judge.

    Attributes:
        results: what is known already, by student; all others are judged.
        gradebook: the course's, if it is open already.
        gradebook_error: what ended the run, where it was the gradebook.
        reasons: why a student was not graded, a sentence each.
        changed: whose score is another now: from what to what.
    """

    kit = Unicode(help="The folder of the kit: assignments, solutions, graders.").tag(config=True)
    sandbox = Unicode("auto", help="auto, bubblewrap, user or process.").tag(config=True)
    partial = Unicode("rubric", help="rubric or all-or-nothing.").tag(config=True)
    results = Dict()
    gradebook = Instance(SharedGradebook, allow_none=True)
    gradebook_error = Instance(GradebookError, allow_none=True)
    reasons = Dict()
    changed = Dict()

    # ---- the class -------------------------------------------------------------------------------------------------

    def init_notebooks(self):
        """Find the submissions; those of only .py files get the released notebook, without which nbgrader passes them over."""
        released = self._released_notebook()
        for folder in map(Path, self.folders()):
            if released.is_file() and folder.is_dir() and not os.path.lexists(folder / released.name):
                shutil.copy(released, folder / released.name)
        super().init_notebooks()

    def convert_notebooks(self):
        """Grade every submission that is not graded yet, or whose graders, points or late policy changed; with `force`, all."""
        self.reasons, self.changed = {}, {}
        try:
            with gradebook_errors():
                self._kit = replace(open_kit(Path(self.kit), ", and the course's configuration names it"), partial=self.partial)
                self._assignment = self._kit.assignment(self.coursedir.assignment_id)
                self.gradebook = self.gradebook or SharedGradebook(self.coursedir.db_url, self.coursedir.course_id)
                self.prove(self._assignment)
                self._bring_points()
                self._convert_all()
        except (UsageError, GradebookError) as error:
            self.gradebook_error = error if isinstance(error, GradebookError) else None
            self.log.error("%s", error)
            raise NbGraderException(str(error)) from None
        self._say_what_changed()
        if self.reasons:
            message = f"Not graded: {', '.join(sorted(self.reasons))}. The reasons are above."
            if self._outdated:
                message += f" Out of date in the gradebook until they are graded: {', '.join(sorted(self._outdated))}."
            self.log.error(message)
            raise NbGraderException(message)

    def prove(self, assignment: Assignment):
        """Make all that the configuration names, before anything is changed: preprocessors, the late policy, the assignment.

        Raises:
            UsageError: something of it does not work.
        """
        try:
            exporter = self.exporter_class(parent=self, config=self.config)
            for preprocessor in (*self.sanitize_preprocessors, *self.autograde_preprocessors):
                exporter.register_preprocessor(preprocessor)
            for preprocessor in exporter._preprocessors:
                if hasattr(preprocessor, "init_plugin"):
                    preprocessor.init_plugin()
        except Exception as error:  # whatever it is that a plugin of the course raises
            raise UsageError(
                f"{Path(self.coursedir.root) / 'nbgrader_config.py'} names something that does not work "
                f"({type(error).__name__}: {error}); mend it and run the command again, nothing was changed"
            ) from None
        self.gradebook.require(assignment.name, Path(self.coursedir.root))

    def _bring_points(self):
        """Release the assignment anew where its exercises or their points are not what the gradebook has: nbgrader scores by that.

        Raises UsageError: nbgrader cannot release it.
        """
        before = self.gradebook.points(self._assignment.name)
        now = {exercise.name: float(exercise.points) for exercise in self._assignment.exercises}
        if before != now:
            other = ", ".join(name for name in before | now if before.get(name) != now.get(name))
            make_course(self._kit, Path(self.coursedir.root), [self._assignment.name])
            self.log.warning("The points of %s are not what they were: %s was released anew.", other, self._assignment.name)

    def _convert_all(self):
        submissions, refused, self._outdated = {}, [], set()
        graded = self.gradebook.graded(self._assignment)
        self._depends_on = self._dependencies()
        pattern = re.compile(self._format_source("(?P<assignment_id>.*)", "(?P<student_id>.*)", escape=True))
        self._refuse_similar_folders(pattern)
        for folder in sorted(self.assignments):
            match = pattern.fullmatch(folder)
            if match is None:
                self._not_graded(repr(folder), "the folder's name cannot be a student's")
                continue
            student = match["student_id"]
            if any(path.is_symlink() for path in (Path(folder), Path(folder).parent)):
                self._not_graded(student, f"{folder} is a symbolic link; put the folder itself there")
                refused.append(student)
                continue
            if student in self.coursedir.student_id_exclude.split(","):
                continue
            if student in graded and self._is_done(student, folder) and not self.force:
                self.log.info("Skipping existing assignment: %s", self._format_dest(self._assignment.name, student))
                continue
            submissions[student] = folder
        self.gradebook.enter(self._assignment.name, [*submissions, *refused])
        self._outdated |= graded & set(refused)
        self._grader = shared_grader(self._kit, self._assignment, self.sandbox)
        self._judge_error = None
        notebooks = self.assignments
        for student, folder in submissions.items():
            self.assignments = {folder: notebooks[folder]}
            try:
                self._convert_one(student, folder)
            except NotGraded as error:
                self._not_graded(student, error)
                if student in graded and not error.recorded:
                    self._outdated.add(student)
        if self._grader.notice:
            self.log.warning("%s", self._grader.notice)

    def _not_graded(self, student, why):
        self.reasons = self.reasons | {student: str(why)}
        self.log.error("%s is not graded: %s", student, why)

    def _refuse_similar_folders(self, pattern):
        """Say whose folder has nearly the assignment's name: nbgrader passes over it without a word."""
        if self.coursedir.student_id != "*":
            return
        there = {match["student_id"] for folder in self.assignments if (match := pattern.fullmatch(folder))}
        anywhere = re.compile(self._format_source("(?P<assignment_id>[^/]*)", "(?P<student_id>[^/]*)", escape=True))
        for folder in sorted(self.folders("*", "*")):
            match = anywhere.fullmatch(folder)
            if match and match["student_id"] not in there and is_called_like(match["assignment_id"], self._assignment):
                self._not_graded(match["student_id"], f"{folder} is not called {self._assignment.name}; rename the folder")

    def _is_done(self, student: str, folder: str) -> bool:
        """Whether autograded/ holds this submission and not an older one, graded as it would be now."""
        target = Path(self._format_dest(self._assignment.name, student))
        try:
            mark = json.loads((target / f"{self._assignment.name}.ipynb").read_bytes())["metadata"].get(MARK)
            same_time = read_timestamp(folder) == read_timestamp(target)
        except (OSError, ValueError, KeyError, TimestampError):
            return False
        old, new = (read_submission(self._assignment, place, student) for place in (target, Path(folder)))
        return mark == self._mark_of(student) and same_time and (old.sha256, old.error) == (new.sha256, new.error)

    def _dependencies(self) -> str:
        """What every result of this run depends on besides the submission: graders, points, and what "late" means."""
        digest = Dependencies(self._kit, self._assignment).digest
        late = [repr(self.config.get(name)) for name in ("LateSubmissionPlugin", "AssignLatePenalties")]
        due = str(self.gradebook.find_assignment(self._assignment.name).duedate)
        return hashlib.sha256("\0".join([digest, *late, due]).encode()).hexdigest()

    def _mark_of(self, student: str) -> str:
        """The same with what is this student's alone: an extension."""
        extension = self.gradebook.extension(self._assignment.name, student)
        return hashlib.sha256(f"{self._depends_on}\0{extension}".encode()).hexdigest() if extension else self._depends_on

    def _say_what_changed(self):
        for student, (before, after) in sorted(self.changed.items()):
            self.log.warning("The score of %s changed from %s to %s.", student, before, after)
        if self.changed:
            self.log.warning("Make anew what shows the old scores: %s", WHAT_TO_MAKE_ANEW.format(self._assignment.name))

    # ---- one submission --------------------------------------------------------------------------------------------

    def _convert_one(self, student: str, folder: str):
        """Raises NotGraded."""
        try:
            read_timestamp(folder)
            self._result = self._grade(read_submission(self._assignment, Path(folder), student))
        except (JudgeError, TimestampError) as error:
            raise NotGraded(error) from None
        before = self.gradebook.total(self._assignment.name, student)
        self._written, force, self.force = {}, self.force, True
        heard = less_said(self.log)
        with one_at_a_time(Path(self.coursedir.root)):
            try:
                aside = kept_aside(Path(self._format_dest(self._assignment.name, student)))
                with aside, self.gradebook.one_transaction(), only_regular_files(), heard:
                    super().convert_notebooks()
            except NbGraderException as error:
                if isinstance(error.__context__, OperationalError):
                    raise error.__context__ from None
                raise NotGraded(f"nbgrader could not record it ({heard.reason})") from None
            finally:
                self.force = force
            for temporary, notebook in self._written.items():
                os.replace(temporary, notebook)
        after = self.gradebook.total(self._assignment.name, student)
        if before is not None and before != after:
            self.changed = self.changed | {student: (_points(before), _points(after))}
        if self._result.error:
            raise NotGraded(self._result.error, recorded=True)
        self.log.info("%s: %g of %g points in %.2f s", student, self._result.score, self._result.max_score, self._result.seconds)

    def _grade(self, submission: Submission) -> SubmissionResult:
        """Raises JudgeError: it cannot be graded now."""
        result = self.results.get(submission.student)
        if result is not None and result.error and result.unfit:
            return result
        if result is None:
            if self._judge_error is not None:
                raise self._judge_error
            try:
                result = self._grader.grade(submission)
            except JudgeError as error:
                self._judge_error = error  # no judge can be had for the others either
                raise
        if result.error and not result.unfit:
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
        marked = json.loads(output)
        marked["metadata"] |= {MARK: self._mark_of(resources["nbgrader"]["student"]), RESULT: _untimed(self._result.to_json())}
        write_text(temporary, json.dumps(marked, indent=1, ensure_ascii=False) + "\n")
        self._written[temporary] = notebook

    def _released_notebook(self) -> Path:
        name = self.coursedir.assignment_id
        return Path(self.coursedir.format_path(self.coursedir.release_directory, ".", name)) / f"{name}.ipynb"


WHAT_TO_MAKE_ANEW = "nbgrader generate_feedback {}, and nbgrader export"


def _untimed(result: dict) -> dict:
    """A result without seconds: the same submission leaves the same file, whoever grades it."""
    checks = (check for exercise in result["exercises"] for check in exercise["checks"])
    for each in (result, *checks):
        each["seconds"] = 0.0
    return result


def _points(score):
    return "no score" if score is None or score == "" else f"{score:g}"


class NotGraded(Exception):
    """Why one submission has no score; `recorded` where the gradebook says so, and no older score is left."""

    def __init__(self, why, recorded=False):
        super().__init__(str(why).rstrip("."))
        self.recorded = recorded


# ---- one judge for a whole class -----------------------------------------------------------------------------------


_graders: dict[tuple, Grader] = {}


def shared_grader(kit: Kit, assignment: Assignment, sandbox: str) -> Grader:
    """A grader whose judge stays until this process ends, or until the assignment's graders change on disk."""
    key = (str(kit.root), assignment.name, sandbox, assignment.partial)
    grader = _graders.get(key)
    if grader is None or grader.dependencies.digest != Dependencies(kit, assignment).digest:
        if grader is not None:
            grader.close()
        grader = _graders[key] = Grader(kit, assignment, JudgePool(kit, assignment, 1, sandbox), ResultStore())
        atexit.register(grader.close)
    return grader
