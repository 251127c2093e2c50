"""What platforms call the students of a course: a file in its folder, for the way back."""

from __future__ import annotations

import json
from pathlib import Path

from torchkata.assignment import UsageError
from torchkata.files import write_text
from torchkata.lms.handin import HandIn

FILE = "platform_ids.json"
SCHEMA = 1


def read_platform_ids(course: Path) -> dict[str, dict[str, HandIn]]:
    """By assignment and student: the hand-in that was collected, with the platform's ids.

    Raises:
        UsageError: the file is not what `kata collect` wrote.
    """
    path = Path(course) / FILE
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {
            name: {student: HandIn.from_json(handin) for student, handin in students.items()}
            for name, students in data["assignments"].items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise UsageError(
            f"{path} cannot be read; put a copy back, or remove it and collect again: it says what the platforms call your students"
        ) from None


def write_platform_ids(course: Path, ids: dict[str, dict[str, HandIn]]):
    """Write the file whole."""
    data = {
        name: {student: handin.to_json() for student, handin in sorted(students.items())} for name, students in sorted(ids.items())
    }
    write_text(Path(course) / FILE, json.dumps({"schema": SCHEMA, "assignments": data}, indent=1, ensure_ascii=False) + "\n")
