"""The commands: exit statuses, what they print, and the JSON."""

import json
import shutil

import minikit
import pytest
from minikit import FULL, NAME, REFERENCE


@pytest.fixture(scope="module")
def submitted(tmp_path_factory):
    """A class of three."""
    folder = tmp_path_factory.mktemp("class")
    more = {"ada": "", "bela": minikit.CHAFFS["center__row"][2], "chen": "\nimport os\nos._exit(1)\n"}
    for student, text in more.items():
        (folder / student).mkdir()
        for name, reference in REFERENCE.items():
            (folder / student / name).write_text(reference + (text if name == "shapes.py" else ""))
    return folder


def one_sentence(done, status=2):
    """A mistake of the user's: the status, and no traceback."""
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr and done.stderr.strip()
    return done.stderr


def test_kata_alone_lists_the_commands(kata):
    done = kata()
    for command in ("demo", "build", "course", "grade", "validate", "doctor"):
        assert command in done.stdout + done.stderr


# ---- grade ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graded(kata, submitted, tmp_path_factory):
    """`kata grade` on the class: the finished process and its JSON."""
    file = tmp_path_factory.mktemp("json") / "new" / "report.json"
    done = kata("grade", NAME, submitted, "--json", file, "--jobs", "2")
    return done, json.loads(file.read_text())


def test_grading_succeeds_whatever_the_scores(graded):
    done, _ = graded
    assert done.returncode == 0, done.stderr
    for student, score in (("ada", "100"), ("bela", "80"), ("chen", "60")):
        assert [line for line in done.stdout.splitlines() if student in line and score in line], done.stdout
    assert "row-mean" in done.stdout and "3 graded in" in done.stdout and "mean 80.0, median 80.0" in done.stdout


def test_the_json_is_as_the_design_says(graded):
    _, report = graded
    assert set(report) == {"schema", "assignment", "sandbox", "max_score", "seconds", "left_out", "submissions"}
    assert report["schema"] == 2 and report["assignment"] == NAME and report["max_score"] == 100.0
    assert report["sandbox"] in ("bubblewrap", "process") and report["seconds"] > 0
    assert [(s["student"], s["score"]) for s in report["submissions"]] == [("ada", 100.0), ("bela", 80.0), ("chen", 60.0)]
    for submission in report["submissions"]:
        assert set(submission) == {"student", "score", "max_score", "seconds", "sha256", "error", "exercises"}
        assert submission["error"] is None and len(submission["sha256"]) == 64 and submission["max_score"] == 100.0
        assert [(e["name"], e["max_score"]) for e in submission["exercises"]] == list(FULL.items())
        assert submission["score"] == sum(e["score"] for e in submission["exercises"])
        for exercise in submission["exercises"]:
            assert set(exercise) == {"name", "score", "max_score", "criteria", "checks"}
            assert all(set(c) == {"key", "asks", "score", "max_score"} for c in exercise["criteria"])
            assert exercise["score"] == pytest.approx(sum(c["score"] for c in exercise["criteria"]))
            assert exercise["max_score"] == pytest.approx(sum(c["max_score"] for c in exercise["criteria"]))
        for check in (c for e in submission["exercises"] for c in e["checks"]):
            assert {"name", "title", "criterion", "outcome", "required", "message", "misconception", "seconds", "keeps"} == set(
                check
            )
            assert check["outcome"] in ("passed", "failed", "error", "timeout", "crashed", "skipped", "blocked")
            assert check["outcome"] in ("passed", "skipped") or check["message"]
    bela = report["submissions"][1]["exercises"][0]["checks"]
    assert {c["misconception"] for c in bela} == {"row-mean", None} and bela[2]["criterion"] == "input"
    assert {c["outcome"] for c in report["submissions"][2]["exercises"][0]["checks"]} == {"crashed"}


def test_of_one_submission_is_printed_what_its_student_reads(kata, submitted):
    done = kata("grade", NAME, submitted / "bela")
    said = done.stdout
    assert said.startswith("bela: 80 of 100 points") and "┃" not in said and "median" not in said, said
    assert "center: 0 of 20 points" in said and "0 of 10  the mean of all numbers is subtracted" in said
    assert "✗ " in said and "the mean of each row" in said and "✓ Twice: 20 of 20 points" in said


def test_of_a_class_one_student_may_be_shown(kata, submitted):
    done = kata("grade", NAME, submitted, "--show", "bela")
    assert done.stdout.startswith("bela: 80 of 100 points") and "┃" in done.stdout and "chen" in done.stdout
    refused = one_sentence(kata("grade", NAME, submitted, "--show", "bella"))
    assert "--show bella: there is no submission of that student; did you mean bela?" in refused


