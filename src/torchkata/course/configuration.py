"""nbgrader's configuration of a course that is graded with the kit."""

from __future__ import annotations

import sys
from pathlib import Path

from torchkata.assignment import Kit
from torchkata.authoring.build import NOTES_STUB
from torchkata.course.open import put_commands_on_path


def configure(c, kit: str, sandbox: str = "auto", partial: str = "rubric", wheel: str = "", ai_file: bool = True):
    """Make nbgrader grade with the kit: called in a course's nbgrader_config.py. `kata course` reads it there, without running it.

    Args:
        c: nbgrader's configuration object.
        kit: the folder of the kit.
        sandbox: auto, bubblewrap, user or process.
        partial: "rubric" gives an exercise that is right in part its points by the rubric, "all-or-nothing" gives none.
        wheel: the address of torchkata's wheel, for notebooks that run where the kit is missing, as in Colab.
        ai_file: whether students get AGENTS.md, a word to AI assistants: explain and ask, write no solution.
    """
    from nbgrader.apps import api, autogradeapp, generatefeedbackapp

    from torchkata.course.autograde import KitAutograde
    from torchkata.course.feedback_page import KitGenerateFeedback

    put_commands_on_path()
    root = Kit(Path(kit), partial, wheel, ai_file)
    # nbgrader has no setting for its converters: the command and formgrader's button take theirs from these two names.
    api.Autograde = autogradeapp.Autograde = KitAutograde
    api.GenerateFeedback = generatefeedbackapp.GenerateFeedback = KitGenerateFeedback
    c.KitAutograde.kit = str(root.root)
    c.KitAutograde.sandbox = sandbox
    c.KitAutograde.partial = partial
    c.KitGenerateFeedback.kit = str(root.root)
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
    _configure_formgrader(c, root)
    c.FileNameCollectorPlugin.valid_ext = [".ipynb", ".py"]  # of what zip_collect finds
    c.ExportApp.plugin_class = "torchkata.course.export.CsvExport"
    # Without this nbgrader would lay the stubs over what students handed in, and show those.
    c.Autograde.exclude_overwriting = {name: list(root.assignment(name).files) for name in root.names()}
    c.ClearSolutions.code_stub = {"python": NOTES_STUB}


def _configure_formgrader(c, kit):
    """Show submissions by the kit's template formgrade, which extends nbgrader's of that name, with the students' code."""
    import nbgrader

    nbgraders = str(Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates")
    c.HTMLExporter.extra_template_basedirs = [str(Path(__file__).parent / "templates"), nbgraders]
    c.HTMLExporter.extra_template_paths = [nbgraders]
    c.HTMLExporter.preprocessors = ["torchkata.course.preprocessors.ShowSubmission"]
    c.ShowSubmission.kit = str(kit.root)
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
