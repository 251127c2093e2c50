"""An nbgrader course made of the kit's assignments."""

from __future__ import annotations

import logging
import os
import re
import sys
import sysconfig
from pathlib import Path

from torchkata.assignment import Assignment, Kit, UsageError
from torchkata.authoring.build import NOTES_STUB, build, notebook_text, write_text

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
    from nbgrader.apps import api, autogradeapp, generatefeedbackapp

    from torchkata.course.autograde import KitAutograde
    from torchkata.course.feedback_page import KitGenerateFeedback

    put_commands_on_path()
    root = Kit(Path(kit))
    # nbgrader has no setting for its converters: the command and formgrader's button take theirs from these two names.
    api.Autograde = autogradeapp.Autograde = KitAutograde
    api.GenerateFeedback = generatefeedbackapp.GenerateFeedback = KitGenerateFeedback
    c.KitAutograde.kit = str(root.root)
    c.KitAutograde.sandbox = sandbox
    c.Autograde.sanitize_preprocessors = [
        "torchkata.course.preprocessors.DropInvalidMetadata",
        "torchkata.course.preprocessors.ShowAsText",
        "nbgrader.preprocessors.ClearOutput",
        "nbgrader.preprocessors.DeduplicateIds",
        "nbgrader.preprocessors.OverwriteKernelspec",
        "torchkata.course.preprocessors.RestoreHiddenRegion",
        "nbgrader.preprocessors.OverwriteCells",
        "torchkata.course.preprocessors.DropInvalidMetadata",  # OverwriteCells leaves a cell with an unknown id half marked
    ]
    c.Autograde.autograde_preprocessors = [
        "torchkata.course.preprocessors.GradeExercises",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        "nbgrader.preprocessors.LimitOutput",
        "torchkata.course.preprocessors.SaveScores",
        "nbgrader.preprocessors.AssignLatePenalties",
    ]
    c.GenerateFeedback.preprocessors = [
        "torchkata.course.preprocessors.GetGradesAndPlainComments",
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]
    _configure_formgrader(c)
    c.FileNameCollectorPlugin.valid_ext = [".ipynb", ".py"]  # of what zip_collect finds
    c.ExportApp.plugin_class = "torchkata.course.export.CsvExport"
    # Without this nbgrader would lay the stubs over what students handed in, and show those.
    c.Autograde.exclude_overwriting = {name: list(root.assignment(name).files) for name in root.names()}
    c.ClearSolutions.code_stub = {"python": NOTES_STUB}


def _configure_formgrader(c):
    """Show submissions by the kit's template formgrade, which extends nbgrader's of that name."""
    import nbgrader

    nbgraders = str(Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates")
    c.HTMLExporter.extra_template_basedirs = [str(Path(__file__).parent / "templates"), nbgraders]
    c.HTMLExporter.extra_template_paths = [nbgraders]
    pages = sys.modules.get("nbgrader.server_extensions.formgrader.base")
    if pages:
        pages.BaseHandler.exporter = property(_exporter)


def _exporter(page):
    """formgrader makes its exporter when the server starts; this course may have been opened later, in a server from elsewhere."""
    from nbconvert.exporters import HTMLExporter

    exporter, config = page.settings["nbgrader_exporter"], page.settings["nbgrader_formgrader"].config
    if exporter.config.HTMLExporter != config.HTMLExporter:
        exporter = page.settings["nbgrader_exporter"] = HTMLExporter(config=config)
    return exporter


def put_commands_on_path():
    """nbgrader starts `alembic` by its name. Its own environment's is found first, and also where that is not activated."""
    commands = sysconfig.get_path("scripts")
    others = [folder for folder in os.environ.get("PATH", os.defpath).split(os.pathsep) if folder != commands]
    os.environ["PATH"] = os.pathsep.join([commands, *others])


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
            raised = re.findall(r"^\s*([\w.]*(?:Error|Exception|Entry)\b.*)", result.get("log", "") + result["error"], re.MULTILINE)
            raise UsageError(f"nbgrader could not release {name}: {raised[0] if raised else 'it gave no reason'}")
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
    from traitlets.log import get_logger

    folder = Path(folder).resolve()
    if not (folder / "nbgrader_config.py").is_file():
        raise UsageError(f"{folder} is no nbgrader course: it has no nbgrader_config.py; make one with kata course {folder}")
    os.environ.setdefault("JUPYTER_PLATFORM_DIRS", "1")
    if str(folder) not in sys.path:  # where nbgrader's own commands find the course's plugins
        sys.path.append(str(folder))
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
    log = get_logger()
    log.disabled = True  # nbgrader looks for an exchange, and calls a course without one a critical failure
    try:
        api = NbGraderAPI(coursedir=coursedir, config=app.config)
    finally:
        log.disabled = False
    api.log.setLevel(logging.WARNING)
    return api
