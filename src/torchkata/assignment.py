"""An assignment as its folder states it, and the folders of the kit."""

from __future__ import annotations

import ast
import difflib
import sys
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class UsageError(Exception):
    """What was asked for cannot be done; the message is one sentence with the way out."""


TEST_SECONDS = 20.0


@dataclass(frozen=True)
class Criterion:
    """A line of an exercise's rubric.

    Attributes:
        key: the name that the hidden graders use.
        share: the part of the exercise's points that it is worth, above 0 and at most 1.
        asks: what it asks for, a short phrase that students read.
    """

    key: str
    share: float
    asks: str


@dataclass(frozen=True)
class Exercise:
    """A class or function to write.

    Attributes:
        name: as in pytest -k, reports and the notebook's grade_id.
        file: the stub file that holds it.
        points: what it is worth.
        minutes: what it should take a student.
        hints: from vague to pointed.
        seconds: what one of its visible tests may take.
        example: what stands at the end of the hints: the idea at work on something else, with doctests; empty where there is none.
        defines: the names it asks for.
        rubric: what its points are given for; the shares add up to 1.
    """

    name: str
    file: str
    points: float
    minutes: int
    hints: tuple[str, ...]
    defines: tuple[str, ...]
    rubric: tuple[Criterion, ...]
    example: str = ""
    seconds: float = TEST_SECONDS


PARTIAL = ("rubric", "all-or-nothing")


@dataclass(frozen=True)
class Assignment:
    """What `assignment.toml` says, and where it lies.

    Attributes:
        partial: the course's policy on exercises that are right in part: points by the rubric, or all or nothing.
    """

    name: str
    title: str
    files: tuple[str, ...]
    exercises: tuple[Exercise, ...]
    folder: Path
    partial: str = "rubric"

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


def exercise_name(test_class: str) -> str | None:
    """The exercise that a test class belongs to: `TestMyLinear` and `Test_relu` test MyLinear and relu."""
    return test_class.removeprefix("Test").removeprefix("_") if test_class.startswith("Test") else None


def test_class(exercise: str) -> str:
    """The name of the class with an exercise's visible tests."""
    return f"Test{'_' if exercise[0].islower() else ''}{exercise}"


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
                rubric=_rubric(path, e),
                example=e.get("example", "").strip(),
                seconds=float(e.get("seconds", TEST_SECONDS)),
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


def _rubric(path, exercise):
    """The criteria of one exercise's table in assignment.toml."""
    rubric = tuple(Criterion(c["key"], float(c["share"]), c["asks"]) for c in exercise["rubric"])
    total = sum(criterion.share for criterion in rubric)
    if abs(total - 1) > 1e-9:
        raise UsageError(f"{path}: the shares of {exercise['name']}'s rubric add up to {total:g}, not 1")
    wrong = [c.key for c in rubric if c.share <= 0] + [k for k, n in Counter(c.key for c in rubric).items() if n > 1]
    if wrong:
        raise UsageError(f"{path}: {exercise['name']}'s criterion {wrong[0]} has no share above 0, or is there twice")
    return rubric


@dataclass(frozen=True)
class Kit:
    """A checkout of the kit: what instructors have and students do not; and what the course that uses it has decided.

    Attributes:
        partial: the policy on exercises that are right in part.
        wheel: the address of the package, which the notebooks' first cell installs where it is missing; "" for none.
        ai_file: whether students get a word to AI assistants.

    Raises:
        UsageError: `partial` is no policy.
    """

    root: Path
    partial: str = "rubric"
    wheel: str = ""
    ai_file: bool = True

    def __post_init__(self):
        if self.partial not in PARTIAL:
            raise UsageError(f"partial={self.partial!r} is no policy; choose one of {', '.join(map(repr, PARTIAL))}")

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
        return replace(read_assignment(self.root / "assignments" / name), partial=self.partial)

    def solutions(self, name: str) -> Path:
        return self.root / "solutions" / name

    def graders(self, name: str) -> Path:
        return self.root / "graders" / name


# ---- which kit -----------------------------------------------------------------------------------------------------

