"""An nbgrader course made of the kit's assignments."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from nbgrader.apps import NbGraderAPI

from torchkata.assignment import Assignment, Kit, UsageError
from torchkata.authoring.build import build, notebook_text
from torchkata.authoring.opening import AI_FILE, AI_TEXT
from torchkata.course.folders import kept_aside
from torchkata.course.open import open_course
from torchkata.files import write_text

CONFIG = """# nbgrader's configuration of this course. What you add below the call wins.
from torchkata.course import configure

c = get_config()  # noqa: F821
configure(c, kit={kit!r})
"""


def make_course(kit: Kit, folder: Path, names: list[str]) -> list[str]:
    """Write source/, nbgrader_config.py and, by nbgrader, release/ for those assignments; the names that were released.

    A course that exists is brought up to date; its nbgrader_config.py is left as it is. Where nbgrader refuses, source/ and
    release/ stay as they were.

    Raises:
        UsageError: nbgrader refused, or the folder holds something else.
    """
    folder = folder.resolve()
    config = folder / "nbgrader_config.py"
    if folder.exists() and any(folder.iterdir()) and not config.exists():
        raise UsageError(f"{folder} is not empty and has no nbgrader_config.py; name a new folder, or the course's")
    if not config.exists():
        write_text(config, CONFIG.format(kit=str(kit.root)))
    api = open_course(folder)
    for assignment in map(kit.assignment, names):
        build(kit, assignment)
        with kept_aside(folder / "source" / assignment.name) as before, kept_aside(folder / "release" / assignment.name):
            if before.exists():
                shutil.copytree(before, folder / "source" / assignment.name)  # an instructor may have put something beside
            write_files(kit, assignment, folder / "source" / assignment.name, release=False)
            release(api, assignment.name)
    return names


def release(api: NbGraderAPI, name: str):
    """Have nbgrader make release/ of source/, and enter what it finds into the gradebook. Raises UsageError: it refused."""
    result = api.generate_assignment(name, force=True, create=True)
    if result["success"]:
        return
    said = result.get("log", "") + result["error"]
    if "Cannot add or remove cells" in said:
        raise UsageError(
            f"{name} has been handed in, and nbgrader can neither add nor remove an exercise then: give one that is dropped "
            "`points = 0` in assignment.toml, and put a new one into an assignment of its own; release/ is as it was"
        )
    raised = re.findall(r"^\s*([\w.]*(?:Error|Exception|Entry)\b.*)", said, re.MULTILINE)
    raise UsageError(f"nbgrader could not release {name}: {raised[0] if raised else 'it gave no reason'}")


def made_names(kit: Kit, folder: Path) -> list[str]:
    """The kit's assignments that a course has; empty where there is no course yet."""
    return [name for name in kit.names() if (folder / "source" / name).is_dir()]


def write_files(kit: Kit, assignment: Assignment, folder: Path, *, release: bool):
    """Write what a student gets into `folder`; the notebook as students get it, or as nbgrader's source/ has it."""
    for name in student_files(assignment):
        write_text(folder / name, (assignment.folder / name).read_text(encoding="utf-8"))
    write_text(folder / f"{assignment.name}.ipynb", notebook_text(assignment, release=release, wheel=kit.wheel))
    if kit.ai_file:
        write_text(folder / AI_FILE, AI_TEXT)
    else:
        (folder / AI_FILE).unlink(missing_ok=True)


def student_files(assignment: Assignment) -> list[str]:
    """What a student gets beside the notebook."""
    return [*assignment.files, *(f"test_{name}" for name in assignment.files), "assignment.toml", "README.md"]
