"""Mistakes as beginners make them (student/beginner_mistakes.toml), and a student's folder in which one of them was made."""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HEADING = re.compile(r"_{3,} .* _{3,}$")
MARK = re.compile(r"^ *### (BEGIN|END) SOLUTION\n", re.MULTILINE)


@dataclass(frozen=True)
class Mistake:
    """One mistake: where it was made, how (the toml file says what each means), and a part of what the student has to read."""

    name: str
    assignment: str
    exercise: str
    file: str
    says: str
    code: str = ""
    replaces: tuple[str, str] = ("", "")
    whole: str | None = None
    beside: dict[str, str] = field(default_factory=dict)
    saved_as: str | None = None
    encoding: str = "utf-8"
    seconds: float | None = None

    @property
    def test_class(self) -> str:
        return f"Test{'_' if self.exercise[0].islower() else ''}{self.exercise}"

    def folder(self, kit: Path, parent: Path) -> Path:
        """A copy of the assignment in which all is solved, but for the mistake."""
        folder = Path(shutil.copytree(kit / "assignments" / self.assignment, parent / self.assignment))
        for solution in (kit / "solutions" / self.assignment).glob("*.py"):
            (folder / solution.name).write_text(MARK.sub("", solution.read_text(encoding="utf-8")), encoding="utf-8")
        for name, text in self.beside.items():
            (folder / name).write_text(text)
        file = folder / self.file
        written = self._text(file.read_text(encoding="utf-8"))
        file.unlink()
        (folder / (self.saved_as or self.file)).write_text(written, encoding=self.encoding)
        if self.seconds:
            self._limit(folder / "assignment.toml")
        return folder

    def _text(self, solution):
        old, new = self.replaces
        assert old in solution, f"{self.name}: {self.file} does not have {old!r}"
        return (
            self.whole
            if self.whole is not None
            else solution.replace(old, new, 1 if old else 0) + "\n" * bool(self.code) + self.code
        )

    def _limit(self, settings):
        line = f'name = "{self.exercise}"\n'
        settings.write_text(
            settings.read_text(encoding="utf-8").replace(line, f"{line}seconds = {self.seconds}\n"), encoding="utf-8"
        )


def mistakes() -> list[Mistake]:
    """All of them, in the order of the file."""
    text = (Path(__file__).parent / "student" / "beginner_mistakes.toml").read_text(encoding="utf-8")
    return [Mistake(**one) for one in tomllib.loads(text)["mistake"]]


def first_sentence(printed: str) -> str:
    """The first line that pytest prints below the heading of a test, or of a file, that failed."""
    lines = iter(printed.splitlines())
    found = any(HEADING.match(line) for line in lines)
    return next((line for line in lines if line.strip()), "") if found else ""
