"""Opening an nbgrader course, as its own commands would."""

from __future__ import annotations

import logging
import os
import sys
import sysconfig
from pathlib import Path

from torchkata.assignment import UsageError


def put_commands_on_path():
    """nbgrader starts `alembic` by its name. Its own environment's is found first, and also where that is not activated."""
    commands = sysconfig.get_path("scripts")
    others = [folder for folder in os.environ.get("PATH", os.defpath).split(os.pathsep) if folder != commands]
    os.environ["PATH"] = os.pathsep.join([commands, *others])


def course_folder(folder: Path) -> Path:
    """The course's folder in full. Raises UsageError: there is no course."""
    folder = Path(folder).resolve()
    if not (folder / "nbgrader_config.py").is_file():
        raise UsageError(
            f"{folder} is no nbgrader course: it has no nbgrader_config.py; name the course by --course, or make one with "
            f"kata course {folder}"
        )
    return folder


def open_course(folder: Path):
    """nbgrader's API on the course in `folder`, with its configuration loaded.

    Raises:
        UsageError: there is no course.
    """
    from nbgrader.apps import NbGrader, NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from traitlets.log import get_logger

    folder = course_folder(folder)
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
