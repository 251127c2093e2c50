"""The steps of nbgrader's autograde that the kit replaces or adds.

No cell of a student's notebook is executed. Each exercise's cell gets two outputs from the judge's result: the feedback, and the
score as an `execute_result` that is a plain float, which is what nbgrader's determine_grade reads.
"""

from __future__ import annotations

import html
import json
import re
from functools import lru_cache
from pathlib import Path

import nbformat
from nbformat import from_dict
from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor, SaveAutoGrades
from traitlets import Unicode

from torchkata.assignment import Assignment, open_kit
from torchkata.authoring.build import NOT_GRADED_HERE, NOTES
from torchkata.course.feedback_page import kept_result
from torchkata.course.student_code import student_code
from torchkata.feedback import clean, exercise_html, exercise_text, summary_text
from torchkata.result import SubmissionResult


class DropInvalidMetadata(NbGraderPreprocessor):
    """Takes nbgrader's metadata from cells in which a student broke it; the released cell is put back by `fill`."""

    def preprocess_cell(self, cell, resources, cell_index):
        if "nbgrader" in cell.metadata:
            try:
                _validate(cell.cell_type, json.dumps(cell.metadata["nbgrader"]))
            except Exception as error:  # whatever it is that the metadata hold
                self.log.warning("Cell %d has broken metadata and is passed over: %s", cell_index, type(error).__name__)
                del cell.metadata["nbgrader"]
        return cell, resources


@lru_cache
def _validate(cell_type: str, metadata: str):
    """Raises whatever nbgrader raises. Its validator takes 5 ms, and all students hand in the same metadata."""
    cell = {"cell_type": cell_type, "source": "", "metadata": {"nbgrader": json.loads(metadata)}}
    MetadataValidator().validate_cell(from_dict(cell))


class ShowAsText(NbGraderPreprocessor):
    """Makes what a student wrote into the tour inert: formgrader and the feedback would run its HTML and scripts."""

    def preprocess(self, nb, resources):
        assignment, _ = resources["torchkata"]
        released = {cell.source for cell in released_notebook(assignment).cells}
        nb.metadata = from_dict({"language_info": {"name": "python"}})  # nbgrader adds the kernel
        for cell in nb.cells:
            cell.metadata = from_dict({key: value for key, value in cell.metadata.items() if key == "nbgrader"})
            if cell.cell_type != "code" and cell.source not in released:
                cell.cell_type = "markdown"
                cell.pop("attachments", None)
                fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", cell.source))])
                cell.source = f"{fence}\n{cell.source}\n{fence}"
        return nb, resources


class RestoreHiddenRegion(NbGraderPreprocessor):
    """Puts back what every release lacks; nbgrader would report each cell of each student as changed."""

    def preprocess_cell(self, cell, resources, cell_index):
        assignment, _ = resources["torchkata"]
        ours = utils.is_grade(cell) and cell.metadata.nbgrader["grade_id"] in {e.name for e in assignment.exercises}
        if ours and not cell.source.endswith(NOT_GRADED_HERE):
            cell.source += NOT_GRADED_HERE
        return cell, resources


class GradeExercises(NbGraderPreprocessor):
    """Fills the grade cells of a submitted notebook from the judge's result."""

    def preprocess(self, nb, resources):
        fill(nb, *resources["torchkata"])
        return nb, resources


class SaveScores(SaveAutoGrades):
    """Enters the scores as nbgrader does, and the summary as the automatic comment of the notes cell."""

    def _add_score(self, cell, resources):
        super()._add_score(cell, resources)
        _, result = resources["torchkata"]
        if result.error:  # nbgrader would give all points to a cell without an output
            grade = self.gradebook.find_grade(
                cell.metadata.nbgrader["grade_id"], self.notebook_id, self.assignment_id, self.student_id
            )
            grade.auto_score, grade.needs_manual_grade = None, True
            self.gradebook.db.commit()

    def _add_comment(self, cell, resources):
        super()._add_comment(cell, resources)
        if cell.metadata.nbgrader["grade_id"] == NOTES:
            _, result = resources["torchkata"]
            comment = self.gradebook.find_comment(NOTES, self.notebook_id, self.assignment_id, self.student_id)
            comment.auto_comment = summary_text(result)
            self.gradebook.db.commit()


class ShowSubmission(NbGraderPreprocessor):
    """Puts the student's code of each exercise above its score box, when formgrader shows a submission. Changes no file."""

    kit = Unicode(help="The folder of the kit.").tag(config=True)

    def preprocess(self, nb, resources):
        result = kept_result(nb.metadata)
        judged = {e.name: e for e in result.exercises} if result else {}
        folder, name = Path(resources["metadata"]["path"]), resources["notebook_id"]
        kit = open_kit(Path(self.kit), ", and the course's configuration names it")
        exercises = {e.name: e for e in kit.assignment(name).exercises} if name in kit.names() else {}
        for cell in nb.cells:
            exercise = exercises.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
            code = exercise and student_code(exercise, folder, judged.get(exercise.name), cssclass="highlight")
            if code:
                title = f"<b>{html.escape(code.file)}</b>" + (" (the rest is not shown)" if code.cut else "")
                cell.outputs.append(new_output("display_data", data={"text/html": f"<div>{title}{code.html}</div>"}))
        return nb, resources


def fill(nb, assignment: Assignment, result: SubmissionResult):
    """Give every grade cell its score and feedback; a cell that the student removed is put back."""
    cells = {c.metadata.nbgrader["grade_id"]: c for c in nb.cells if utils.is_grade(c) or utils.is_solution(c)}
    missing = {NOTES, *(e.name for e in assignment.exercises)} - cells.keys()
    if missing:
        for cell in released_notebook(assignment).cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            if grade_id in missing:
                cell.id = f"restored-{grade_id}"[:64]  # its own may be that of the cell which the student renamed
                cells[grade_id] = cell
                nb.cells.append(cell)
    hidden = ClearHiddenTests()
    for exercise in assignment.exercises:
        cell = cells[exercise.name]
        hidden._remove_hidden_test_region(cell)  # the line that stops nbgrader's own Execute; nothing for students
        cell.outputs, cell.execution_count = [], None
        if result.error:
            cell.outputs = [new_output("display_data", data={"text/plain": f"Not graded: {clean(result.error)}"})]
    for exercise in result.exercises:
        cell = cells[exercise.name]
        data = {"text/html": exercise_html(exercise), "text/plain": exercise_text(exercise)}
        cell.outputs = [
            new_output("display_data", data=data),
            new_output("execute_result", data={"text/plain": repr(float(exercise.score))}, execution_count=1),
        ]
        cell.execution_count = 1


def released_notebook(assignment: Assignment):
    return nbformat.read(assignment.folder / f"{assignment.name}.ipynb", as_version=4)
