"""An nbgrader course made of the kit's assignments."""

from __future__ import annotations

import re
from pathlib import Path

from torchkata.assignment import Assignment, Kit, UsageError
from torchkata.authoring.build import build, notebook_text
from torchkata.authoring.opening import AI_FILE, AI_TEXT
from torchkata.course.configuration import CONFIG
from torchkata.course.open import open_course
from torchkata.files import write_text


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
        write_files(kit, assignment, folder / "source" / name, release=False)
    api = open_course(folder)
    for name in names:
        result = api.generate_assignment(name, force=True, create=True)
        if not result["success"]:
            raised = re.findall(r"^\s*([\w.]*(?:Error|Exception|Entry)\b.*)", result.get("log", "") + result["error"], re.MULTILINE)
            raise UsageError(f"nbgrader could not release {name}: {raised[0] if raised else 'it gave no reason'}")
    return names


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
