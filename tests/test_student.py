"""What a student sees who runs pytest in an assignment's folder."""

import shutil

import minikit
import pytest
from minikit import NETS, SHAPES


@pytest.fixture
def folder(assignment, tmp_path):
    """An assignment's folder as a student gets it."""
    return shutil.copytree(assignment.folder, tmp_path / minikit.NAME)


@pytest.fixture
def pytest_in(run, folder):
    """Run pytest in the folder, with these files written first; the finished process."""

    def pytest_in(*arguments, cwd=None, **files):
        for stem, text in files.items():
            (folder / f"{stem}.py").write_text(text)
        return run("-m", "pytest", "-p", "no:cacheprovider", *arguments, cwd=cwd or folder)

    return pytest_in


def summary(done):
    """The last part of the output: the table of exercises and the advice."""
    assert "Mini: four small exercises" in done.stdout, done.stdout + done.stderr
    return done.stdout.rpartition("Mini: four small exercises")[2]


def states(done):
    """Each exercise's line, as its mark and words."""
    lines = (line.split() for line in summary(done).splitlines())
    return {words[1]: " ".join([words[0], *words[2:-3]]) for words in lines if len(words) > 4 and words[-2] == "points"}


def test_a_stub_is_not_started_and_says_what_to_write_first(pytest_in):
    done = pytest_in()
    assert states(done) == dict.fromkeys(minikit.FULL, "· not started")
    assert "Next: write center in shapes.py (about 2 minutes)." in done.stdout
    assert "0 of 4 exercises pass" in done.stdout and "0 of 100 points" in done.stdout
    assert "Traceback" not in done.stdout and "NotImplementedError" not in done.stdout
    assert done.returncode == 1


def test_everything_done_is_said_and_succeeds(pytest_in):
    done = pytest_in(shapes=SHAPES, nets=NETS)
    assert states(done) == dict.fromkeys(minikit.FULL, "✓ done")
    assert "4 of 4 exercises pass their visible tests; they are worth 100 of 100 points. The hidden tests" in done.stdout
    assert "All of them pass. Hand it in." in done.stdout and done.returncode == 0


def test_partly_done_says_what_to_mend(pytest_in):
    done = pytest_in(shapes=SHAPES + "\ndef center(x):\n    return x.flatten()[None]\n")
    assert states(done) == {
        "center": "✗ 0 of 2 tests pass", "next_id": "✓ done", "Scale": "· not started", "Twice": "· not started",
    }  # fmt: skip
    assert "center: 1, 2, 6 have mean 3; center returned" in done.stdout
    assert "Next: mend center in shapes.py: pytest -k center." in done.stdout and done.returncode == 1


def test_half_of_an_exercise_counts_its_tests(pytest_in):
    done = pytest_in(shapes=SHAPES + "\ndef center(x):\n    return x * 0 if x.dim() == 2 else x\n")
    assert states(done)["center"] == "✗ 1 of 2 tests pass"


def test_an_exception_is_named_in_a_sentence(pytest_in):
    done = pytest_in(shapes=SHAPES + "\ndef center(x):\n    return x @ y\n")
    assert "center: NameError: name 'y' is not defined" in done.stdout and "shapes.py" in done.stdout


def test_a_syntax_error_is_one_sentence_and_the_other_file_is_tested(pytest_in):
    done = pytest_in(shapes="def center(x)\n    return x\n", nets=NETS)
    assert "shapes.py, line 1: expected ':': def center(x)" in done.stdout
    assert "None of its tests can run until this is mended." in done.stdout
    assert states(done)["center"] == states(done)["next_id"] == "✗ cannot run"
    assert "Next: mend shapes.py, which cannot be imported." in done.stdout and done.returncode != 0
    done = pytest_in("--continue-on-collection-errors")
    assert states(done)["Scale"] == "✓ done"


@pytest.mark.parametrize(
    "text, says",
    [
        ("import no_such_module\n", "No module named 'no_such_module'"),
        ("1 / 0\n", "ZeroDivisionError"),
        ("name = input()\n", "shapes.py cannot be imported"),
        ("\0", "shapes.py is not a Python file|shapes.py, line"),
    ],
)
def test_a_file_that_cannot_be_imported_is_said(pytest_in, text, says):
    done = pytest_in(shapes=text)
    assert any(part in done.stdout for part in says.split("|"))
    assert states(done)["center"] == "✗ cannot run" and "INTERNALERROR" not in done.stdout


