"""An assignment as its folder states it, and the folders of the kit."""

from __future__ import annotations

import difflib
import sys
from dataclasses import dataclass
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class UsageError(Exception):
    """What was asked for cannot be done; the message is one sentence with the way out."""


@dataclass(frozen=True)
class Exercise:
    """A class or function to write.

    Attributes:
        name: as in pytest -k, reports and the notebook's grade_id.
        file: the stub file that holds it.
        points: what it is worth.
        minutes: what it should take a student.
        hints: from vague to pointed.
        defines: the names it asks for.
    """

    name: str
    file: str
    points: float
    minutes: int
    hints: tuple[str, ...]
    defines: tuple[str, ...]


@dataclass(frozen=True)
class Assignment:
    """What `assignment.toml` says, and where it lies."""

    name: str
    title: str
    files: tuple[str, ...]
    exercises: tuple[Exercise, ...]
    folder: Path

    @property
    def points(self) -> float:
        return float(sum(exercise.points for exercise in self.exercises))

    def exercise(self, name: str) -> Exercise:
        """The exercise of that name.

        Raises:
            UsageError: there is none; the message has the nearest name.
        """
        found = next((e for e in self.exercises if e.name == name), None)
        if found is None:
            names = [e.name for e in self.exercises]
            near = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
            guess = f"did you mean {near[0]}?" if near else f"there are: {', '.join(names)}"
            raise UsageError(f"{name} is not an exercise of {self.name}; {guess}")
        return found


def read_assignment(folder: Path) -> Assignment:
    """The assignment in `folder`.

    Raises:
        UsageError: there is no assignment.toml, or it lacks something.
    """
    path = Path(folder) / "assignment.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        exercises = tuple(
            Exercise(
                name=e["name"],
                file=e["file"],
                points=float(e["points"]),
                minutes=e["minutes"],
                hints=tuple(e["hints"]),
                defines=tuple(e.get("defines", [e["name"]])),
            )
            for e in data["exercise"]
        )
        return Assignment(path.parent.resolve().name, data["title"], tuple(data["files"]), exercises, path.parent)
    except FileNotFoundError:
        raise UsageError(f"{path} does not exist; an assignment's folder has one") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is not valid TOML: {error}") from None
    except KeyError as error:
        raise UsageError(f"{path} lacks {error}; docs/authoring.md shows what it needs") from None


@dataclass(frozen=True)
class Kit:
    """A checkout of the kit: what instructors have and students do not."""

    root: Path

    def names(self) -> list[str]:
        return sorted(p.parent.name for p in (self.root / "assignments").glob("*/assignment.toml"))

    def assignment(self, name: str) -> Assignment:
        """The assignment of that name.

        Raises:
            UsageError: there is none; the message has the nearest name.
        """
        if name not in self.names():
            near = difflib.get_close_matches(name, self.names(), n=1, cutoff=0.4)
            guess = f"did you mean {near[0]}?" if near else f"there are: {', '.join(self.names())}"
            raise UsageError(f"{name} is not an assignment of {self.root}; {guess}")
        return read_assignment(self.root / "assignments" / name)

    def solutions(self, name: str) -> Path:
        return self.root / "solutions" / name

    def graders(self, name: str) -> Path:
        return self.root / "graders" / name


def find_kit(start: Path | None = None) -> Kit:
    """The kit around `start` (the working folder), or else the checkout that this package was installed from.

    Raises:
        UsageError: neither is a checkout with graders.
    """
    start = Path(start or Path.cwd()).resolve()
    package = Path(__file__).resolve().parents[2]
    for folder in (start, *start.parents, package):
        if (folder / "graders").is_dir() and (folder / "assignments").is_dir():
            return Kit(folder)
    raise UsageError(
        f"no kit around {start}: this command needs the assignments and graders; run it in a clone of the kit, "
        "or install the package from one with pip install -e"
    )