COURSE_FILE = "nbgrader_config.py"
POLICIES = {  # of a course: what kind of constant its configuration has to name, and what to write
    "partial": (str, f"write one of {', '.join(PARTIAL)}"),
    "wheel": (str, "write its address"),
    "ai_file": (bool, "write True or False"),
}
INSTALLED = Path(__file__).resolve().parents[2]  # the checkout that this package was installed from, with pip install -e
A_KIT = "assignments/NAME/assignment.toml, solutions/NAME and graders/NAME"


def open_kit(folder: Path, why="") -> Kit:
    """The kit in `folder`; `why` says who named it.

    Raises:
        UsageError: it holds none.
    """
    if not _is_kit(folder):
        raise UsageError(f"{folder} is not a kit{why}: a kit has {A_KIT} of one assignment or more; name its folder")
    return Kit(folder.resolve())


def find_kit(told: Path | None = None, graded: Collection[Path] = ()) -> Kit:
    """The kit that `told` names; or else that of the course or of the kit around the working folder; or else the installed one.

    A folder around the working folder counts only if none of the paths to be graded, `graded`, lies around it or is it: what a
    student handed in may look like a kit or a course, and its graders would run as the user. For the same reason a path inside
    such a folder is taken only in the working folder itself, or in a course's submitted/.

    Raises:
        UsageError: there is none.
    """
    if told is not None:
        return open_kit(told)
    here = Path.cwd().resolve()
    for folder in (here, *here.parents):
        if folder == INSTALLED and _is_kit(folder):
            return Kit(folder)
        course = kit_of_course(folder) if not _handed_in(folder, here, graded) else None
        if course is not None:
            return course
        if _is_kit(folder) and not _handed_in(folder, here, graded) and not _holds_stubs(folder):
            return Kit(folder)
    if _is_kit(INSTALLED):
        return Kit(INSTALLED)
    raise UsageError(
        f"no kit around {here}: this command needs the assignments and graders; run it in a clone of the kit, name one with "
        "--kit DIR, or install the package from one with pip install -e"
    )


def kit_of_course(folder: Path) -> Kit | None:
    """The kit that the nbgrader_config.py in `folder` names in configure(c, kit="..."), with the course's policies; None where it
    does not call configure.

    The file is read, and never executed: it may be a student's.

    Raises:
        UsageError: the kit or a policy is not named in so many letters, or is not there.
    """
    path = folder / COURSE_FILE
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return None
    known = {"kit": (str, "write its folder there, or use --kit DIR"), **POLICIES}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("configure")]
    named = {keyword.arg: keyword.value for call in calls for keyword in call.keywords if keyword.arg in known}
    if "kit" not in named:
        return None
    for argument, value in named.items():
        kind, way_out = known[argument]
        if not isinstance(value, ast.Constant) or not isinstance(value.value, kind):
            plain = "plain string" if kind is str else "plain True or False"
            raise UsageError(f"{path}: {argument} in configure(c, {argument}=...) is no {plain}; {way_out}")
    kit = open_kit(folder / named.pop("kit").value, f", and {path} names it")
    return replace(kit, **{policy: value.value for policy, value in named.items()})


def _is_kit(folder):
    solutions, graders = folder / "solutions", folder / "graders"
    names = [path.parent.name for path in (folder / "assignments").glob("*/assignment.toml")]
    return any((solutions / name).is_dir() and (graders / name).is_dir() for name in names)


def _handed_in(folder, here, graded):
    """Whether `folder` may be, or may lie in, what is to be graded."""
    for path in map(Path, graded):
        place = path.resolve()
        place = place.parent if place.is_file() and place.suffix == ".py" else place  # a stub file stands for its folder
        if folder.is_relative_to(place):
            return True
        if place.is_relative_to(folder) and folder != here and not place.is_relative_to(folder / "submitted"):
            return True
    return False


def _holds_stubs(folder):
    """Whether stub files lie at the top, as in a submission and not in a kit."""
    kit = Kit(folder)
    return any((folder / name).exists() or (folder / file).exists() for name in kit.names() for file in kit.assignment(name).files)