def test_a_missing_file_is_said(pytest_in, folder):
    (folder / "shapes.py").unlink()
    assert "shapes.py is not in 07_mini; its tests cannot run without it." in pytest_in().stdout


def test_a_misspelt_name_is_said(pytest_in):
    done = pytest_in(shapes=SHAPES.replace("def center", "def centre"))
    assert "module 'shapes' has no attribute 'center'" in done.stdout
    assert "is the name spelt as in the statement?" in done.stdout
    assert states(done)["next_id"] == "✓ done"


def test_k_selects_an_exercise_and_the_summary_is_about_it(pytest_in):
    done = pytest_in("-k", "center", shapes=SHAPES)
    assert states(done) == {"center": "✓ done"} and done.returncode == 0
    assert "1 of 1 exercises" in done.stdout and "20 of 20 points" in done.stdout


def test_one_file_or_one_test_may_be_asked_for(pytest_in):
    assert list(states(pytest_in("test_nets.py", nets=NETS))) == ["Scale", "Twice"]
    assert states(pytest_in("test_nets.py::TestScale::test_multiplies")) == {"Scale": "✓ done"}


def test_from_the_folder_above_it_works_the_same(pytest_in, folder):
    done = pytest_in(minikit.NAME, cwd=folder.parent, shapes=SHAPES, nets=NETS)
    assert done.returncode == 0 and "4 of 4 exercises" in done.stdout


def test_without_the_plugin_the_visible_tests_are_plain_pytest(pytest_in):
    done = pytest_in("-p", "no:torchkata", "-q", shapes=SHAPES)
    assert done.returncode == 1 and "exercises" not in done.stdout
    assert "3 passed" in done.stdout and "2 failed" in done.stdout


def test_outside_an_assignment_the_plugin_adds_nothing(run, tmp_path):
    (tmp_path / "test_other.py").write_text("class TestScale:\n    def test_a(self):\n        raise NotImplementedError\n")
    with_plugin = run("-m", "pytest", "-p", "no:cacheprovider", cwd=tmp_path)
    without = run("-m", "pytest", "-p", "no:cacheprovider", "-p", "no:torchkata", cwd=tmp_path)
    assert with_plugin.returncode == without.returncode == 1

    def shown(done):
        return [line for line in done.stdout.splitlines() if " in " not in line and not line.startswith(("plugins", "rootdir"))]

    assert shown(with_plugin) == shown(without)


def test_a_faulty_assignment_toml_is_a_sentence(pytest_in, folder):
    (folder / "assignment.toml").write_text("title = \n")
    done = pytest_in()
    assert done.returncode == 4 and "assignment.toml is not valid TOML" in done.stderr and "Traceback" not in done.stderr


def test_a_student_needs_no_graders(pytest_in, folder):
    """The package alone is enough: nothing of the kit is looked for."""
    assert not [p for p in (folder, *folder.parents) if (p / "graders").exists()]
    assert pytest_in(shapes=SHAPES, nets=NETS).returncode == 0


# ---- pytest graders/NN --submission DIR, for authors ---------------------------------------------------------------


def test_an_author_may_run_the_graders_under_plain_pytest(run, kit, folder):
    (folder / "shapes.py").write_text(SHAPES + minikit.CHAFFS["center__row"][2])
    (folder / "nets.py").write_text(NETS)
    done = run("-m", "pytest", f"graders/{minikit.NAME}", "--submission", folder, "-p", "no:cacheprovider", cwd=kit.root)
    assert "take the mean of all the numbers" in done.stdout and done.returncode == 1
    assert "3 failed" in done.stdout and "6 passed" in done.stdout


def test_graders_without_a_submission_say_what_is_missing(run, kit):
    done = run("-m", "pytest", f"graders/{minikit.NAME}", "-p", "no:cacheprovider", cwd=kit.root)
    assert done.returncode != 0 and "--submission" in done.stdout + done.stderr


def test_a_folder_that_is_no_assignment_of_the_kit_is_a_sentence(run, kit, folder, tmp_path):
    done = run("-m", "pytest", "--submission", folder, "-p", "no:cacheprovider", cwd=tmp_path)
    assert done.returncode == 4 and "is not an assignment of" in done.stderr and "Traceback" not in done.stderr
