"""An nbgrader course made of the kit's assignments."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path

from torchkata.assignment import Assignment, Kit, UsageError
from torchkata.build import NOTES_STUB, build, notebook_text, write_text

CONFIG = """# nbgrader's configuration of this course. What you add below the call wins.
from torchkata.course import configure

c = get_config()  # noqa: F821
configure(c, kit={kit!r})
"""


def configure(c, kit: str, sandbox: str = "auto"):
    """Make nbgrader grade with the kit: called in a course's nbgrader_config.py.

    Args:
        c: nbgrader's configuration object.
        kit: the folder of the kit.
        sandbox: auto, bubblewrap or process.
    """
    root = Kit(Path(kit))
    c.Autograde.sanitize_preprocessors = [
        "torchkata.preprocessors.DropInvalidMetadata",
        "nbgrader.preprocessors.ClearOutput",
        "nbgrader.preprocessors.DeduplicateIds",
        "nbgrader.preprocessors.OverwriteKernelspec",
        "nbgrader.preprocessors.OverwriteCells",
        "torchkata.preprocessors.DropInvalidMetadata",  # OverwriteCells leaves a cell with an unknown id half marked
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    c.Autograde.autograde_preprocessors = [
        "torchkata.preprocessors.GradeExercises",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        "nbgrader.preprocessors.LimitOutput",
        "nbgrader.preprocessors.SaveAutoGrades",
        "torchkata.preprocessors.SaveFeedbackComment",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    c.GradeExercises.kit = str(root.root)
    c.GradeExercises.sandbox = sandbox
    # Without this nbgrader would lay the stubs over what students handed in, and grade those.
    c.Autograde.exclude_overwriting = {name: list(root.assignment(name).files) for name in root.names()}
    c.ClearSolutions.code_stub = {"python": NOTES_STUB}
    grade_files_without_notebook()


def grade_files_without_notebook():
    """Let nbgrader grade a student who handed in only .py files.

    nbgrader skips a submission without a notebook before any of its hooks is called, so its search for notebooks is wrapped:
    where there is none, the released one is put beside the files first.
    """
    from nbgrader.converters import Autograde

    search = Autograde.init_notebooks
    if getattr(search, "adds_notebooks", False):
        return

    def init_notebooks(self):
        add_missing_notebooks(self.coursedir)
        search(self)

    init_notebooks.adds_notebooks = True
    Autograde.init_notebooks = init_notebooks


def add_missing_notebooks(coursedir):
    """Copy the released notebook to each submission of `coursedir.assignment_id` that lacks it."""
    name = coursedir.assignment_id
    released = Path(coursedir.format_path(coursedir.release_directory, ".", name)) / f"{name}.ipynb"
    if not released.is_file():
        return
    submitted = Path(coursedir.format_path(coursedir.submitted_directory, "*", name))
    for folder in Path(submitted.anchor).glob(str(submitted.relative_to(submitted.anchor))):
        if folder.is_dir() and not (folder / released.name).exists():
            shutil.copy(released, folder / released.name)


def make_course(kit: Kit, folder: Path, names: list[str]) -> list[str]:
    """Write source/, nbgrader_config.py and, by nbgrader, release/ for those assignments; the names that were released.

    A course that exists is brought up to date; its nbgrader_config.py is left as it is.

    Raises:
        UsageError: nbgrader refused, or the folder holds something else.
    """
    folder = folder.resolve()
    config = folder / "nbgrader_config.py"
    if folder.exists() and any(folder.iterdir()) and not config.exists():
        raise UsageError(f"{folder} is not empty and has no nbgrader_config.py; name a new folder, or the course's")
    if not config.exists():
        write_text(config, CONFIG.format(kit=str(kit.root)))
    for name in names:
        assignment = kit.assignment(name)
        build(kit, assignment)
        _write_source(assignment, folder / "source" / name)
    api = open_course(folder)
    for name in names:
        result = api.generate_assignment(name, force=True, create=True)
        if not result["success"]:
            lines = [line for line in result["log"].splitlines() if "ERROR" in line or "Error" in line]
            raise UsageError(f"nbgrader could not release {name}: {(lines or [result.get('error', '')])[-1]}")
    return names


def _write_source(assignment: Assignment, folder: Path):
    for name in student_files(assignment):
        write_text(folder / name, (assignment.folder / name).read_text(encoding="utf-8"))
    write_text(folder / f"{assignment.name}.ipynb", notebook_text(assignment, release=False))


def student_files(assignment: Assignment) -> list[str]:
    """What a student gets beside the notebook."""
    return [*assignment.files, *(f"test_{name}" for name in assignment.files), "assignment.toml"]


def open_course(folder: Path):
    """nbgrader's API on the course in `folder`, with its configuration loaded.

    Raises:
        UsageError: there is no course.
    """
    from nbgrader.apps import NbGrader, NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    folder = Path(folder).resolve()
    if not (folder / "nbgrader_config.py").is_file():
        raise UsageError(f"{folder} is no nbgrader course: it has no nbgrader_config.py; make one with kata course {folder}")
    os.environ.setdefault("JUPYTER_PLATFORM_DIRS", "1")
    here = os.getcwd()
    os.chdir(folder)  # nbgrader looks for its configuration in the working folder
    try:
        app = NbGrader()
        app.log.setLevel(logging.ERROR)
        app.load_config_file()
    finally:
        os.chdir(here)
    app.config.CourseDirectory.root = str(folder)
    coursedir = CourseDirectory(config=app.config)
    api = NbGraderAPI(coursedir=coursedir, config=app.config)
    api.log.setLevel(logging.WARNING)
    return api
