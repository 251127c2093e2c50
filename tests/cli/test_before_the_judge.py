"""A command that is started where a submission lies runs nothing of it: attacks on what happens before there is a judge.

Each is started from inside the student's folder, from inside the class's folder, and from the root of a course.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import minikit
import pytest
from courses import hand_in
from minikit import FULL, NAME, REFERENCE

from torchkata.assignment import COURSE_FILE, Kit, UsageError, find_kit, kit_of_course
from torchkata.course.make import make_course

# Names that Python, pytest, nbgrader or the kit's own modules would import or read.
SHADOWS = (
    "torch.py", "numpy.py", "msgpack.py", "json.py", "typing.py", "random.py", "rich.py", "nbgrader.py", "pytest.py", "pluggy.py",
    "torchkata.py", "sitecustomize.py", "usercustomize.py", "conftest.py", "nbgrader_config.py", "jupyter_config.py",
)  # fmt: skip
INI = {"pytest.ini": "[pytest]\naddopts = -p torch\n", ".env": "PYTHONPATH=.\n", "setup.cfg": "[tool:pytest]\naddopts = -p torch\n"}


class Eve:
    """A student whose files leave a mark where they are executed."""

    def __init__(self, folder, mark):
        self.folder = folder
        self.mark = mark
        self.code = f"import os\nopen({str(mark)!r}, 'a').write(__file__ + '\\n')\n"

    def hand_in(self, extra):
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, text in REFERENCE.items():
            (self.folder / name).write_text(text)
        for name, text in extra.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(text)
        return self

    def executed(self):
        return self.mark.read_text() if self.mark.exists() else ""


def shadows(eve):
    return dict.fromkeys(SHADOWS, eve.code) | INI


def forged_kit(eve):
    """A kit whose graders are eve's."""
    toml = {f"assignments/{NAME}/assignment.toml": minikit.ASSIGNMENT, f"assignments/{NAME}/handout.md": minikit.HANDOUT}
    graders = {f"graders/{NAME}/test_{name}": eve.code for name in REFERENCE}
    return toml | graders | {f"solutions/{NAME}/{name}": eve.code for name in REFERENCE}


def forged_course(eve):
    return {COURSE_FILE: f"{eve.code}\nfrom torchkata.course import configure\nconfigure(c, kit={str(eve.folder)!r})\n"}


FORGED = {
    "a kit": forged_kit,
    "a kit and a course": lambda eve: forged_kit(eve) | forged_course(eve),
}


