"""Skeletons: a new assignment, a new exercise. Each is complete, so that `kata validate` takes it through as it is.

What an author has to replace says TODO; `what_to_do` lists these places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from torchkata.assignment import Assignment, Kit, UsageError, read_assignment, test_class
from torchkata.files import write_text

ASSIGNMENT_NAME = re.compile(r"\d\d_[a-z][a-z0-9_]*")
NEW_POINTS = 10  # of an exercise that is added; the largest of the others gives them up

TOML_HEAD = 'title = "{title}"  # TODO: a title that students read\nfiles = ["{file}"]\n'
TOML = """
[[exercise]]
name = "{name}"
file = "{file}"
points = {points}
minutes = 10  # TODO: what it should take a student
hints = [
    "TODO: a question that leads to the idea",
    "TODO: a second hint, nearer to it; none gives the code",
]
example = '''
TODO: the idea at work on something else, in one or two sentences and a doctest:

>>> torch.tensor([1.0, 2.0]) + 10
tensor([11., 12.])
'''
rubric = [  # TODO: two to five lines; the shares add up to 1
    {{ key = "value", share = 0.7, asks = "every number is doubled" }},
    {{ key = "input", share = 0.3, asks = "x stays as it is" }},
]
"""
SOLUTION_HEAD = '"""TODO: what this file is about."""\nimport torch\n'
SOLUTION = '''

def {name}(x):
    """Double every number of x.  TODO: what to write, with shapes, what to raise, and an example.

    >>> {name}(torch.tensor([1.0, 2.0]))
    tensor([2., 4.])
    """
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
'''
VISIBLE_HEAD = '"""Visible tests of {file}."""\nimport torch\n\nimport {module}\n'
VISIBLE = '''

class {test_class}:
    def test_doubles(self):
        """Every number is doubled.  TODO: the ordinary case, and an edge or two."""
        seen = {module}.{name}(torch.tensor([1.0, -2.0]))
        assert seen.tolist() == [2.0, -4.0], f"1 and -2 should give 2 and -4, and they give {{seen.tolist()}}"
'''
GRADER_HEAD = '''"""Hidden graders of {file}."""
import pytest
import torch
from torchkata.grading import assert_matches, assert_that, misconception, presuppose, probe
'''
GRADER = '''

# ---- {name} ----

{name}_squared = misconception("{slug}-squared", "The numbers were squared.")  # TODO: mistakes that students make
{name}_in_place = misconception("{slug}-in-place", "The tensor that was passed in was changed.")


@probe
def call_{name}(student, x):
    before = x.clone()
    y = student.{name}(x)
    begun = y.shape == x.shape and not torch.equal(y, before) and bool(y.any())
    return {{"y": y, "begun": begun, "same": torch.equal(x, before)}}


@pytest.mark.exercise("{name}")
@pytest.mark.criterion("value")
@pytest.mark.parametrize("shape", [(3,), (2, 5)])
def test_{name}_doubles(student, reference, shape):
    """Every number is doubled.  TODO: what a student reads as the title of this check."""
    x = torch.randn(shape)
    assert_matches(student(call_{name}, x)["y"], reference.{name}(x), "{name}(x)", {{{name}_squared: x**2}})


@pytest.mark.exercise("{name}")
@pytest.mark.criterion("input")
def test_{name}_leaves_its_input_alone(student):
    """x stays as it is."""
    x = torch.rand(4) + 1
    seen = student(call_{name}, x)
    presuppose(seen["begun"], "x stays as it is, but {name}(x) does no work yet.")
    assert_that(seen["same"], "x is not what it was before {name}(x).", {name}_in_place)
'''
WHEAT = '"""{how}.\n\nexercise: {name}\n"""\n\n\ndef {name}(x):\n    return {result}\n'
WHEATS = {"added": ("By an addition", "x + x"), "method": ("By a method", "x.mul(2.0)"), "halves": ("By a division", "x / 0.5")}
CHAFF = '"""Squares.\n\nexercise: {name}\nmisconception: {slug}-squared\nkeeps: 0.3\n"""\n\n\ndef {name}(x):\n    return x**2\n'
HANDOUT_HEAD = """# {title}

TODO: what this assignment is about.

```python
import torch
```
"""
HANDOUT = """
## {name}

TODO: the idea, with something to see.

```python
{module} = import_file("{file}")
with needs("{name}"):
    print({module}.{name}(torch.arange(3.0)))
```

