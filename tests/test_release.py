"""What students get holds nothing of a solution, a grader, a wheat or a chaff."""

import re
import zipfile
from dataclasses import replace

import nbformat
import pytest

from torchkata.assignment import UsageError, find_kit
from torchkata.course.handout import write_handout
from torchkata.course.make import make_course, student_files

KIT = find_kit()
# Lines that any training loop or test has; they give nothing away.
IDIOMS = {
    "super().__init__()", "with torch.no_grad():", "losses.append(loss.item())", "optimizer.zero_grad()", "optimizer.step()",
    "loss.backward()", "nn.functional.mse_loss(net(x), y).backward()", "torch.manual_seed(0)", "torch.set_grad_enabled(True)",
    "net = nn.Linear(3, 2)", "return nn.Sequential(*layers)", "return sum(p.numel() for p in net.parameters())",
    "net[0].bias.requires_grad_(False)", "net.load_state_dict(state)", "other.load_state_dict(net.state_dict())",
    "memory = io.BytesIO()", 'warnings.simplefilter("ignore")',
}  # fmt: skip
# Nor does the frame of code: the head of a block, a bracket that opens, an import, a comment, a mark.
FRAME = re.compile(r"(if|elif|else|for|while|with|try|except|finally|def|class)\b.*:|(import|from) .*|.*[(\[{]|#.*|@.*")
# In graders, wheats and chaffs docstrings and the drawing of inputs do not either.
INPUTS = re.compile(r'""".*|[\w, ]+ = (torch\.(randn|rand|optim)\S*\(.*)')
SHORTEST = 20  # characters of a line that gives something away


def secret_lines(kit):
    """Every line, stripped, that students must not see and that says something, with the file that it stands in."""
    secrets = {}
    stated = {f'name = "{exercise.name}"' for name in kit.names() for exercise in kit.assignment(name).exercises}
    for name in kit.names():
        for path in kit.solutions(name).glob("*.py"):
            inside = False
            for line in source_lines(path):
                if "### BEGIN SOLUTION" in line or "### END SOLUTION" in line:
                    inside = "BEGIN" in line
                elif inside:
                    secrets.setdefault(line, path)
        for path in kit.graders(name).rglob("*.py"):
            for line in source_lines(path):
                if not INPUTS.fullmatch(line):
                    secrets.setdefault(line, path)
    harmless = IDIOMS | stated
    return {
        line: path for line, path in secrets.items() if len(line) >= SHORTEST and line not in harmless and not FRAME.fullmatch(line)
    }


def hidden_files(name):
    return [*KIT.solutions(name).glob("*.py"), *KIT.graders(name).rglob("*.py")]


def leaks(name, lines, secrets):
    """What of a file is secret, for a message that says where it comes from."""
    return [f"{name}: {line} (from {secrets[line].relative_to(KIT.root)})" for line in lines if line in secrets]


def source_lines(path):
    """The lines of a file, stripped; of a notebook, those of its cells."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        text = "\n".join(cell["source"] for cell in nbformat.reads(text, as_version=4).cells)
    return [line.strip() for line in text.splitlines()]


@pytest.fixture(scope="module")
def secrets():
    return secret_lines(KIT)


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    make_course(KIT, folder, KIT.names())
    return folder / "release"


def test_release_has_no_secret_line(released, secrets):
    """No line of a solution region, grader, wheat or chaff, of whatever assignment, is in a release."""
    found = [leak for path in released.rglob("*") if path.is_file() for leak in leaks(path.name, source_lines(path), secrets)]
    assert not found, "\n".join(found)


def test_the_search_finds_a_leak(secrets):
    """A reference or grader that got into a release would be seen, and wheats and chaffs, but for a few of one short line."""
    files = {path: leaks(path.name, source_lines(path), secrets) for name in KIT.names() for path in hidden_files(name)}
    assert not [path for path, found in files.items() if not found and path.parent.name not in ("wheats", "chaffs")]
    assert sum(map(bool, files.values())) > 0.98 * len(files)


@pytest.mark.parametrize("name", KIT.names())
def test_release_is_what_it_should_be(name, released):
    """The notebook, stubs, visible tests, assignment.toml, README and AGENTS.md, and no other file."""
    assignment = KIT.assignment(name)
    found = {path.relative_to(released / name).as_posix() for path in (released / name).rglob("*") if path.is_file()}
    assert found == {*student_files(assignment), f"{name}.ipynb", "AGENTS.md"}


def test_release_has_no_marker_of_nbgrader(released):
    """Solution and hidden-test regions are gone."""
    for path in released.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert "BEGIN SOLUTION" not in text and "HIDDEN TESTS" not in text, path


@pytest.fixture(scope="module")
def handout(tmp_path_factory):
    folder = tmp_path_factory.mktemp("handout") / "for-students"
    write_handout(replace(KIT, wheel="https://x.org/kit.whl"), folder, ["03_modules", "01_numpy_net"])
    return folder


def test_a_handout_is_complete_and_has_no_secret_line(handout, secrets):
    """What students get without a clone: assignments, wheel, tested versions, a first page; and nothing that is hidden."""
    (wheel,) = handout.glob("*.whl")
    found = {path.name for path in handout.iterdir()}
    assert found == {"03_modules", "01_numpy_net", "README.md", "constraints.txt", wheel.name}
    files = [path for path in handout.rglob("*") if path.is_file() and path != wheel]
    assert {"layers.py", "test_layers.py", "assignment.toml", "README.md", "AGENTS.md"} <= {p.name for p in files}
    assert not [leak for path in files for leak in leaks(path.name, source_lines(path), secrets)]
    page = (handout / "README.md").read_text()
    assert r'WHEEL = \"https://x.org/kit.whl\"' in (handout / "03_modules" / "03_modules.ipynb").read_text()
    assert f"pip install {wheel.name}" in page and "cd 03_modules" in page and str(KIT.root) not in page


def test_a_handout_overwrites_nothing(handout):
    with pytest.raises(UsageError, match="is not an empty folder; name a new one"):
        write_handout(KIT, handout, ["03_modules"])


def test_wheel_has_only_the_package(handout, secrets):
    """`pip install` of it brings src/torchkata, in which no line of a grader, wheat, chaff or solution stands."""
    (wheel,) = handout.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            assert name.startswith("torchkata/") or ".dist-info/" in name
            lines = [line.strip() for line in archive.read(name).decode().splitlines()]
            assert not leaks(name, lines, secrets)