@pytest.fixture(scope="session")
def command():
    """`kata` as it is installed."""

    def kata(*arguments, cwd, env=None):
        program = Path(sys.executable).with_name("kata")
        return subprocess.run(
            [program, *map(str, arguments)],
            cwd=cwd, env=os.environ | (env or {}), capture_output=True, text=True, timeout=300, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    return kata


@pytest.fixture
def eve(tmp_path):
    return Eve(tmp_path / "class" / "eve", tmp_path / "executed")


def score_of(done, file, student="eve"):
    assert "Traceback" not in done.stderr, done.stderr
    assert file.exists(), done.stderr
    return {s["student"]: s["score"] for s in json.loads(file.read_text())["submissions"]}[student]


# ---- modules in the working folder ---------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["the student's folder", "the class's folder"])
def test_what_lies_in_the_working_folder_is_not_imported(command, kit, eve, tmp_path, where):
    eve.hand_in(shadows(eve))
    (eve.folder.parent / "torch").mkdir()  # a student who is called so
    for name, text in (REFERENCE | {"__init__.py": eve.code}).items():
        (eve.folder.parent / "torch" / name).write_text(text)
    cwd = eve.folder if where == "the student's folder" else eve.folder.parent
    done = command("grade", NAME, ".", "--kit", kit.root, "--json", tmp_path / "j", "--force", cwd=cwd, env={"PYTHONPATH": ""})
    assert score_of(done, tmp_path / "j") == 100.0
    assert not eve.executed()


def test_the_path_of_the_users_python_is_not_the_judges(command, kit, eve, tmp_path):
    eve.hand_in({"torch.py": eve.code, "numpy.py": eve.code, "msgpack.py": eve.code})
    env = {"PYTHONPATH": str(eve.folder), "PYTHONSTARTUP": str(eve.folder / "torch.py"), "PYTEST_ADDOPTS": "-p torch"}
    done = command("grade", NAME, ".", "--kit", kit.root, "--json", tmp_path / "j", "--force", cwd=eve.folder, env=env)
    assert score_of(done, tmp_path / "j") == 100.0
    assert not eve.executed()


@pytest.mark.parametrize(
    "arguments", [["doctor"], ["build", "--check"], ["validate", NAME, "--exercise", "Twice"]], ids=lambda a: a[0]
)
def test_no_command_imports_what_lies_in_the_working_folder(command, kit, eve, arguments):
    eve.hand_in(shadows(eve))
    done = command(*arguments, *(["--kit", kit.root] if arguments[0] != "doctor" else []), cwd=eve.folder)
    assert not eve.executed() and "Traceback" not in done.stderr, done.stderr


# ---- a kit that was handed in --------------------------------------------------------------------------------------


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize(
    "cwd, path", [("eve", "."), ("eve", "nets.py"), ("eve", ".."), ("eve/work", "."), ("eve/work", ".."), (".", "eve"), (".", ".")]
)
def test_a_kit_that_was_handed_in_is_not_the_kit(eve, forged, cwd, path, monkeypatch):
    eve.hand_in(FORGED[forged](eve))
    (eve.folder / "work").mkdir()
    monkeypatch.chdir(eve.folder.parent / cwd)
    kit = find_kit(graded=[Path(path)])
    assert not kit.root.is_relative_to(eve.folder.parent) and not eve.executed()


def test_the_command_does_not_run_graders_that_were_handed_in(command, eve):
    eve.hand_in(forged_kit(eve) | forged_course(eve))
    done = command("grade", NAME, ".", cwd=eve.folder)
    assert done.returncode == 2 and f"{NAME} is not an assignment of" in done.stderr
    assert not eve.executed()


@pytest.fixture(scope="module")
def course(kit, tmp_path_factory):
    course = tmp_path_factory.mktemp("before") / "course"
    make_course(kit, course, [NAME])
    hand_in(course, "ada", REFERENCE, notebook=False)
    return course


@pytest.mark.parametrize("cwd", [".", "submitted", "submitted/eve", f"submitted/eve/{NAME}"])
def test_in_a_course_its_own_kit_grades(command, kit, course, cwd, tmp_path):
    course = shutil.copytree(course, tmp_path / "course")
    eve = Eve(course / "submitted" / "eve" / NAME, tmp_path / "executed")
    eve.hand_in(forged_kit(eve) | forged_course(eve) | shadows(eve))
    done = command("grade", NAME, course / "submitted", "--json", tmp_path / "j", cwd=course / cwd)
    assert score_of(done, tmp_path / "j") == sum(FULL.values())
    assert f"The kit is {kit.root}." in done.stderr and not eve.executed()


# ---- which kit -----------------------------------------------------------------------------------------------------


def test_the_kit_around_the_working_folder_counts(kit, tmp_path, monkeypatch):
    monkeypatch.chdir(kit.graders(NAME))
    assert find_kit(graded=[tmp_path]).root == kit.root.resolve()


def test_a_kit_that_was_told_counts_most(kit, tmp_path):
    assert find_kit(kit.root, [kit.root]).root == kit.root.resolve()
    with pytest.raises(UsageError, match="is not a kit: a kit has assignments/NAME"):
        find_kit(tmp_path)


def test_a_folder_without_graders_is_no_kit(kit, tmp_path, monkeypatch):
    shutil.copytree(kit.root / "assignments", tmp_path / "assignments")
    (tmp_path / "graders").mkdir()
    monkeypatch.chdir(tmp_path)
    assert find_kit().root != tmp_path


@pytest.mark.parametrize(
    "text, says",
    [
        ("configure(c, kit=ROOT)", "no plain string; write its folder there"),
        ("configure(c, kit='/nowhere')", "/nowhere is not a kit, and .* names it"),
        ("configure(c, kit=KIT, partial=POLICY)", "partial in configure.* is no plain string; write one of rubric, all-or-nothing"),
        ("configure(c, kit=KIT, partial='half')", "partial='half' is no policy; choose one of 'rubric', 'all-or-nothing'"),
    ],
)
def test_a_course_whose_kit_cannot_be_had_is_a_sentence(kit, tmp_path, text, says):
    text = text.replace("KIT", repr(str(kit.root)))
    (tmp_path / COURSE_FILE).write_text(f"from torchkata.course import configure\n{text}\n")
    with pytest.raises(UsageError, match=says):
        kit_of_course(tmp_path)


@pytest.mark.parametrize("text", ["c = get_config()\n", "configure(c)\n", "def\n", "\0"])
def test_a_configuration_that_names_no_kit_is_passed_over(tmp_path, text):
    (tmp_path / COURSE_FILE).write_text(text)
    assert kit_of_course(tmp_path) is None


def test_a_configuration_is_read_and_not_executed(kit, tmp_path):
    text = f"open({str(tmp_path / 'executed')!r}, 'w')\nconfigure(c, kit={str(kit.root)!r})\n"
    (tmp_path / COURSE_FILE).write_text(text)
    assert kit_of_course(tmp_path) == Kit(kit.root.resolve()) and not (tmp_path / "executed").exists()


def test_a_course_and_another_kit_contradict_each_other(command, kit, course, tmp_path):
    other = minikit.write_kit(tmp_path / "kit", built=False)
    done = command("grade", NAME, course / "submitted", "--course", course, "--kit", other.root, cwd=tmp_path)
    assert done.returncode == 2 and f"is graded by the kit in {kit.root}" in done.stderr
