"""Results of `kata grade` into a course's submitted/, autograded/ and gradebook."""

from __future__ import annotations

import glob
import os
from pathlib import Path

from nbgrader.utils import capture_log

from torchkata.assignment import Assignment, UsageError
from torchkata.course.autograde import KitAutograde
from torchkata.course.gradebook import SharedGradebook, gradebook_errors
from torchkata.course.open import open_course
from torchkata.feedback import duration
from torchkata.result import SubmissionResult
from torchkata.submission import Submission, read_submission


class CourseRecorder:
    """Records results of one assignment in the course in `folder`.

    nbgrader's autograde runs for each student, with the result at hand in place of a judge: so scores, comments, late penalties
    and notebooks are what `nbgrader autograde` would have made.
    """

    def __init__(self, folder: Path, assignment: Assignment):
        """Raises UsageError: there is no course, or it has no such assignment; GradebookError."""
        self.folder = Path(folder).resolve()
        self.assignment = assignment
        self._api = open_course(self.folder)
        if not (self.folder / "release" / assignment.name).is_dir():
            raise UsageError(
                f"{self.folder} has not released {assignment.name}; run kata course {self.folder} {assignment.name} first"
            )
        self._coursedir = self._api.coursedir
        self._coursedir.assignment_id = assignment.name
        with gradebook_errors():
            self._gradebook = SharedGradebook(self._coursedir.db_url, self._coursedir.course_id)
        self._autograde = KitAutograde(coursedir=self._coursedir, parent=self._api, force=True, gradebook=self._gradebook)
        self.changed = {}  # whose score is another now: from what to what
        self.outdated = set()  # who has the score of an older submission
        self.late = {}  # by how much a submission was late, in words, for those that were
        with gradebook_errors():
            self._autograde.prove(assignment)
            self._graded = self._gradebook.graded(assignment)

    def collect(self, submission: Submission):
        """Put the files into submitted/, unless they came from there.

        Raises:
            UsageError: another submission of this student is there already, or the student's name is no name of a folder.
            GradebookError
        """
        student = submission.student
        if student in ("", ".", "..") or "/" in student or "\0" in student:
            raise UsageError(f"{student!r} cannot be a student's name in a course: no folder can be called so")
        folder = self._folder(self._coursedir.submitted_directory, student)
        there = read_submission(self.assignment, folder, student)
        handed_in = submission.helpers | submission.files
        if there.sha256 != submission.sha256 and any(os.path.lexists(folder / name) for name in handed_in):
            raise UsageError(
                f"{folder} is there already and differs from what was graded; move it away, or grade {self.folder / 'submitted'}"
            )
        graded = read_submission(self.assignment, self._folder(self._coursedir.autograded_directory, student), student)
        if student in self._graded and graded.sha256 != submission.sha256:
            self.outdated.add(student)
        folder.mkdir(parents=True, exist_ok=True)
        for name in handed_in.keys() - there.files.keys() - there.helpers.keys():
            part = folder / f".{name}.part"  # always the same name: the next run finishes what was cut off
            part.write_bytes(handed_in[name])
            os.replace(part, folder / name)

    def record(self, result: SubmissionResult) -> str | None:
        """Have nbgrader write it; a sentence if nbgrader did not. Raises GradebookError."""
        if result.error and not result.unfit:
            return f"{result.student} was not graded, and nothing of theirs was changed in the course: {result.error}"
        self._coursedir.student_id = glob.escape(result.student)
        self._autograde.results = {result.student: result}
        outcome = capture_log(self._autograde)
        if self._autograde.gradebook_error:
            raise self._autograde.gradebook_error
        self.changed |= self._autograde.changed
        if result.student not in self._autograde.reasons or result.error:
            self.outdated.discard(result.student)
        if seconds := self._gradebook.seconds_late(self.assignment.name, result.student):
            self.late[result.student] = f"late by {duration(seconds)}"
        if outcome["success"] or result.error:  # which its row says already
            return None
        lines = [line.strip() for line in (outcome.get("log") or outcome["error"]).splitlines() if line.strip()]
        reason = self._autograde.reasons.get(result.student) or (lines[-1] if lines else "it gave no reason")
        return f"{result.student} was not recorded in {self.folder}: {reason}."

    def _folder(self, step, student):
        return Path(self._coursedir.format_path(step, student, self.assignment.name))
