"""The kit's plugin beside others that students, editors and CI bring along; each is the real one."""

import json
import re
import shutil

import minikit
import pytest
from minikit import NETS, SHAPES
from warm_python import run_pytest

WRONG = SHAPES + "\ndef center(x):\n    return x\n"
SAYS = "center: 1, 2, 6 have mean 3; center returned [1.0, 2.0, 6.0]"
ENDS = "Next: correct center in shapes.py: pytest -k Test_center."


@pytest.fixture
def folder(assignment, tmp_path):
    folder = shutil.copytree(assignment.folder, tmp_path / minikit.NAME)
    (folder / "shapes.py").write_text(WRONG)
    (folder / "nets.py").write_text(NETS)
    return folder


def pytest_in(folder, *arguments, plugins=()):
    done = run_pytest("-p", "no:cacheprovider", *arguments, cwd=folder, plugins=plugins)
    assert "INTERNALERROR" not in done.stdout + done.stderr, done.stdout + done.stderr
    return done


def assert_told(done):
    assert SAYS in done.stdout and ENDS in done.stdout, done.stdout
    assert re.search(r"✗ center +1 of 2 tests pass", done.stdout) and "3 of 4 exercises pass" in done.stdout


@pytest.mark.slow  # four Pythons start
def test_xdist_keeps_sentences_and_summary(folder):
    done = pytest_in(folder, "-n", "2", plugins=["xdist"])
    assert_told(done)
    (folder / "shapes.py").write_text("def center(x)\n")
    done = pytest_in(folder, "-n", "2", plugins=["xdist"])
    assert "shapes.py cannot be imported" in done.stdout and re.search(r"✗ center +cannot run", done.stdout)


def test_json_report_has_the_sentence_and_the_place(folder):
    done = pytest_in(folder, "--json-report", "--json-report-file=report.json", plugins=["pytest_jsonreport"])
    assert_told(done)
    tests = json.loads((folder / "report.json").read_text())["tests"]
    crash = next(test["call"]["crash"] for test in tests if test["outcome"] == "failed")
    assert crash["message"] == SAYS and crash["path"].endswith("test_shapes.py") and crash["lineno"] > 1


def test_sugar(folder):
    assert_told(pytest_in(folder, plugins=["sugar"]))


def test_a_test_that_is_run_again_counts_as_it_ended(folder):
    flaky = "\ncalls = []\ndef center(x):\n    calls.append(1)\n    return x - x.mean() if len(calls) > 1 else x\n"
    (folder / "shapes.py").write_text(SHAPES + flaky)
    done = pytest_in(folder, "--reruns", "2", plugins=["rerunfailures"])
    assert "4 of 4 exercises pass" in done.stdout and "1 rerun" in done.stdout


def test_randomly(folder):
    assert_told(pytest_in(folder, "-p", "randomly", plugins=["randomly"]))


@pytest.mark.parametrize("method", ["signal", "thread"])
def test_its_own_time_limit_is_left_to_pytest_timeout(folder, method):
    (folder / "shapes.py").write_text(SHAPES + "\ndef next_id():\n    while True:\n        pass\n")
    done = pytest_in(folder, "--timeout=1", f"--timeout-method={method}", plugins=["timeout"])
    assert "Timeout" in done.stdout + done.stderr
    if method == "signal":  # the other one ends the process
        assert re.search(r"✗ next_id +0 of 1 tests pass", done.stdout)


def test_annotations_of_github(folder, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    done = pytest_in(folder, plugins=["pytest_github_actions_annotate_failures"])
    assert_told(done)
    assert "::error file=" in done.stdout + done.stderr


def test_the_panes_of_pycharm(folder):
    done = pytest_in(folder, "--teamcity", plugins=["pytest-teamcity"])
    assert "##teamcity[testFailed" in done.stdout and "center returned |[1.0, 2.0, 6.0|]" in done.stdout


def test_import_mode_importlib(folder):
    assert_told(pytest_in(folder, "--import-mode=importlib"))


def test_above_several_assignments_each_has_its_summary(folder):
    other = shutil.copytree(folder, folder.parent / "08_other")
    (other / "assignment.toml").write_text((other / "assignment.toml").read_text().replace("Mini: four", "Other: four"))
    done = pytest_in(folder.parent, "--import-mode=importlib")
    assert done.stdout.count("Mini: four small exercises") == done.stdout.count("Other: four small exercises") == 1


def test_by_a_symbolic_link_it_is_the_same(folder, tmp_path):
    (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    assert_told(pytest_in(tmp_path / "link"))
    assert_told(pytest_in(tmp_path, "link"))


def test_a_console_without_the_marks_gets_others(run, folder):
    done = run("-m", "pytest", "-pno:cacheprovider", cwd=folder, env={"PYTHONIOENCODING": "cp1252"})
    assert re.search(r"^x center +1 of 2 tests pass", done.stdout, re.MULTILINE), done.stdout
    assert "\\u2717" not in done.stdout


def test_an_endless_loop_costs_its_test_and_names_the_line(folder):
    toml = (folder / "assignment.toml").read_text()
    (folder / "assignment.toml").write_text(toml.replace("minutes = 3", "minutes = 3\nseconds = 1"))
    (folder / "shapes.py").write_text(SHAPES + "\ndef next_id():\n    while True:\n        pass\n")
    done = pytest_in(folder)
    assert re.search(
        r"next_id: no answer within 1 seconds \(shapes.py, line \d+: `(while True:|pass)`\). Look for a loop", done.stdout
    )
    assert "3 of 4 exercises pass" in done.stdout


def test_a_file_that_takes_long_to_import_is_told_why(folder):
    (folder / "conftest.py").write_text("from torchkata.student import reporter\nreporter.SLOW_IMPORT = 0.1\n")
    (folder / "shapes.py").write_text(SHAPES + "\nimport time\nfor epoch in range(4):\n    time.sleep(0.1)\n")
    assert re.search(
        r"shapes.py took \d+ seconds to import, at every run: line \d+ \(`for epoch in range\(4\):`\)", pytest_in(folder).stdout
    )


@pytest.mark.parametrize("name", ["torch.py", "random.py"])
def test_a_file_named_like_a_library_is_said(folder, name):
    (folder / name).write_text("")
    assert f"{name} in 07_mini hides the library {name[:-3]}" in pytest_in(folder).stdout


def test_a_stub_file_in_place_of_its_tests_is_said(folder):
    assert (
        "shapes.py holds your code and no tests; they are in test_shapes.py: pytest test_shapes.py"
        in pytest_in(folder, "shapes.py").stdout
    )


def test_a_raise_that_was_left_below_the_code_is_said(folder):
    (folder / "shapes.py").write_text(SHAPES + "\ndef center(x):\n    y = x - x.mean()\n    raise NotImplementedError()\n")
    assert re.search(r"center: shapes.py, line \d+ still raises NotImplementedError: remove it", pytest_in(folder).stdout)


def test_the_hints_are_mentioned_after_three_failing_runs(folder):
    told = ["kata hint center" in pytest_in(folder).stdout for _ in range(3)]
    assert told == [False, False, True]


def test_the_rubric_stands_below_the_exercises_of_a_short_run(folder):
    assert "10 points: x stays as it is" in pytest_in(folder, "-k", "center").stdout
    assert "20 points: 1, 2, 3, ... after each import" in pytest_in(folder, "-v").stdout
