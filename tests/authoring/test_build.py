"""Stubs and notebooks from their sources."""

import ast
import json
import os

import minikit
import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator

from torchkata.assignment import UsageError
from torchkata.authoring.build import NOTES, build, notebook_text, outdated, stub_text
from torchkata.files import write_text


@pytest.fixture
def fresh(tmp_path):
    """A kit of its own, not built yet."""
    return minikit.write_kit(tmp_path, built=False)


def mini(kit):
    return kit.assignment(minikit.NAME)


def replace(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


# ---- stubs ---------------------------------------------------------------------------------------------------------


def outline(text):
    """Every definition of a module: its kind, name, parameters and docstring."""
    return [
        (type(node).__name__, node.name, ast.unparse(node.args) if hasattr(node, "args") else "", ast.get_docstring(node))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    ]


@pytest.mark.parametrize("name", minikit.REFERENCE)
def test_a_stub_keeps_signatures_and_docstrings_and_nothing_of_the_solution(kit, assignment, name):
    stub = (assignment.folder / name).read_text()
    assert outline(stub) == outline(minikit.REFERENCE[name])
    assert "secret" not in stub and "SOLUTION" not in stub
    assert stub.count("raise NotImplementedError()") == minikit.REFERENCE[name].count("BEGIN SOLUTION")


def test_a_stub_loses_every_line_of_every_solution(kit, assignment):
    for name, text in minikit.REFERENCE.items():
        stub = {line.strip() for line in (assignment.folder / name).read_text().splitlines()}
        for region in text.split("### BEGIN SOLUTION")[1:]:
            for line in region.split("### END SOLUTION")[0].strip().splitlines():
                assert line.strip() not in stub


@pytest.mark.parametrize(
    "source, says",
    [
        ("def f():\n    return 1\n", "no ### BEGIN SOLUTION"),
        ("def f():\n    ### BEGIN SOLUTION\n    return 1\n", "no end solution"),
        ("def f():\n    ### BEGIN SOLUTION\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n", "nested"),
    ],
    ids=["none", "not-closed", "nested"],
)
def test_a_reference_without_proper_regions_is_refused_with_its_path(source, says, tmp_path):
    with pytest.raises(UsageError, match=says) as caught:
        stub_text(source, tmp_path / "layers.py")
    assert "layers.py" in str(caught.value)


# ---- build and --check ---------------------------------------------------------------------------------------------


def test_build_writes_what_is_out_of_date_and_only_that(fresh):
    files = {"shapes.py", "nets.py", "07_mini.ipynb", "README.md"}
    assert {path.name for path in build(fresh, mini(fresh))} == files
    assert build(fresh, mini(fresh)) == [] and outdated(fresh, mini(fresh)) == []
    replace(fresh.solutions(minikit.NAME) / "nets.py", '"""Modules."""', '"""Modules, two of them."""')
    assert [path.name for path in build(fresh, mini(fresh))] == ["nets.py"]


def test_check_names_what_is_out_of_date_and_writes_nothing(fresh, kata):
    build(fresh, mini(fresh))
    done = kata("build", "--check", cwd=fresh.root)
    assert (done.returncode, done.stdout) == (0, "Everything is up to date.\n")
    stub = fresh.root / "assignments" / minikit.NAME / "shapes.py"
    stub.write_text("edited by hand")
    done = kata("build", "--check", cwd=fresh.root)
    assert done.returncode == 1 and "out of date: assignments/07_mini/shapes.py" in done.stdout
    assert stub.read_text() == "edited by hand"


def test_an_edited_handout_makes_the_notebook_out_of_date(fresh):
    build(fresh, mini(fresh))
    replace(mini(fresh).folder / "handout.md", "A tour.", "Another tour.")
    assert [path.name for path in outdated(fresh, mini(fresh))] == ["07_mini.ipynb"]


# ---- the notebook --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("release", [True, False])
def test_the_notebook_is_valid_and_has_a_graded_cell_per_exercise(assignment, release):
    notebook = nbformat.reads(notebook_text(assignment, release=release), as_version=4)
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    graded = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade")]
    assert [(c.metadata.nbgrader.grade_id, c.metadata.nbgrader.points) for c in graded] == list(minikit.FULL.items())
    for cell in graded:
        assert cell.cell_type == "code" and cell.metadata.nbgrader.locked and not cell.metadata.nbgrader.solution
        assert cell.source.startswith(f'check("{cell.metadata.nbgrader.grade_id}")')
        assert "checksum" not in cell.metadata.nbgrader
    assert notebook.metadata.kernelspec.name == "python3"
    assert [c.metadata.nbgrader.grade_id for c in notebook.cells if c.metadata.get("nbgrader", {}).get("solution")] == [NOTES]
    assert not any("AUTOTEST" in c.source for c in notebook.cells)


def test_ids_of_cells_are_unique_and_the_same_at_every_build(assignment):
    first, second = (json.loads(notebook_text(assignment, release=True)) for _ in range(2))
    ids = [cell["id"] for cell in first["cells"]]
    assert first == second and len(set(ids)) == len(ids)


def test_students_get_nothing_that_nbgrader_takes_out(assignment):
    release, source = (notebook_text(assignment, release=release) for release in (True, False))
    assert "HIDDEN TESTS" not in release and "SOLUTION" not in release
    assert source.count("BEGIN HIDDEN TESTS") == len(assignment.exercises)
    assert "HIDDEN-GRADER" not in source and "secret" not in source


@pytest.mark.parametrize(
    "old, new, says",
    [
        ('check("Twice")', "print()", 'has 0 cells check\\("Twice"\\)'),
        ('check("Twice")', 'check("Scale")', 'has 2 cells check\\("Scale"\\)|has 0 cells check\\("Twice"\\)'),
        ('check("Twice")', 'check("Thrice")', 'check\\("Thrice"\\) names no exercise'),
    ],
    ids=["missing", "double", "unknown"],
)
def test_a_handout_without_exactly_one_check_per_exercise_is_refused(fresh, kata, old, new, says):
    replace(mini(fresh).folder / "handout.md", old, new)
    with pytest.raises(UsageError, match=says):
        build(fresh, mini(fresh))
    done = kata("build", cwd=fresh.root)
    assert done.returncode == 2 and "handout.md" in done.stderr and "Traceback" not in done.stderr


# ---- assignment.toml and what is missing ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "old, new, says",
    [
        ('title = "Mini: four small exercises"\n', "", "lacks 'title'"),
        ("points = 40\n", "", "lacks 'points'"),
        ("points = 40", "points = ", "not valid TOML"),
    ],
)
def test_a_faulty_assignment_is_a_sentence(fresh, kata, old, new, says):
    replace(fresh.root / "assignments" / minikit.NAME / "assignment.toml", old, new)
    done = kata("build", cwd=fresh.root)
    assert done.returncode == 2 and says in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("path", ["solutions/07_mini/nets.py", "assignments/07_mini/handout.md"])
def test_a_source_that_is_missing_is_a_sentence(fresh, kata, path):
    (fresh.root / path).unlink()
    done = kata("build", cwd=fresh.root)
    assert done.returncode == 2 and path.rpartition("/")[2] in done.stderr and "Traceback" not in done.stderr


# ---- writing -------------------------------------------------------------------------------------------------------


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "new" / "file.txt"
    write_text(path, "old\n")
    assert path.read_bytes() == b"old\n" and path.stat().st_mode & 0o777 == 0o644
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "x" * 100_000 + "\ud800")
    assert path.read_text() == "old\n" and os.listdir(path.parent) == ["file.txt"]


def test_a_failure_at_the_last_moment_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "file.txt"
    write_text(path, "old")

    def no_space(*_):
        raise OSError("no space")

    monkeypatch.setattr(os, "replace", no_space)
    with pytest.raises(OSError, match="no space"):
        write_text(path, "new")
    assert path.read_text() == "old" and os.listdir(tmp_path) == ["file.txt"]
