"""The autograder for Gradescope: what is in the zip, and what it does in folders laid out as Gradescope's documents say."""

import json
import os
import subprocess
import tempfile
import zipfile
from pathlib import Path

import pytest
from minikit import NAME, NETS, REFERENCE, SHAPES

from torchkata.assignment import UsageError
from torchkata.judge.gradescope import main
from torchkata.lms.gradescope_autograder import gradescope_autograder, results_json
from torchkata.result import BLOCKED, FAILED, PASSED, SKIPPED, Check, SubmissionResult, mark_exercise

HOSTILE = """
import os


def attempts():
    for path in ("", "/source", "/source/kit/graders", "/submission", "/results"):
        yield lambda path=path: os.listdir({root!r} + path)
    for path in ("/source/settings.json", "/source/kit/solutions/07_mini/shapes.py", "/submission_metadata.json"):
        yield lambda path=path: open({root!r} + path).read()
    yield lambda: open({root!r} + "/results/results.json", "w").write('{{"score": 100}}')
    yield lambda: open({root!r} + "/source/forged", "w")
    yield lambda: os.rename({root!r} + "/results", {root!r} + "/other")
    yield lambda: os.chmod({root!r} + "/results", 0o777)


def center(x):
    seen = []
    for attempt in attempts():
        try:
            seen.append(attempt())
        except OSError as error:
            seen.append(type(error).__name__)
    raise RuntimeError(f"{{len(seen)}} attempts: {{sorted(set(map(str, seen)))}}")
"""


@pytest.fixture(scope="module")
def archive(kit, tmp_path_factory):
    path = tmp_path_factory.mktemp("gradescope") / "autograder.zip"
    gradescope_autograder(kit, NAME, path, "after_published")
    return path


