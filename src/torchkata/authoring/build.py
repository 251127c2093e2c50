"""Stubs, notebooks and READMEs from their sources: solutions/NN/FILE.py, assignments/NN/handout.md and assignment.toml."""

from __future__ import annotations

import logging
import re
from pathlib import Path

from torchkata.assignment import Assignment, Kit, UsageError
from torchkata.authoring.opening import first_cell, opening, readme
from torchkata.files import write_text

CHECK_CELL = re.compile(r'check\("([^"]+)"\)')
NOTES = "notes"  # the grade_id of the cell that carries the gradebook's comment
NOTES_CELL = "# Notes for your instructor, if you have any:\n### BEGIN SOLUTION\n### END SOLUTION"
NOTES_STUB = "#"
HOW_POINTS_COME = (
    "An exercise's points have a rubric: each line is earned when all its hidden checks pass. Where all that fails in a line is "
    "one small slip that the checks recognise, a part of its points is left. The exercise's points are the sum of its lines."
)

# nbgrader removes this region from what students get and puts it back when it autogrades. The kit's preprocessor never runs
# it; nbgrader's own Execute would, and then no point may come from visible tests.
NOT_GRADED_HERE = """
### BEGIN HIDDEN TESTS
raise RuntimeError(
    "not graded: this cell only runs the visible tests. Points come from torchkata's preprocessor; "
    "nbgrader_config.py has to call torchkata.course.configure(c)"
)
### END HIDDEN TESTS"""


QUIET = logging.getLogger(__name__)  # nbgrader's own logger is everybody's; what it says here is said by UsageError
QUIET.addHandler(logging.NullHandler())
QUIET.propagate = False


def stub_text(source: str, path: Path) -> str:
    """The stub of a reference: its solution regions cleared by nbgrader's own ClearSolutions.

    Raises:
        UsageError: a region is not closed, or there is none.
    """
    from nbformat.v4 import new_code_cell
    from nbgrader.preprocessors import ClearSolutions

    cell = new_code_cell(source)
    clear = ClearSolutions(enforce_metadata=False)
    clear.log = QUIET
    try:
        clear.preprocess_cell(cell, {"language": "python"}, 0)
    except RuntimeError as error:
        raise UsageError(f"{path}: {error}") from None
    if cell.source == source:
        raise UsageError(f"{path} has no ### BEGIN SOLUTION, so its stub would be the solution")
    return cell.source


def notebook_text(assignment: Assignment, *, release: bool, wheel: str = "") -> str:
    """The notebook of an assignment's handout, with one graded cell per exercise.

    Args:
        release: as students get it; otherwise as nbgrader's source/ has it, with what nbgrader takes out.
        wheel: an address from which the first cell installs the kit where it is missing.

    Raises:
        UsageError: there is no handout, or an exercise has not exactly one check cell, or a check cell names no exercise.
    """
    import jupytext
    import nbformat
    from nbgrader.nbgraderformat import MetadataValidator

    path = assignment.folder / "handout.md"
    notebook = jupytext.reads(_read(path), fmt="md")
    notebook.metadata = nbformat.NotebookNode(
        kernelspec={"display_name": "Python 3", "language": "python", "name": "python3"},
        language_info={"name": "python"},
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notes = nbformat.v4.new_code_cell(NOTES_CELL.split("\n")[0] + f"\n{NOTES_STUB}" if release else NOTES_CELL)
    notes.metadata.nbgrader = _metadata(NOTES, solution=True)
    notebook.cells = [*_with_rubrics(_with_opening(notebook.cells, assignment, wheel), assignment), notes]
    found = []
    for number, cell in enumerate(notebook.cells):
        cell.id = f"{assignment.name[:2]}-{number:03}"  # the same at every build
        match = CHECK_CELL.fullmatch(cell.source.strip()) if cell.cell_type == "code" else None
        if match:
            found.append(match[1])
            exercise = next((e for e in assignment.exercises if e.name == match[1]), None)
            if exercise is None:
                raise UsageError(f"{path}: {cell.source} names no exercise of assignment.toml")
            cell.metadata.nbgrader = _metadata(exercise.name, points=float(exercise.points))
            cell.source += "" if release else NOT_GRADED_HERE
    for exercise in assignment.exercises:
        if found.count(exercise.name) != 1:
            raise UsageError(f'{path} has {found.count(exercise.name)} cells check("{exercise.name}"); each exercise has one')
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    return nbformat.writes(notebook) + "\n"


def _with_opening(cells, assignment, wheel):
    """The cells, with how it works and the first cell behind the title."""
    from nbformat.v4 import new_code_cell, new_markdown_cell

    title, *rest = cells
    start = new_code_cell(first_cell(assignment, wheel))
    start.metadata = {"jupyter": {"source_hidden": True}, "cellView": "form"}  # folded up in JupyterLab, and in Colab
    return [title, new_markdown_cell(opening(assignment)), start, *rest]


def _with_rubrics(cells, assignment):
    """The cells, with an exercise's rubric before its check cell; the first one says how points come about."""
    from nbformat.v4 import new_markdown_cell

    exercises = {exercise.name: exercise for exercise in assignment.exercises}
    explained = False
    for cell in cells:
        match = CHECK_CELL.fullmatch(cell.source.strip()) if cell.cell_type == "code" else None
        if match and match[1] in exercises:
            exercise = exercises[match[1]]
            lines = [f"**{exercise.name}**, {exercise.points:g} points:", ""]
            lines += [f"- {criterion.share * exercise.points:.4g}: {criterion.asks}" for criterion in exercise.rubric]
            yield new_markdown_cell("\n".join(lines + ([] if explained else ["", HOW_POINTS_COME])))
            explained = True
        yield cell


def _read(path):
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UsageError(f"{path} does not exist; docs/authoring.md says what an assignment consists of") from None


def _metadata(grade_id, *, points=None, solution=False):
    metadata = {"schema_version": 3, "grade_id": grade_id, "grade": not solution, "solution": solution, "task": False}
    metadata["locked"] = not solution
    if points is not None:
        metadata["points"] = points
    return metadata


def built_files(kit: Kit, assignment: Assignment) -> dict[Path, str]:
    """Every file that is derived, and what it has to say."""
    files = {}
    for name in assignment.files:
        source = kit.solutions(assignment.name) / name
        files[assignment.folder / name] = stub_text(_read(source), source)
    files[assignment.folder / f"{assignment.name}.ipynb"] = notebook_text(assignment, release=True)
    files[assignment.folder / "README.md"] = readme(assignment)
    return files


def outdated(kit: Kit, assignment: Assignment) -> list[Path]:
    """The derived files that are missing or not what their source says now."""
    return [path for path, text in built_files(kit, assignment).items() if not path.exists() or path.read_text("utf-8") != text]


def build(kit: Kit, assignment: Assignment) -> list[Path]:
    """Write the derived files that are out of date; which they were."""
    written = outdated(kit, assignment)
    files = built_files(kit, assignment)
    for path in written:
        write_text(path, files[path])
    return written
