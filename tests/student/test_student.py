"""What a student sees who runs pytest in an assignment's folder."""

import re
import shutil
from dataclasses import replace

import minikit
import pytest
from minikit import NETS, SHAPES
from warm_python import run_pytest

from torchkata.student.progress import Progress


@pytest.fixture
def folder(assignment, tmp_path):
    """An assignment's folder as a student gets it."""
    return shutil.copytree(assignment.folder, tmp_path / minikit.NAME)


@pytest.fixture
def pytest_in(folder):
    """Run pytest in the folder, with these files written first; the finished process."""

    def pytest_in(*arguments, cwd=None, **files):
        for stem, text in files.items():
            (folder / f"{stem}.py").write_text(text)
        return run_pytest("-p", "no:cacheprovider", *arguments, cwd=cwd or folder)

    return pytest_in


def summary(done):
    """The last part of the output: the table of exercises and the advice."""
    assert "Mini: four small exercises" in done.stdout, done.stdout + done.stderr
    return done.stdout.rpartition("Mini: four small exercises")[2]


def states(done):
    """Each exercise's line, as its mark and words."""
    lines = (line.split() for line in summary(done).splitlines())
    return {words[1]: " ".join([words[0], *words[2:-3]]) for words in lines if len(words) > 4 and words[-2] == "points"}


def test_a_stub_is_not_started_and_says_what_to_write_first(run, folder):
    done = run("-m", "pytest", cwd=folder)  # as a student types it; all other tests fork
    assert states(done) == dict.fromkeys(minikit.FULL, "· not started")
    assert "Next: write center in shapes.py (about 2 minutes)." in done.stdout
    assert "0 of 4 exercises pass" in done.stdout and "0 of 100 points" in done.stdout
    assert "Traceback" not in done.stdout and "NotImplementedError" not in done.stdout
    assert done.returncode == 1


def test_everything_done_is_said_and_succeeds(pytest_in):
    done = pytest_in(shapes=SHAPES, nets=NETS)
    assert states(done) == dict.fromkeys(minikit.FULL, "✓ done")
    assert "4 of 4 exercises pass their visible tests; they are worth 100 of 100 points. The hidden tests" in done.stdout
    assert "All of them pass. Hand in shapes.py, nets.py: kata pack writes the zip." in done.stdout and done.returncode == 0


def test_the_first_failing_test_of_an_exercise_is_shown_in_full_and_the_others_in_a_line(pytest_in):
    wrong = SHAPES + "\ndef center(x):\n    return [x, x.mean()][x.dim() > 1] + 1\n"
    done = pytest_in("test_shapes.py", shapes=wrong)
    assert done.stdout.count("in test_") == 1 and "pytest -v shows the lines." in done.stdout, done.stdout
    assert pytest_in("test_shapes.py", "-v").stdout.count("in test_") > 1


def test_what_code_prints_is_shown_but_not_thousands_of_lines(pytest_in):
    loud = SHAPES + "\ndef center(x):\n    for i in range(3000):\n        print('line', i)\n    return x\n"
    done = pytest_in("-k", "Test_center", shapes=loud)
    assert "line 0\n" in done.stdout and "line 2999\n" in done.stdout and "[... 2991 more lines ...]" in done.stdout
    assert len(done.stdout.splitlines()) < 80


def test_a_misspelt_exercise_is_said_with_the_nearest(pytest_in):
    said = pytest_in("-k", "TestSclae", nets=NETS).stdout
    assert "-k TestSclae: no test is called so; did you mean TestScale?" in said
    assert "no test is called so; there are Test_center, " in pytest_in("-k", "zzz", nets=NETS).stdout


def test_a_part_of_the_tests_counts_against_the_whole_assignment(pytest_in):
    done = pytest_in("-k", "Test_center", shapes=SHAPES, nets=NETS)
    assert states(done) == {"center": "✓ done"}
    assert "1 of 4 exercises pass their visible tests; they are worth 20 of 100 points" in done.stdout
    assert "Not tested in this run: 3 exercises (by the last runs: 3 not tested yet)." in done.stdout
    assert "Next: next_id in shapes.py, which was not tested yet: pytest -k Test_next_id." in done.stdout
    assert "Hand in" not in done.stdout


