"""The handout as a notebook: check() and needs(), with stubs and with solutions."""

import os
import re
import shutil
import sys

import minikit
import nbformat
import pytest
from minikit import NETS, SHAPES
from nbclient import NotebookClient
from torch import nn

from torchkata.assignment import read_assignment
from torchkata.student import notebook, visible
from torchkata.student.notebook import check, needs
from torchkata.student.spare import SparePython


@pytest.fixture(scope="module")
def python():
    python = SparePython()
    yield python
    python.stop()


@pytest.fixture
def folder(assignment, tmp_path, monkeypatch, python):
    """An assignment's folder as a student gets it, and the working folder."""
    folder = shutil.copytree(assignment.folder, tmp_path / minikit.NAME)
    monkeypatch.chdir(folder)
    monkeypatch.setattr(notebook, "_python", python)
    return folder


@pytest.fixture
def run_visible(folder, python):
    def run_visible(exercise):
        assignment = read_assignment(folder)
        return visible.run_visible_tests(python, assignment, [assignment.exercise(exercise)])[0]

    return run_visible


def solve(folder, shapes=SHAPES, nets=NETS):
    (folder / "shapes.py").write_text(shapes)
    (folder / "nets.py").write_text(nets)


# ---- check ---------------------------------------------------------------------------------------------------------


def test_check_says_which_visible_tests_pass(folder, capsys):
    solve(folder)
    check("center")
    assert capsys.readouterr().out == (
        "center: 2 of 2 visible tests pass. The hidden tests look closer.\n  ✓ The result has mean 0.\n  ✓ The shape stays.\n"
    )


def test_check_without_a_name_is_about_all_of_the_assignment(folder, capsys):
    solve(folder, nets=(folder / "nets.py").read_text())
    check()
    said = capsys.readouterr().out
    assert [line.partition(":")[0] for line in said.splitlines() if not line.startswith(" ")][:4] == list(minikit.FULL)
    assert said.endswith("2 of 4 exercises pass their visible tests.\n")


def test_check_runs_the_exercises_tests_only(run_visible):
    assert [test.title for test in run_visible("Scale").tests] == ["A factor of 3 multiplies by 3."]
    assert [test.title for test in run_visible("next_id").tests] == ["Each call gives one more."]


def test_check_says_that_a_stub_is_not_written_and_what_its_tests_ask(folder, capsys):
    check("center")
    said = capsys.readouterr().out
    assert re.fullmatch(
        r"center: not written yet \(shapes.py, line \d+\).\n  · The result has mean 0.\n  · The shape stays.\n", said
    )