def test_a_state_stands_in_words(kata, kit, submitted, tmp_path):
    shutil.copytree(submitted / "ada", tmp_path / "ada")
    (tmp_path / "stub").mkdir()
    for name in REFERENCE:
        shutil.copy(kit.root / "assignments" / NAME / name, tmp_path / "stub")
    (tmp_path / "zoe.zip").write_bytes(b"no zip")
    said = kata("grade", NAME, tmp_path).stdout
    assert [line for line in said.splitlines() if "stub" in line and "not started" in line], said
    assert [line for line in said.splitlines() if "zoe" in line and "not graded" in line and " 0 " not in line], said
    alone = kata("grade", NAME, tmp_path / "stub").stdout
    assert alone.startswith("stub: 0 of 100 points") and "– center: not started, 0 of 20 points" in alone


def test_a_submission_that_cannot_be_graded_has_a_row_and_status_1(kata, submitted, tmp_path):
    shutil.copytree(submitted / "ada", tmp_path / "ada")
    (tmp_path / "zoe.zip").write_bytes(b"no zip")
    done = kata("grade", NAME, tmp_path, "--json", tmp_path / "report.json")
    ada, zoe = json.loads((tmp_path / "report.json").read_text())["submissions"]
    assert done.returncode == 1 and "not graded" in done.stdout and "1 graded in" in done.stdout
    assert ada["score"] == 100.0 and zoe["score"] == 0.0 and zoe["exercises"] == []
    assert zoe["error"].startswith("zoe.zip cannot be read as a zip")


def test_one_stub_file_may_be_graded(kata, submitted, tmp_path):
    done = kata("grade", NAME, submitted / "ada" / "nets.py", "--json", tmp_path / "report.json")
    (report,) = json.loads((tmp_path / "report.json").read_text())["submissions"]
    assert done.returncode == 0 and report["student"] == "ada" and report["score"] == 60.0


ODD_NAMES = ["-rf", 'a "quote"', "new\nline", "[red]ada", "\x1b[31mada", "ü" * 80, b"\xff".decode("utf-8", "surrogateescape")]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_of_students_are_printed_harmlessly_and_kept_in_the_json(kata, tmp_path, name):
    folder = tmp_path / "class" / name
    folder.mkdir(parents=True)
    (folder / "nets.py").write_text(REFERENCE["nets.py"])
    done = kata("grade", NAME, tmp_path / "class", "--json", tmp_path / "report.json")
    assert done.returncode == 0, done.stderr
    assert "\x1b[31m" not in done.stdout and "Traceback" not in done.stderr
    (report,) = json.loads((tmp_path / "report.json").read_text(encoding="utf-8", errors="surrogateescape"))["submissions"]
    assert report["score"] == 60.0 and (report["student"] == name or "\udcff" in name)


def test_an_unknown_assignment_is_a_sentence_with_the_nearest(kata, submitted):
    assert "07_min is not an assignment" in one_sentence(kata("grade", "07_min", submitted))
    assert "did you mean 07_mini?" in one_sentence(kata("grade", "07_min", submitted))
    assert "there are: 07_mini" in one_sentence(kata("grade", "xyz", submitted))


@pytest.mark.parametrize("name", ["../assignments/07_mini", "", ".", "/etc"])
def test_an_assignments_name_is_no_path(kata, submitted, name):
    assert "is not an assignment" in one_sentence(kata("grade", name, submitted))


def test_a_path_that_is_not_there_is_a_sentence_with_the_nearest(kata, submitted):
    assert "does not exist; did you mean" in one_sentence(kata("grade", NAME, submitted / "adaa"))


@pytest.mark.parametrize("path", ["/dev/null", "essay.txt"])
def test_a_path_that_is_no_submission_is_a_sentence(kata, tmp_path, path):
    (tmp_path / "essay.txt").write_text("x")
    one_sentence(kata("grade", NAME, tmp_path / path))


def test_another_kind_of_sandbox_is_refused(kata, submitted):
    said = one_sentence(kata("grade", NAME, submitted, "--sandbox", "none"))
    assert "bubblewrap" in said and "process" in said


def test_bubblewrap_is_insisted_on(kata_in_container, submitted):
    done = kata_in_container("grade", NAME, submitted, "--sandbox", "bubblewrap", "--force")
    assert "a container needs a seccomp profile that allows them" in one_sentence(done, status=1)


def test_a_plain_process_is_announced_loudly(kata, submitted):
    done = kata("grade", NAME, submitted / "ada", "--sandbox", "process")
    assert done.returncode == 0 and "No bubblewrap sandbox" in done.stderr and "Grade only code you trust" in done.stderr


@pytest.mark.parametrize(
    "arguments", [["grade"], ["grade", NAME], ["no-such-command"], ["grade", NAME, ".", "--jobs", "0"], ["--nonsense"]]
)
def test_wrong_usage_has_status_2(kata, arguments):
    one_sentence(kata(*arguments))


def test_outside_a_kit_the_checkout_of_the_package_is_the_kit_or_a_sentence(kata, tmp_path):
    done = kata("grade", "no_such_assignment", tmp_path, cwd=tmp_path)
    assert "no_such_assignment is not an assignment" in one_sentence(done) or "no kit around" in done.stderr


