"""What takes the place of nbgrader's Execute: grade cells get the scores that the judge gave.

No cell of a student's notebook is executed. The submission's .py files go to a judge, and each exercise's cell gets two
outputs: the feedback, and the score as an `execute_result` that is a plain float, which is what nbgrader's determine_grade
reads.
"""

from __future__ import annotations

import atexit
import copy
import hashlib
from pathlib import Path

from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor
from traitlets import Unicode

from torchkata.assignment import Assignment, Kit, UsageError
from torchkata.build import NOTES
from torchkata.feedback import exercise_html, exercise_text, summary_text
from torchkata.judging import Judge, JudgeError
from torchkata.result import SubmissionResult
from torchkata.submission import read_submission

# Results that are known already, by (assignment, student, sha256 of the files): see gradebook.CourseRecorder.
graded: dict[tuple[str, str, str], SubmissionResult] = {}


class GradeExercises(NbGraderPreprocessor):
    """Fills the grade cells of a submitted notebook from the judge's result."""

    kit = Unicode(help="The folder of the kit: assignments, solutions, graders.").tag(config=True)
    sandbox = Unicode("auto", help="auto, bubblewrap or process.").tag(config=True)

    def preprocess(self, nb, resources):
        where = resources["nbgrader"]
        kit = Kit(Path(self.kit))
        try:
            assignment = kit.assignment(where["assignment"])
            submission = read_submission(assignment, Path(resources["metadata"]["path"]), where["student"])
            result = graded.get((assignment.name, submission.student, submission.sha256))
            if result is None:
                judge = shared_judge(kit, assignment, self.sandbox)
                if judge.notice:
                    self.log.warning("%s", judge.notice)
                result = judge.grade(submission)
            if result.error:
                raise JudgeError(result.error)
        except (JudgeError, UsageError) as error:
            forget_scores(where)
            raise RuntimeError(f"{where['student']} was not graded, and has no score: {error}") from None
        fill(nb, assignment, result)
        resources["torchkata"] = result
        self.log.info("%s: %g of %g points in %.2f s", where["student"], result.score, result.max_score, result.seconds)
        return nb, resources


class DropInvalidMetadata(NbGraderPreprocessor):
    """Takes nbgrader's metadata from cells in which a student broke it; the released cell is put back by `fill`."""

    def preprocess_cell(self, cell, resources, cell_index):
        if "nbgrader" in cell.metadata:
            try:
                MetadataValidator().validate_cell(cell)
            except Exception as error:  # whatever it is that the metadata hold
                self.log.warning("Cell %d has broken metadata and is passed over: %s", cell_index, type(error).__name__)
                del cell.metadata["nbgrader"]
        return cell, resources


class SaveFeedbackComment(NbGraderPreprocessor):
    """Writes the summary into the gradebook as the comment of the notes cell; comes after SaveAutoGrades."""

    def preprocess(self, nb, resources):
        where = resources["nbgrader"]
        with Gradebook(where["db_url"]) as gradebook:
            save_comment(gradebook, where["assignment"], where["notebook"], where["student"], resources["torchkata"])
        return nb, resources


def fill(nb, assignment: Assignment, result: SubmissionResult):
    """Give every grade cell its score and feedback; a cell that the student removed is put back."""
    cells = {c.metadata.nbgrader["grade_id"]: c for c in nb.cells if utils.is_grade(c)}
    missing = [e.name for e in assignment.exercises if e.name not in cells]
    if missing:
        for cell in released_cells(assignment, missing):
            cells[cell.metadata.nbgrader["grade_id"]] = cell
            nb.cells.append(cell)
    hidden = ClearHiddenTests()
    for exercise in result.exercises:
        cell = cells[exercise.name]
        hidden._remove_hidden_test_region(cell)  # the line that stops nbgrader's own Execute; nothing for students
        data = {"text/html": exercise_html(exercise), "text/plain": exercise_text(exercise)}
        cell.outputs = [
            new_output("display_data", data=data),
            new_output("execute_result", data={"text/plain": repr(float(exercise.score))}, execution_count=1),
        ]
        cell.execution_count = 1


def released_cells(assignment: Assignment, names):
    """The grade cells of those exercises as the released notebook has them."""
    import nbformat

    notebook = nbformat.read(assignment.folder / f"{assignment.name}.ipynb", as_version=4)
    return [
        copy.deepcopy(cell) for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") in names
    ]


def save_comment(gradebook, assignment: str, notebook: str, student: str, result: SubmissionResult):
    """The summary, as the automatic comment of the notes cell; a grader's own comment stays."""
    try:
        comment = gradebook.find_comment(NOTES, notebook, assignment, student)
    except MissingEntry:  # a release from before there was such a cell
        return
    comment.auto_comment = summary_text(result)
    gradebook.db.commit()


def forget_scores(where: dict):
    """No automatic score stays from an earlier grading; what a person entered does."""
    with Gradebook(where["db_url"]) as gradebook:
        try:
            submission = gradebook.find_submission_notebook(where["notebook"], where["assignment"], where["student"])
        except MissingEntry:
            return
        for grade in submission.grades:
            grade.auto_score = None
            grade.needs_manual_grade = True
        gradebook.db.commit()


# ---- one judge for a whole class -----------------------------------------------------------------------------------

_judges: dict[tuple, Judge] = {}


def shared_judge(kit: Kit, assignment: Assignment, sandbox: str) -> Judge:
    """A judge that stays until this process ends, or until the assignment's graders change on disk."""
    key = (str(kit.root), assignment.name, sandbox)
    stamp = _stamp(kit, assignment)
    judge = _judges.get(key)
    if judge is not None and judge.stamp != stamp:
        _judges.pop(key).close()
        judge = None
    if judge is None:
        judge = Judge(kit, assignment, sandbox)
        judge.stamp = stamp
        _judges[key] = judge
        atexit.register(judge.close)
    return judge


def _stamp(kit, assignment):
    digest = hashlib.sha256()
    for folder in (assignment.folder, kit.solutions(assignment.name), kit.graders(assignment.name)):
        for path in sorted(p for p in folder.iterdir() if p.suffix in (".py", ".toml")):
            digest.update(path.read_bytes())
    return digest.hexdigest()
