"""Results into an nbgrader course: submitted/, autograded/ and the gradebook, by nbgrader's own autograde."""

from __future__ import annotations

from pathlib import Path

from torchkata import preprocessors
from torchkata.assignment import Assignment, UsageError
from torchkata.course import open_course
from torchkata.result import SubmissionResult
from torchkata.submission import Submission


class CourseRecorder:
    """Records results of one assignment in the course in `folder`.

    nbgrader's autograde runs for each student, with the result at hand in place of a judge: so scores, comments, late penalties
    and notebooks are what `nbgrader autograde` would have made.
    """

    def __init__(self, folder: Path, assignment: Assignment):
        """Raises UsageError: there is no course, or it has no such assignment."""
        self.folder = Path(folder).resolve()
        self.assignment = assignment
        self._api = open_course(self.folder)
        if not (self.folder / "release" / assignment.name).is_dir():
            raise UsageError(
                f"{self.folder} has not released {assignment.name}; run kata course {self.folder} {assignment.name} first"
            )

    def collect(self, submission: Submission):
        """Put the files into submitted/, unless they came from there.

        Raises:
            UsageError: another submission of this student is there already.
        """
        folder = self.folder / "submitted" / submission.student / self.assignment.name
        for name, content in submission.files.items():
            path = folder / name
            if path.exists() and path.read_bytes() != content:
                raise UsageError(
                    f"{path} is there already and differs from what was graded; move it away, or grade {self.folder / 'submitted'}"
                )
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in submission.files.items():
            (folder / name).write_bytes(content)

    def record(self, result: SubmissionResult) -> str | None:
        """Have nbgrader write it; a sentence if nbgrader did not."""
        preprocessors.graded[self.assignment.name, result.student, result.sha256] = result
        try:
            outcome = self._api.autograde(self.assignment.name, result.student, force=True, create=True)
        finally:
            preprocessors.graded.clear()
        if outcome["success"]:
            return None
        lines = [line.strip() for line in (outcome["log"] or outcome.get("error") or "").splitlines() if line.strip()]
        return f"nbgrader did not record {result.student}: {lines[-1] if lines else 'it gave no reason'}"