def test_earlier_runs_are_known_until_the_file_changes(pytest_in):
    pytest_in(shapes=SHAPES, nets=NETS)
    done = pytest_in("-k", "Test_center")
    assert "Not tested in this run: 3 exercises (by the last runs: 3 done)." in done.stdout
    assert "4 of 4 exercises pass" in done.stdout
    assert "All of them pass, some in earlier runs. Run pytest once more for all, then hand in." in done.stdout
    done = pytest_in("-k", "Test_center", nets=NETS + "# changed\n")
    assert "(by the last runs: 2 not tested yet, 1 done)." in done.stdout and "2 of 4 exercises pass" in done.stdout
    assert "Next: Scale in nets.py, which was not tested yet" in done.stdout


@pytest.mark.parametrize("damage", ["", "[1]", '{"center": {}}', '{"center": 3}'])
def test_what_was_kept_of_earlier_runs_may_be_damaged(pytest_in, assignment, folder, damage):
    pytest_in(shapes=SHAPES, nets=NETS)
    progress = Progress(replace(assignment, folder=folder))
    assert progress._kept_in.is_file()
    progress._kept_in.write_text(damage)
    done = pytest_in("-k", "Test_center")
    assert "(by the last runs: 3 not tested yet)." in done.stdout and "Traceback" not in done.stdout + done.stderr


def test_an_exercise_of_which_tests_were_left_out_is_not_done(pytest_in, folder):
    one = re.search(r"def (test_\w+)", (folder / "test_shapes.py").read_text())[1]
    done = pytest_in("-k", one, shapes=SHAPES, nets=NETS)
    assert "· tested in part" in states(done).values() and "0 of 4 exercises pass" in done.stdout, done.stdout


def test_the_next_exercise_is_one_that_was_tested(pytest_in):
    done = pytest_in("-k", "TestScale", shapes=SHAPES)
    assert "Next: write Scale in nets.py" in done.stdout


def test_partly_done_says_what_to_mend(pytest_in):
    done = pytest_in(shapes=SHAPES + "\ndef center(x):\n    return x.flatten()[None]\n")
    assert states(done) == {
        "center": "✗ 0 of 2 tests pass", "next_id": "✓ done", "Scale": "· not started", "Twice": "· not started",
    }  # fmt: skip
    assert "center: 1, 2, 6 have mean 3; center returned" in done.stdout
    assert "Next: correct center in shapes.py: pytest -k Test_center." in done.stdout and done.returncode == 1


def test_half_of_an_exercise_counts_its_tests(pytest_in):
    done = pytest_in(shapes=SHAPES + "\ndef center(x):\n    return x * 0 if x.dim() == 2 else x\n")
    assert states(done)["center"] == "✗ 1 of 2 tests pass"


def test_an_exception_is_named_in_a_sentence(pytest_in):
    done = pytest_in(shapes=SHAPES + "\ndef center(x):\n    return x @ y\n")
    assert "center: The name y is not known here: " in done.stdout
    assert " NameError: name 'y' is not defined" in done.stdout and "shapes.py" in done.stdout


def test_a_syntax_error_is_one_sentence_and_the_other_file_is_tested(pytest_in):
    done = pytest_in(shapes="def center(x)\n    return x\n", nets=NETS)
    says = "shapes.py cannot be imported, so its tests cannot run: SyntaxError: expected ':' (shapes.py, line 1: `def center(x)`)."
    assert says in done.stdout
    assert states(done) == {"center": "✗ cannot run", "next_id": "✗ cannot run", "Scale": "✓ done", "Twice": "✓ done"}
    assert "Next: correct shapes.py, which cannot be imported." in done.stdout and done.returncode == 1


MAIN = "\ndef main():\n    center(torch.ones(3))\n\nmain()\n"


