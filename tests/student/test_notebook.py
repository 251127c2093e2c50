"""The handout as a notebook: check() and needs(), with stubs and with solutions."""

import os
import shutil

import minikit
import nbformat
import pytest
from minikit import NETS, SHAPES
from nbclient import NotebookClient
from torch import nn

from torchkata.assignment import UsageError
from torchkata.student.notebook import check, needs, run_visible_tests


@pytest.fixture
def folder(assignment, tmp_path, monkeypatch):
    """An assignment's folder as a student gets it, and the working folder."""
    folder = shutil.copytree(assignment.folder, tmp_path / minikit.NAME)
    monkeypatch.chdir(folder)
    return folder


def solve(folder, shapes=SHAPES, nets=NETS):
    (folder / "shapes.py").write_text(shapes)
    (folder / "nets.py").write_text(nets)


# ---- check ---------------------------------------------------------------------------------------------------------


def test_check_says_which_visible_tests_pass(folder):
    solve(folder)
    result = run_visible_tests(folder, "center")
    assert [title for title, _ in result.tests] == ["mean is zero", "keeps the shape"] and not result.failing
    assert repr(result).startswith("center: 2 of 2 visible tests pass. The hidden tests look closer.")


def test_check_runs_the_exercises_tests_only(folder):
    assert [title for title, _ in run_visible_tests(folder, "Scale").tests] == ["multiplies"]
    assert [title for title, _ in run_visible_tests(folder, "next_id").tests] == ["counts"]


def test_check_says_that_a_stub_is_not_written(folder):
    result = run_visible_tests(folder, "center")
    assert len(result.failing) == 2 and all("center is not written yet" in wrong for _, wrong in result.failing)
    assert "Traceback" not in repr(result) and "0 of 2 visible tests pass" in repr(result)


def test_check_says_what_is_wrong(folder):
    solve(folder, SHAPES + "\ndef center(x):\n    return x\n")
    result = run_visible_tests(folder, "center")
    assert result.failing == [("mean is zero", "1, 2, 6 have mean 3; center returned [1.0, 2.0, 6.0]")]


def test_check_says_why_a_file_does_not_load(folder):
    solve(folder, "def center(x)\n")
    result = run_visible_tests(folder, "center")
    assert "SyntaxError: expected ':' (shapes.py, line 1: `def center(x)`)" in result.note and not result.tests


def test_what_check_shows_is_inert(folder):
    text = "<script>alert(1)</script>\x1b[2J\u202e" + "x" * 10_000
    solve(folder, SHAPES + f"\ndef center(x):\n    raise ValueError({text!r})\n")
    result = run_visible_tests(folder, "center")
    shown = result._repr_html_()
    assert "<script>" not in shown and "&lt;script&gt;" in shown
    for text in shown, repr(result):
        assert not set(text) & {"\x1b", "\u202e"} and len(text) < 3000


@pytest.mark.parametrize("code, how", [("import os; os._exit(3)", "with exit status 3"), ("import os; os.abort()", "by signal 6")])
def test_check_says_that_python_ended(folder, code, how):
    solve(folder, SHAPES + f"\ndef center(x):\n    {code}\n")
    says = f"Python ended {how} before the tests did: look in shapes.py for a crash, or for something that exits"
    assert run_visible_tests(folder, "center").note == says


def test_check_shows_a_message_of_several_paragraphs(folder):
    """A tensor of three dimensions is printed with empty lines."""
    solve(folder, SHAPES + "\ndef center(x):\n    raise ValueError('one\\n\\ntwo')\n")
    (_, wrong), _ = run_visible_tests(folder, "center").tests
    assert wrong.startswith("ValueError: one") and "shapes.py, line" in wrong


def test_check_of_an_unknown_exercise_is_a_sentence(folder):
    with pytest.raises(UsageError, match=r"centre is not an exercise of 07_mini; did you mean center\?"):
        check("centre")


def test_check_is_an_error_only_where_nbgrader_validates(folder, monkeypatch, capsys):
    check("center")
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    with pytest.raises(AssertionError, match="center: 0 of 2 visible tests pass"):
        check("center")
    solve(folder)
    check("center")


# ---- needs ---------------------------------------------------------------------------------------------------------


def test_needs_says_what_to_write_first(capsys):
    with needs("center"):
        raise NotImplementedError
    assert capsys.readouterr().out == "This part needs center. Write it first, then run this cell again.\n"
    with needs("center", "Scale"):
        raise NotImplementedError
    assert "needs center and Scale. Write them first" in capsys.readouterr().out


def test_needs_hides_no_other_error():
    with pytest.raises(NotImplementedError, match="missing the required"), needs("center"):
        nn.Module()(1)
    with pytest.raises(ZeroDivisionError), needs("center"):
        1 / 0  # noqa: B018


# ---- the notebook itself -------------------------------------------------------------------------------------------


def execute(folder):
    """Run the notebook from top to bottom; what its cells printed and showed. No cell may raise."""
    notebook = nbformat.read(folder / f"{minikit.NAME}.ipynb", as_version=4)
    NotebookClient(notebook, timeout=200, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()
    outputs = [o for cell in notebook.cells if cell.cell_type == "code" for o in cell.outputs]
    return "\n".join(o.get("text", "") + o.get("data", {}).get("text/plain", "") for o in outputs)


def test_the_notebook_runs_with_stubs(folder):
    shown = execute(folder)
    assert "This part needs center." in shown and "center is not written yet" in shown
    assert "Scale: 0 of 1 visible tests pass" in shown


def test_the_notebook_runs_with_solutions(folder):
    solve(folder)
    shown = execute(folder)
    assert "centered: [-1.0, 0.0, 1.0]" in shown and "Scale: 1 of 1 visible tests pass" in shown
    assert "✗" not in shown


@pytest.mark.slow
def test_nbgrader_validate_sees_what_passes_and_what_does_not(folder, run):
    solve(folder, nets=(folder / "nets.py").read_text())
    done = run("-m", "nbgrader", "validate", f"{minikit.NAME}.ipynb", cwd=folder)
    said = done.stdout + done.stderr
    assert "FAILED ON 2 CELL" in said.upper(), said
    assert "Scale: 0 of 1 visible tests pass" in said and "Twice: 0 of 1 visible tests pass" in said
    solve(folder)
    done = run("-m", "nbgrader", "validate", f"{minikit.NAME}.ipynb", cwd=folder)
    assert "Success! Your notebook passes all the tests." in done.stdout + done.stderr


def test_check_leaves_nothing_in_the_folder(folder):
    before = set(os.listdir(folder)) | {"__pycache__"}
    run_visible_tests(folder, "center")
    assert set(os.listdir(folder)) <= before