```python
check("{name}")
```
"""


@dataclass(frozen=True)
class ToDo:
    """A place that an author has to fill in."""

    path: Path
    line: int
    text: str


def new_assignment(root: Path, name: str) -> Kit:
    """Write an assignment with one exercise into the kit in `root`, which may be a new folder: an instructor's own kit.

    Raises:
        UsageError: the name is none, or is taken.
    """
    if not ASSIGNMENT_NAME.fullmatch(name):
        raise UsageError(f"{name} is no name for an assignment; write two digits and small letters, as in 07_attention")
    kit = Kit(root.resolve())
    folders = [root / part / name for part in ("assignments", "solutions", "graders")]
    if taken := next((folder for folder in folders if folder.exists()), None):
        raise UsageError(f"{taken} exists already; choose another name, or add to it: kata new exercise {name} NAME")
    stem = name.partition("_")[2]
    words = {"title": stem.replace("_", " ").capitalize(), "file": f"{stem}.py", "module": stem}
    write_text(folders[0] / "assignment.toml", TOML_HEAD.format(**words))
    write_text(folders[0] / "handout.md", HANDOUT_HEAD.format(**words))
    _add_exercise(kit, name, f"first_{stem}", f"{stem}.py", 100)
    return kit


def new_exercise(kit: Kit, assignment: Assignment, name: str, file: str | None) -> str:
    """Add an exercise to an assignment, in one of its stub files or in a new one; which exercise has given up the points for it.

    Raises:
        UsageError: the name is none, or is taken, or no exercise has points to give.
    """
    if not name.isidentifier() or name.startswith("_"):
        raise UsageError(f"{name} is no name of a function; write letters, digits and underscores")
    if name in {known for exercise in assignment.exercises for known in exercise.defines}:
        raise UsageError(f"{assignment.name} has an exercise {name} already; choose another name")
    file = file or assignment.files[-1]
    if not re.fullmatch(r"[a-z]\w*\.py", file):
        raise UsageError(f"--file {file}: name a Python file, as in {assignment.files[0]}")
    largest = max(assignment.exercises, key=lambda exercise: exercise.points)
    if largest.points <= NEW_POINTS:
        raise UsageError(f"no exercise of {assignment.name} has more than {NEW_POINTS} points to share; change the points first")
    path = assignment.folder / "assignment.toml"
    text = path.read_text(encoding="utf-8")
    block = re.compile(rf'(name = "{largest.name}".*?\npoints = )[\d.]+', re.DOTALL)
    text = block.sub(lambda match: f"{match[1]}{largest.points - NEW_POINTS:g}", text, count=1)
    if file not in assignment.files:
        files = ", ".join(f'"{each}"' for each in (*assignment.files, file))
        text = re.sub(r"^files = \[.*?\]", f"files = [{files}]", text, count=1, flags=re.MULTILINE | re.DOTALL)
    write_text(path, text)
    _add_exercise(kit, assignment.name, name, file, NEW_POINTS)
    return largest.name


def _add_exercise(kit, assignment, name, file, points):
    words = {"name": name, "file": file, "module": file.removesuffix(".py"), "points": points}
    words |= {"slug": name.lower().replace("_", "-"), "test_class": test_class(name)}
    folder, graders = kit.root / "assignments" / assignment, kit.graders(assignment)
    _append(folder / "assignment.toml", "", TOML, words)
    _append(folder / "handout.md", "", HANDOUT, words)
    _append(folder / f"test_{file}", VISIBLE_HEAD, VISIBLE, words)
    _append(kit.solutions(assignment) / file, SOLUTION_HEAD, SOLUTION, words)
    _append(graders / f"test_{file}", GRADER_HEAD, GRADER, words)
    for stem, (how, result) in WHEATS.items():
        write_text(graders / "wheats" / f"{name}__{stem}.py", WHEAT.format(how=how, result=result, **words))
    write_text(graders / "chaffs" / f"{name}__squared.py", CHAFF.format(**words))


def _append(path, head, text, words):
    before = path.read_text(encoding="utf-8") if path.exists() else head.format(**words)
    write_text(path, before.rstrip("\n") + "\n" + text.format(**words))


def what_to_do(kit: Kit, name: str) -> list[ToDo]:
    """The places of an assignment that still say TODO, in the order in which an author fills them in."""
    assignment = read_assignment(kit.root / "assignments" / name)
    folders = (assignment.folder, kit.solutions(name), kit.graders(name))
    derived = {*assignment.files, "README.md"}
    places = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix not in (".py", ".toml", ".md") or (folder == assignment.folder and path.name in derived):
                continue
            lines = path.read_text(encoding="utf-8").splitlines()
            found = [(number, line.partition("TODO: ")) for number, line in enumerate(lines, start=1)]
            places += [ToDo(path, number, after.strip(' "').rstrip('",')) for number, (_, todo, after) in found if todo]
    return places