@pytest.mark.parametrize(
    "text, says",
    [
        ("import nosuch\n", "ModuleNotFoundError: No module named 'nosuch' (shapes.py, line 1: `import nosuch`)."),
        ("from nets import no_such\n", "ImportError: cannot import name 'no_such' from 'nets' "),
        ("1 / 0\n", "ZeroDivisionError: division by zero (shapes.py, line 1: `1 / 0`)."),
        ("name = input()\n", "it asks for input, which a test cannot give (shapes.py, line 1: `name = input()`)."),
        ("import sys\nsys.exit(3)\n", "SystemExit: 3 (shapes.py, line 2: `sys.exit(3)`)."),
        (None, "it runs code of yours that is not written yet (shapes.py, line 25: `main()`)."),
        ("\0", "source code"),
    ],
    ids=["module", "name", "raises", "input", "exit", "main", "nul"],
)
def test_a_file_that_cannot_be_imported_is_said(pytest_in, folder, text, says):
    done = pytest_in("test_shapes.py", shapes=text or (folder / "shapes.py").read_text() + MAIN)
    assert f"shapes.py cannot be imported, so its tests cannot run: {says}" in done.stdout.replace("SyntaxError: ", "")
    assert states(done)["center"] == "✗ cannot run" and "INTERNALERROR" not in done.stdout + done.stderr
    assert "importlib" not in done.stdout, "pytest's own lines are in the traceback"


@pytest.mark.parametrize(
    "content, says",
    [
        (b"%PDF-1.7", "shapes.py is not a Python file but a PDF;"),
        (b'{"cells": []}', "shapes.py is not a Python file but a notebook;"),
        (b"", "shapes.py is empty."), (b'x = "\xfc"\n', "shapes.py, line 1 has a character that is not UTF-8"),
    ],
    ids=["pdf", "notebook", "empty", "latin-1"],
)  # fmt: skip
def test_what_is_no_python_file_is_said_as_at_grading(pytest_in, folder, content, says):
    (folder / "shapes.py").write_bytes(content)
    done = pytest_in("test_shapes.py")
    assert says in done.stdout and states(done)["center"] == "✗ cannot run" and done.returncode != 0


def test_a_missing_file_is_said(pytest_in, folder):
    (folder / "shapes.py").unlink()
    assert "shapes.py is not in 07_mini; its tests cannot run without it." in pytest_in().stdout


def test_a_misspelt_name_is_said_with_the_nearest_and_explained_once(pytest_in):
    done = pytest_in("test_shapes.py", shapes=SHAPES.replace("def center", "def centre"))
    assert "center: shapes.py does not define center; it has centre: is that the same under another name?" in done.stdout
    assert states(done) == {"center": "✗ 0 of 2 tests pass", "next_id": "✓ done"}
    assert "The same as in test_mean_is_zero above." in done.stdout
    assert done.stdout.count("AttributeError") == 1


def test_what_calls_an_unwritten_exercise_is_told_which(pytest_in, folder):
    """Twice is written and its Scale is not: Twice is not "not started"."""
    stub = (folder / "nets.py").read_text()
    done = pytest_in("test_nets.py", nets=stub + "\n\n" + NETS[NETS.index("class Twice") :])
    assert "Twice: it needs Scale, which is not written yet (nets.py, line 15)." in done.stdout
    assert states(done) == {"Scale": "· not started", "Twice": "✗ 0 of 1 tests pass"}


def test_a_missing_forward_is_not_taken_for_a_stub(pytest_in):
    """torch raises NotImplementedError, too."""
    done = pytest_in("test_nets.py", nets=NETS.replace("def forward(self, x)", "def forwad(self, x)", 1))
    assert "Scale: The module has no method forward: " in done.stdout
    assert ' NotImplementedError: Module [Scale] is missing the required "forward" function' in done.stdout
    assert states(done)["Scale"] == "✗ 0 of 1 tests pass"


def test_a_traceback_shows_the_students_lines_and_not_torchs(pytest_in):
    done = pytest_in("test_nets.py", nets=NETS.replace("x * self.secret_factor", "x * self.secret_facto"))
    assert "Scale: A Scale has nothing of the name secret_facto: " in done.stdout
    assert " AttributeError: 'Scale' object has no attribute 'secret_facto'" in done.stdout
    assert "'secret_facto' (nets.py, line 20: `return x * self.secret_facto`)" in done.stdout
    assert "nets.py:20: in forward" in done.stdout and "module.py" not in done.stdout
    assert "module.py" in pytest_in("test_nets.py", "--tb=long").stdout, "--tb does what it says"