@pytest.fixture
def autograder(archive):
    """Gradescope's folders, open to every user as there, with the zip unpacked; `autograder(files)` hands in and grades."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield unpacked(Path(folder), archive)


def unpacked(root, archive):
    for name in ("source", "submission", "results"):
        (root / name).mkdir(parents=True)
    (root / "submission_metadata.json").write_text('{"users": [{"name": "Ada", "email": "ada@uni.example"}]}')
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(root / "source")

    def results(files):
        for name, text in files.items():
            (root / "submission" / name).write_text(text)
        main(root)
        return json.loads((root / "results" / "results.json").read_bytes())

    results.root = root
    return results


# ---- the zip -------------------------------------------------------------------------------------------------------


def test_the_zip_has_what_gradescope_runs_and_what_that_needs(archive, tmp_path):
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
        for script in ("setup.sh", "run_autograder"):
            assert opened.getinfo(script).external_attr >> 16 & 0o111, f"{script} can be executed"
            text = opened.read(script).decode()
            assert text.startswith("#!/usr/bin/env bash\n") and "\r" not in text
            (tmp_path / script).write_text(text)
            assert subprocess.run(["bash", "-n", tmp_path / script], capture_output=True).stderr == b""
        wheel = next(name for name in names if name.endswith(".whl"))
        (tmp_path / wheel).write_bytes(opened.read(wheel))
    assert {f"kit/{part}/{NAME}" for part in ("assignments", "solutions", "graders")} <= {n.rpartition("/")[0] for n in names}
    assert not [name for name in names if "wheats" in name or "chaffs" in name or name.startswith(("/", ".."))]
    with zipfile.ZipFile(tmp_path / wheel) as opened:
        assert "torchkata/judge/gradescope.py" in opened.namelist()


def test_the_same_kit_makes_the_same_zip_and_a_wheel_may_be_given(kit, archive, tmp_path):
    with zipfile.ZipFile(archive) as opened:
        wheel = tmp_path / opened.extract(next(n for n in opened.namelist() if n.endswith(".whl")), tmp_path)
    gradescope_autograder(kit, NAME, tmp_path / "again.zip", "after_published", wheel)
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


def test_what_cannot_be_is_one_sentence_and_leaves_no_file(kit, tmp_path):
    output = tmp_path / "autograder.zip"
    for arguments, said in (
        (("07_mimi", output), "did you mean 07_mini"),
        ((NAME, output, "secret"), "is none of Gradescope's"),
        ((NAME, output, "visible", tmp_path / "other.whl"), "no wheel of torchkata"),
    ):
        with pytest.raises(UsageError, match=said):
            gradescope_autograder(kit, *arguments)
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_it_where_one_is(kata, tmp_path, kit):
    done = kata("export", "gradescope-autograder", NAME, "--to", tmp_path / "a.zip", "--visibility", "hidden")
    assert done.returncode == 0 and "a.zip" in done.stdout, done.stderr
    with zipfile.ZipFile(tmp_path / "a.zip") as opened:
        assert json.loads(opened.read("settings.json"))["visibility"] == "hidden"


# ---- results.json --------------------------------------------------------------------------------------------------


def made(assignment, outcomes):
    """A result: all passed but `outcomes`, by (exercise, criterion)."""
    exercises = []
    for e in assignment.exercises:
        checks = [Check("test", "A title.", "", PASSED, True, "", None, 0.0)]
        for c in e.rubric:
            outcome = outcomes.get((e.name, c.key), PASSED)
            message = {FAILED: "It is wrong.", BLOCKED: "The values are wrong."}.get(outcome, "")
            checks.append(Check("test", f"What {c.key} asks.", c.key, outcome, False, message, None, 0.0))
        exercises.append(mark_exercise(e, checks))
    return SubmissionResult("ada", assignment.points, "ab", exercises=exercises)


def test_there_is_a_test_for_each_line_of_the_rubric(assignment):
    wrong = {("center", "value"): FAILED, ("center", "input"): FAILED, ("Scale", "gradient"): BLOCKED, ("Scale", "gpu"): SKIPPED}
    said = results_json(made(assignment, wrong), "hidden", 2.4)
    tests = {test["number"]: test for test in said["tests"]}
    assert sum(test["score"] for test in tests.values()) == 20 + 10 + 20
    assert sum(test["max_score"] for test in tests.values()) == 100
    assert {test["visibility"] for test in [said, *tests.values()]} == {"hidden"} and said["stdout_visibility"] == "hidden"
    assert tests["1.1"]["name"] == "center: the mean of all numbers is subtracted" and tests["1.1"]["status"] == "failed"
    assert tests["1.1"]["output"] == "✗ What value asks.\n  It is wrong."
    assert tests["1.2"]["output"] == "✗ What input asks.\n  (As above.)"
    assert tests["3.2"]["output"] == "– What gradient asks. Not judged: The values are wrong."
    assert tests["3.3"]["max_score"] == 0 and tests["3.3"]["output"] == "Not counted here."
    assert tests["4.1"] | {"tags": []} == {
        "name": "Twice: two Scale modules, one after the other", "number": "4.1", "score": 20.0, "max_score": 20.0,
        "status": "passed", "output": "", "output_format": "text", "tags": [], "visibility": "hidden",
    }  # fmt: skip


def test_the_right_answer_has_all_points(user, autograder):
    said = autograder(REFERENCE)
    assert {test["status"] for test in said["tests"]} == {"passed"} and "score" not in said
    assert sum(test["score"] for test in said["tests"]) == sum(test["max_score"] for test in said["tests"]) == 100


def test_a_hostile_answer_reads_and_writes_nothing_of_the_autograder(user, autograder):
    """In the same submission a wrong one, whose exercises are judged as if nothing had happened."""
    wrong = NETS.replace("return x * self.secret_factor", "return x * self.secret_factor.data")
    assert wrong != NETS
    said = autograder({"shapes.py": SHAPES + HOSTILE.format(root=str(autograder.root)), "nets.py": wrong})
    scores = {test["number"]: test["score"] for test in said["tests"]}
    assert scores["1.1"] == 0 and scores["2.1"] == 20
    assert scores["3.1"] > 0 and scores["3.2"] == 0
    first = said["tests"][0]["output"]
    assert "12 attempts: ['PermissionError']" in first, first
    closed = [autograder.root / name for name in ("source", "submission", "results", "submission_metadata.json")]
    assert {path.stat().st_mode & 0o077 for path in closed} == {0}
    assert not (autograder.root / "source" / "forged").exists() and "HIDDEN-GRADER" not in json.dumps(said)


def test_who_hands_in_nothing_reads_why(autograder):
    said = autograder({"notes.txt": "hello"})
    assert said["output"].startswith("Not graded: No shapes.py or nets.py was found") and said["tests"] == []


def test_a_machine_that_cannot_grade_leaves_no_score(autograder):
    (autograder.root / "results" / "results.json").write_text('{"score": 100}')
    (autograder.root / "source" / "settings.json").unlink()
    with pytest.raises(SystemExit) as stopped:
        autograder(REFERENCE)
    assert "settings.json" in str(stopped.value) and not (autograder.root / "results" / "results.json").exists()
