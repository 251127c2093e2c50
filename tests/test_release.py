"""What students get holds nothing of a solution, a grader, a wheat or a chaff."""

import re
import subprocess
import sys
import zipfile

import nbformat
import pytest

from torchkata.assignment import find_kit
from torchkata.course import make_course, student_files

KIT = find_kit()
# Lines that any training loop or test has; they give nothing away.
IDIOMS = {
    "super().__init__()", "with torch.no_grad():", "for _ in range(steps):", "losses.append(loss.item())", "optimizer.zero_grad()",
    "optimizer.step()", "loss.backward()", "torch.manual_seed(0)", "memory = io.BytesIO()", "net.load_state_dict(state)",
    "other.load_state_dict(net.state_dict())", "net = nn.Linear(3, 2)",
}  # fmt: skip
# The frame of a test or loop, a docstring, the drawing of inputs: in graders, wheats and chaffs these are no secret.
FRAME = re.compile(r'(for|while|with|except|def|class|import|from) .*:?$|""".*|#.*|@.*|[\w, ]+ = (torch\.(randn|rand|optim)\S*\(.*)')
SHORTEST = 20  # characters of a line that gives something away


def secret_lines(kit, names):
    """Every line, stripped, that students must not see, with the file that it stands in."""
    secrets = {}
    for name in names:
        for path in kit.solutions(name).glob("*.py"):
            inside = False
            for line in map(str.strip, path.read_text(encoding="utf-8").splitlines()):
                if "### BEGIN SOLUTION" in line or "### END SOLUTION" in line:
                    inside = "BEGIN" in line
                elif inside:
                    secrets.setdefault(line, path)
        for path in kit.graders(name).rglob("*.py"):
            for line in map(str.strip, path.read_text(encoding="utf-8").splitlines()):
                if not FRAME.fullmatch(line):
                    secrets.setdefault(line, path)
    return {line: path for line, path in secrets.items() if len(line) >= SHORTEST and line not in IDIOMS}


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    make_course(KIT, folder, KIT.names())
    return folder / "release"


def test_release_has_no_secret_line(released):
    """No line of a solution region, grader, wheat or chaff, of whatever assignment, is in a release."""
    secrets = secret_lines(KIT, KIT.names())
    leaked = [
        f"{path.name}: {line} (from {secrets[line].name})"
        for path in released.rglob("*")
        if path.is_file()
        for line in source_lines(path)
        if line in secrets
    ]
    assert leaked == []


def source_lines(path):
    """The lines of a file, stripped; of a notebook, those of its cells."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        text = "\n".join(cell["source"] for cell in nbformat.reads(text, as_version=4).cells)
    return [line.strip() for line in text.splitlines()]


def test_the_search_finds_a_leak(released):
    """The reference itself, put into a release, would be seen."""
    secrets = secret_lines(KIT, KIT.names())
    for name in KIT.names():
        for path in KIT.solutions(name).glob("*.py"):
            assert any(line in secrets for line in source_lines(path)), path


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
