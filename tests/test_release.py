"""What students get holds nothing of a solution, a grader, a wheat or a chaff."""

import subprocess
import sys
import zipfile

import pytest

from torchkata.assignment import find_kit
from torchkata.course import make_course, student_files

KIT = find_kit()
# Lines of a solution that say nothing: other code has them, too.
TRIVIAL = {
    "super().__init__()", "super().__init__(", "with torch.no_grad():", "return x", "return out", "return result", "return total",
    "else:", "try:", "finally:", "pass", "continue", "break", "return None", "return self", "net.eval()", "loss.backward()",
    "loss = None", "import torch", "import numpy as np",
}  # fmt: skip
SHORTEST = 20  # characters of a line that gives something away


def secret_lines(kit, names):
    """Every line, stripped, that students must not see, with where it stands."""
    secrets = {}
    for name in names:
        for path in kit.solutions(name).glob("*.py"):
            inside = False
            for line in path.read_text(encoding="utf-8").splitlines():
                if "### BEGIN SOLUTION" in line or "### END SOLUTION" in line:
                    inside = "BEGIN" in line
                elif inside:
                    secrets.setdefault(line.strip(), path)
        for path in kit.graders(name).rglob("*.py"):
            for line in path.read_text(encoding="utf-8").splitlines():
                if not line.strip().startswith(("import ", "from ", "#", "def ", "class ", "return", "@")):
                    secrets.setdefault(line.strip(), path)
    return {line: path for line, path in secrets.items() if len(line) >= SHORTEST and line not in TRIVIAL}


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    make_course(KIT, folder, KIT.names())
    return folder / "release"


@pytest.mark.parametrize("name", KIT.names())
def test_release_has_no_solution_line(name, released):
    """No line of a solution region is in a release, whatever the assignment."""
    secrets = {
        line: path for line, path in secret_lines(KIT, [name]).items() if path.is_relative_to(KIT.solutions(name))
    }
    leaked = [
        f"{path.name}: {line.strip()}"
        for path in (released / name).rglob("*")
        for line in path.read_text(encoding="utf-8").replace("\\n", "\n").splitlines()
        if line.strip() in secrets
    ]
    assert leaked == []


@pytest.mark.parametrize("name", KIT.names())
def test_release_is_what_it_should_be(name, released):
    """The notebook, stubs, visible tests and assignment.toml, and no other file."""
    assignment = KIT.assignment(name)
    found = {path.relative_to(released / name).as_posix() for path in (released / name).rglob("*") if path.is_file()}
    assert found == {*student_files(assignment), f"{name}.ipynb"}


def test_release_has_no_marker_of_nbgrader(released):
    """Solution and hidden-test regions are gone."""
    for path in released.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert "BEGIN SOLUTION" not in text and "HIDDEN TESTS" not in text, path


def test_wheel_has_only_the_package(tmp_path):
    """`pip install torchkata` brings src/torchkata, in which no line of a grader, wheat, chaff or solution stands."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(KIT.root)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    secrets = secret_lines(KIT, KIT.names())
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            assert name.startswith("torchkata/") or ".dist-info/" in name
            lines = {line.strip() for line in archive.read(name).decode().splitlines()}
            assert not lines & secrets.keys(), name