def test_a_json_file_that_cannot_be_written_is_a_sentence(kata, submitted, tmp_path):
    (tmp_path / "folder").mkdir()
    one_sentence(kata("grade", NAME, submitted / "ada", "--json", tmp_path / "folder"), status=2)


def test_broken_graders_are_a_sentence_and_status_1(kata, submitted, tmp_path):
    kit = minikit.write_kit(tmp_path / "kit", built=False)
    (kit.graders(NAME) / "test_nets.py").write_text("1 / 0\n")
    assert "ZeroDivisionError" in one_sentence(kata("grade", NAME, submitted, cwd=kit.root), status=1)


# ---- validate ------------------------------------------------------------------------------------------------------


def test_validate_proves_true_graders(kata):
    done = kata("validate", NAME)
    assert done.returncode == 0, done.stdout
    assert "reference full, stub 0, 12 wheats full, 5 chaffs caught" in done.stdout


def test_validate_under_several_seeds(kata):
    done = kata("validate", NAME, "--exercise", "center", "--seeds", "2")
    assert done.returncode == 0 and "2 seeds, 0 checks whose outcome differs" in done.stdout, done.stdout + done.stderr


def test_validate_finds_what_is_not_true(kata, tmp_path):
    kit = minikit.write_kit(tmp_path, built=False)
    graders = kit.graders(NAME)

    def write(path, exercise, text, mistake=None):
        line = f"misconception: {mistake}\n" if mistake else ""
        (graders / path).write_text(f'"""x\n\nexercise: {exercise}\n{line}"""\n{text}')

    write("wheats/center__wrong.py", "center", "def center(x):\n    return x\n")
    write("chaffs/center__right.py", "center", "def center(x):\n    return x - x.mean()\n")
    write("chaffs/center__unnamed.py", "center", "def center(x):\n    return x + 1\n", "plus-one")
    write("chaffs/center__marked.py", "center", "def center(x):\n    x -= x.mean()\n    return x.clone()\n", "in-place\nkeeps: 0.9")
    write("chaffs/Scale__both.py", "Scale", "class Scale:\n    pass\nclass Twice:\n    pass\n")
    (graders / "wheats" / "Twice__a.py").unlink()
    text = (graders / "test_nets.py").read_text()
    marks = '@pytest.mark.exercise("Twice")\n@pytest.mark.criterion("value")'
    always = f'\n\n{marks}\ndef test_nothing(student):\n    """Nothing is asked."""\n'
    (graders / "test_nets.py").write_text(text + always)
    kind = 'misconception("no-return", "Nothing came back.", keeps=0.5)'
    text = (graders / "test_shapes.py").read_text()
    easy = f'    assert_that(student(ids, n)[0] is not None, "next_id() is None.", {kind})\n    assert_matches(student(ids, n)'
    (graders / "test_shapes.py").write_text(text.replace("    assert_matches(student(ids, n)", easy))
    done = kata("validate", NAME, cwd=kit.root)
    assert done.returncode == 1
    for problem in (
        "idle/next_id, which gives nothing: keeps 0.50 of its points without work; 0.10 is the most",
        "wheats/center__wrong: scores 0 of 20 on center",
        "chaffs/center__right: scores full on center",
        "chaffs/center__unnamed: not recognised as plus-one",
        "chaffs/center__marked: keeps 0.50 of its points; a teacher would leave 0.90",
        "07_mini: what chaffs keep differs from what a teacher would leave by 0.400 in the mean; 0.12 is the most",
        "chaffs/Scale__both: scores 0 of 20 on Twice",
        "stub: the stub scores 0 on Twice (passes test_nothing)",
        "Twice has 2 wheats; 3 are the least",
    ):
        assert problem in done.stdout, done.stdout


def test_a_wheat_without_its_line_is_a_sentence(kata, tmp_path):
    kit = minikit.write_kit(tmp_path, built=False)
    (kit.graders(NAME) / "wheats" / "odd.py").write_text("x = 1\n")
    assert "odd.py: its docstring needs a line `exercise: NAME`" in one_sentence(kata("validate", cwd=kit.root))


# ---- doctor --------------------------------------------------------------------------------------------------------


def test_doctor_says_what_works(kata, kit):
    done = kata("doctor")
    assert done.returncode == 0, done.stdout
    assert "Python 3." in done.stdout and "torch 2." in done.stdout
    assert f"Kit in {kit.root} with 1 assignments" in done.stdout
    assert "does not hold" not in done.stdout
    if "No sandbox" not in done.stdout:
        for wall in ("no network", "no file but", "no other process", "memory is limited", "system calls are filtered"):
            assert f"bubblewrap: {wall}" in done.stdout


def test_doctor_says_what_to_do_without_bubblewrap(kata_in_container):
    done = kata_in_container("doctor")
    assert done.returncode == 0 and "No sandbox" in done.stdout and "allow unprivileged user namespaces" in done.stdout


def test_doctor_sees_a_course_that_does_not_use_the_kit(kata, tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    done = kata("doctor", cwd=tmp_path)
    assert done.returncode == 1 and "does not call torchkata.course.configure(c)" in done.stdout