def test_check_says_what_is_wrong_and_shows_the_lines_and_what_was_printed(folder, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")  # as Jupyter's kernels have it
    python = SparePython()
    solve(folder, SHAPES + "\ndef center(x):\n    print('here', x.shape)\n    return x\n")
    (result,) = visible.run_visible_tests(python, read_assignment(folder), [read_assignment(folder).exercise("center")])
    python.stop()
    (wrong,) = result.failing
    assert wrong.title == "The result has mean 0."
    assert wrong.sentence == "1, 2, 6 have mean 3; center returned [1.0, 2.0, 6.0]"
    assert wrong.shown.startswith("test_shapes.py:11: in test_mean_is_zero\n") and wrong.printed == "here torch.Size([3])"
    shown = notebook.Shown([result], "")
    assert shown._repr_html_().count("<details open") == 3  # what two tests printed, and the lines of the first that fails
    assert "printed: here torch.Size([3])" in repr(shown)


def test_a_skipped_test_is_no_tick(folder, run_visible):
    solve(folder)
    visible_tests = (folder / "test_shapes.py").read_text()
    (folder / "test_shapes.py").write_text(
        visible_tests.replace("    def test_keeps", "    @__import__('pytest').mark.skip\n    def test_keeps")
    )
    result = run_visible("center")
    assert [test.mark for test in result.tests] == ["✓", "–"] and result.summary.startswith("1 of 1 visible tests pass, 1 skipped")


def test_check_says_why_a_file_does_not_load(folder, run_visible):
    solve(folder, "def center(x)\n")
    result = run_visible("center")
    assert "SyntaxError: expected ':' (shapes.py, line 1: `def center(x)`)" in result.summary and not result.tests


def test_what_check_shows_is_inert(folder, run_visible):
    text = "<script>alert(1)</script>\x1b[2J\u202e" + "x" * 10_000
    solve(folder, SHAPES + f"\ndef center(x):\n    print({text!r})\n    raise ValueError({text!r})\n")
    shown = notebook.Shown([run_visible("center")], "")
    assert "<script>" not in shown._repr_html_() and "&lt;script&gt;" in shown._repr_html_()
    for text in shown._repr_html_(), repr(shown):
        assert not set(text) & {"\x1b", "\u202e"} and len(text) < 6000


@pytest.mark.parametrize("code, how", [("import os; os._exit(3)", "with exit status 3"), ("import os; os.abort()", "by signal 6")])
def test_check_says_that_python_ended_and_keeps_what_was_found_before(folder, run_visible, code, how):
    solve(folder, SHAPES + f"\nprevious = center\ndef center(x):\n    if x.ndim > 1:\n        {code}\n    return previous(x)\n")
    result = run_visible("center")
    assert [test.mark for test in result.tests] == ["✓"] and not result.passes
    assert f"Python ended {how} in the middle of the tests: look for a crash, or for something that exits" in result.summary


def test_an_endless_loop_costs_one_test(folder, run_visible):
    toml = (folder / "assignment.toml").read_text()
    (folder / "assignment.toml").write_text(toml.replace("minutes = 2", "minutes = 2\nseconds = 1"))
    solve(folder, SHAPES + "\nprevious = center\ndef center(x):\n    while x.ndim > 1:\n        pass\n    return previous(x)\n")
    result = run_visible("center")
    assert [test.mark for test in result.tests] == ["✓", "✗"]
    assert result.failing[0].sentence.startswith("no answer within 1 seconds (shapes.py, line ")


def test_a_loop_that_catches_everything_ends_the_run_and_keeps_what_was_found_before(folder, run_visible):
    toml = (folder / "assignment.toml").read_text()
    (folder / "assignment.toml").write_text(toml.replace("minutes = 2", "minutes = 2\nseconds = 1"))
    stubborn = "while x.ndim > 1:\n        try:\n            while True:\n                pass\n        except:\n            pass\n"
    solve(folder, SHAPES + f"\nprevious = center\ndef center(x):\n    {stubborn}    return previous(x)\n")
    result = run_visible("center")
    assert [test.mark for test in result.tests] == ["✓", "✗"] and not result.note
    assert "no answer within 1 seconds (shapes.py, line " in result.failing[0].sentence
    assert "it could not be stopped, so no later test has run" in result.failing[0].sentence


def test_check_shows_a_message_of_several_paragraphs(folder, run_visible):
    """A tensor of three dimensions is printed with empty lines."""
    solve(folder, SHAPES + "\ndef center(x):\n    raise ValueError('one\\n\\ntwo')\n")
    wrong, _ = run_visible("center").failing
    assert wrong.sentence.startswith("ValueError: one") and "shapes.py, line" in wrong.sentence


def test_a_misspelt_name_and_a_wrong_folder_are_sentences(folder, tmp_path, monkeypatch, capsys):
    check("centre")
    assert capsys.readouterr().out == "centre is not an exercise of 07_mini; did you mean center?\n"
    monkeypatch.chdir(tmp_path)
    check("center")
    assert "There is no assignment in" in capsys.readouterr().out


def test_an_interrupt_stops_it_in_a_word(folder, monkeypatch, capsys):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(notebook, "run_visible_tests", interrupted)
    check("center")
    assert capsys.readouterr().out == "Stopped.\n"


def test_check_is_an_error_only_where_nbgrader_validates(folder, monkeypatch, capsys):
    check("center")
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    with pytest.raises(AssertionError, match="center: not written yet"):
        check("center")
    solve(folder)
    check("center")


def test_without_a_library_it_says_so(folder, monkeypatch, capsys):
    broken = SparePython()
    monkeypatch.setattr(broken, "_command", lambda: [sys.executable, "-c", "import no_such_library"])
    monkeypatch.setattr(notebook, "_python", broken)
    check("center")
    assert "No module named 'no_such_library'" in capsys.readouterr().out
    broken.stop()


# ---- needs ---------------------------------------------------------------------------------------------------------


def test_needs_leaves_no_empty_picture():
    pyplot = pytest.importorskip("matplotlib.pyplot")
    pyplot.close("all")
    kept = pyplot.figure()
    with needs("center"):
        pyplot.subplots()
        raise NotImplementedError
    assert pyplot.get_fignums() == [kept.number]
    pyplot.close("all")


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
    assert "This part needs center." in shown and "center: not written yet (shapes.py, line" in shown
    assert "Scale: not written yet (nets.py, line" in shown


def test_the_notebook_runs_with_solutions(folder):
    solve(folder)
    shown = execute(folder)
    assert "centered: [-1.0, 0.0, 1.0]" in shown and "Scale: 1 of 1 visible tests pass" in shown
    assert "✗" not in shown


def test_without_the_kit_everything_can_be_read_and_check_says_how_to_get_it(folder, tmp_path, monkeypatch):
    (tmp_path / "no" / "torchkata").mkdir(parents=True)
    (tmp_path / "no" / "torchkata" / "__init__.py").write_text("raise ImportError('not here')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "no"))
    shown = execute(folder)
    assert shown.startswith("torchkata is not here (not here). Put the file torchkata-*.whl of your course beside this notebook,")
    assert "This part needs center" in shown and "This needs torchkata; the first cell says how to get it." in shown
    (folder / "shapes.py").unlink()
    shown = execute(folder)
    assert shown.startswith("Not beside this notebook: shapes.py\nUpload these files.") and "This part needs center" in shown


@pytest.mark.slow
def test_nbgrader_validate_sees_what_passes_and_what_does_not(folder, run):
    solve(folder, nets=(folder / "nets.py").read_text())
    done = run("-m", "nbgrader", "validate", f"{minikit.NAME}.ipynb", cwd=folder)
    said = done.stdout + done.stderr
    assert "FAILED ON 2 CELL" in said.upper(), said
    assert "Scale: not written yet" in said and "Twice: not written yet" in said
    solve(folder)
    done = run("-m", "nbgrader", "validate", f"{minikit.NAME}.ipynb", cwd=folder)
    assert "Success! Your notebook passes all the tests." in done.stdout + done.stderr


def test_check_leaves_nothing_in_the_folder(folder):
    before = set(os.listdir(folder)) | {"__pycache__"}
    check("center")
    assert set(os.listdir(folder)) <= before