def test_a_message_of_several_lines_is_said_whole_and_once(pytest_in, folder):
    test = folder / "test_nets.py"
    test.write_text(test.read_text().replace('"3 times 2 is 6"', '"six, not\\n\\n  nine"'))
    done = pytest_in("test_nets.py", nets=NETS + "\nclass Scale(Scale):\n    def forward(self, x):\n        return x + 7\n")
    assert "Scale: six, not\n" in done.stdout and done.stdout.count("    nine") == 1
    assert "E   assert 9.0 == 6.0\nE    +  where 9.0 = item()\n" in done.stdout and "built-in" not in done.stdout


def test_what_pytest_raises_misses_is_said_by_the_title(pytest_in, folder):
    (folder / "test_nets.py").write_text(
        "import pytest\nimport nets\n\nclass TestScale:\n    def test_a(self):\n"
        '        """A negative start is refused."""\n        with pytest.raises(ValueError):\n            nets.Scale(-1.0)\n'
    )
    assert "Scale: A negative start is refused." in pytest_in("test_nets.py", nets=NETS).stdout


def test_k_selects_an_exercise_and_the_summary_is_about_it(pytest_in):
    done = pytest_in("-k", "center", shapes=SHAPES)
    assert states(done) == {"center": "✓ done"} and done.returncode == 0
    assert "1 of 4 exercises" in done.stdout and "20 of 100 points" in done.stdout


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


def test_outside_an_assignment_the_plugin_adds_nothing(tmp_path):
    (tmp_path / "test_other.py").write_text("class TestScale:\n    def test_a(self):\n        raise NotImplementedError\n")
    with_plugin = run_pytest("-p", "no:cacheprovider", cwd=tmp_path)
    without = run_pytest("-p", "no:cacheprovider", "-p", "no:torchkata", cwd=tmp_path)
    assert with_plugin.returncode == without.returncode == 1

    def shown(done):
        lines = re.sub(r"0x[0-9a-f]+", "0x...", done.stdout).splitlines()  # addresses change from run to run
        return [line for line in lines if " in " not in line and not line.startswith(("plugins", "rootdir"))]

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


def test_an_author_may_run_the_graders_under_plain_pytest(kit, folder):
    (folder / "shapes.py").write_text(SHAPES + minikit.CHAFFS["center__row"][2])
    (folder / "nets.py").write_text(NETS)
    done = run_pytest(f"graders/{minikit.NAME}", "--submission", folder, "-p", "no:cacheprovider", cwd=kit.root)
    assert "take the mean of all the numbers" in done.stdout and done.returncode == 1
    assert "3 failed" in done.stdout and "6 passed" in done.stdout


@pytest.mark.parametrize("graders", [f"graders/{minikit.NAME}", f"graders/{minikit.NAME}/test_nets.py"])
def test_graders_without_a_submission_say_what_is_missing(kit, graders):
    done = run_pytest(graders, "-p", "no:cacheprovider", cwd=kit.root)
    assert done.returncode == 4 and "Traceback" not in done.stderr
    (sentence,) = done.stderr.strip().splitlines()
    assert "has hidden graders, which run on a submission: name one with --submission PATH" in sentence


@pytest.mark.parametrize("name, says", [("nowhere", "does not exist"), ("class", "it holds 2 submissions; name one of them")])
def test_a_submission_that_cannot_be_run_is_a_sentence(kit, tmp_path, name, says):
    for student in "ada", "bela":
        (tmp_path / "class" / student).mkdir(parents=True)
    done = run_pytest(f"graders/{minikit.NAME}", "--submission", tmp_path / name, "-p", "no:cacheprovider", cwd=kit.root)
    assert done.returncode == 4 and says in done.stderr and "Traceback" not in done.stderr


def test_a_folder_that_is_no_assignment_of_the_kit_is_a_sentence(kit, folder, tmp_path):
    done = run_pytest("--submission", folder, "-p", "no:cacheprovider", cwd=tmp_path)
    assert done.returncode == 4 and "has no hidden graders; name" in done.stderr and "Traceback" not in done.stderr
