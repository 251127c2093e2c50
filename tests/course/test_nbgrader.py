"""The kit inside nbgrader: the same scores by every way, for honest and hostile notebooks alike."""

import contextlib
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import minikit
import nbformat
import psutil
import pytest
from courses import LATE, auto_scores, autograded_files, book, comment, copy, gradebook_rows, hand_in
from minikit import FULL, NAME, REFERENCE
from nbgrader.api import Gradebook

from torchkata.assignment import UsageError, open_kit
from torchkata.course.make import make_course
from torchkata.course.open import open_course
from torchkata.submission import Submission

pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")  # of nbgrader's own queries

ROW_MEAN = "\ndef center(x):\n    return x - x.mean(-1, keepdim=True)\n"
CRASH = "\ndef center(x):\n    import os\n    os._exit(0)\n"
DUE = datetime(2026, 11, 16, 18, 0)

EXPECTED = {
    "ada": FULL,
    "bela": FULL | {"center": 0.0},
    "chen": {"center": 20.0, "next_id": 20.0, "Scale": 0.0, "Twice": 0.0},
    "emil": FULL,
    "fay": FULL | {"center": 0.0},
    "gus": FULL,
    "hana": FULL,
}
NOBODYS = dict.fromkeys(FULL)  # of dana, who handed in none of the files
NOTHING = f"No shapes.py or nets.py was found; there is {NAME}.ipynb."


# ---- one class, handed in, autograded, exported, with feedback -----------------------------------------------------


def graded(notebook):
    return [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]


def mark(course, name):
    """A cell's code that leaves a mark where it is executed."""
    return f"open({str(course / ('executed-' + name))!r}, 'w').close()"


def with_hostile_cells(course):
    def change(notebook):
        notebook.cells.insert(0, nbformat.v4.new_code_cell(mark(course, "emil")))
        first, second, third, fourth = graded(notebook)
        first.source = mark(course, "cell") + "\n100.0"
        first.outputs = [nbformat.v4.new_output("execute_result", data={"text/plain": "20.0"}, execution_count=1)]
        second.metadata["tags"] = ["skip-execution"]
        third.metadata.nbgrader["grade_id"] = "renamed"
        third.metadata.nbgrader["points"] = 1000.0
        notebook.cells.remove(fourth)
        notebook.metadata["kernelspec"]["name"] = "no-such-kernel"

    return change


def with_false_outputs(notebook):
    for cell in graded(notebook):
        cell.outputs = [nbformat.v4.new_output("execute_result", data={"text/plain": "20.0"}, execution_count=1)]
        cell.metadata["tags"] = ["skip-execution"]
        cell.metadata.nbgrader["points"] = 0.0


def everybody(course):
    stub = {name: (course / "release" / NAME / name).read_text() for name in REFERENCE}
    hand_in(course, "ada", REFERENCE)
    hand_in(course, "bela", REFERENCE | {"shapes.py": REFERENCE["shapes.py"] + ROW_MEAN})
    hand_in(course, "chen", {"shapes.py": REFERENCE["shapes.py"], "nets.py": stub["nets.py"]}, notebook=False)
    hand_in(course, "dana", {}, with_false_outputs)
    hand_in(course, "emil", REFERENCE, with_hostile_cells(course))
    hand_in(course, "fay", REFERENCE | {"shapes.py": REFERENCE["shapes.py"] + CRASH}, with_false_outputs)
    hand_in(course, "gus", REFERENCE, timestamp=LATE)
    hostile = f"import os\n{mark(course, 'conftest')}\nos._exit(0)\n"
    extra = dict.fromkeys(("conftest.py", "torch.py", "random.py", "nbgrader_config.py", "sitecustomize.py"), hostile)
    extra |= {"pytest.ini": "[pytest]\naddopts = --no-such-option\n", "test_shapes.py": hostile, "assignment.toml": "points = 1"}
    hand_in(course, "hana", REFERENCE | extra)


@pytest.fixture(scope="session")
def empty_course(kata, tmp_path_factory):
    """A course as `kata course` makes it, with everybody's submissions, before grading."""
    course = tmp_path_factory.mktemp("course") / "course"
    done = kata("course", course)
    assert done.returncode == 0, done.stderr
    with (course / "nbgrader_config.py").open("a") as config:
        config.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate=DUE)
    everybody(course)
    return course


@pytest.fixture(scope="session")
def course(empty_course, nbgrader, tmp_path_factory):
    """The course after `nbgrader autograde`, `generate_feedback` and `export`."""
    course = copy(empty_course, tmp_path_factory.mktemp("graded"))
    done = nbgrader(course, "autograde", NAME)
    assert done.returncode == 1 and done.stderr.endswith("Not graded: dana. The reasons are above.\n"), done.stderr[-3000:]
    for command in (["generate_feedback", NAME], ["export"]):
        done = nbgrader(course, *command)
        assert done.returncode == 0, done.stderr[-3000:]
    return course


# ---- the course ----------------------------------------------------------------------------------------------------


def test_the_release_is_what_students_need_and_no_more(empty_course):
    files = {path.name for path in (empty_course / "release" / NAME).iterdir()}
    texts = {"assignment.toml", "README.md", "AGENTS.md"}
    assert files == {f"{NAME}.ipynb", "shapes.py", "nets.py", "test_shapes.py", "test_nets.py", *texts}
    text = "".join(path.read_text() for path in (empty_course / "release" / NAME).iterdir())
    for secret in ("secret", "HIDDEN", "SOLUTION", "row-mean"):
        assert secret not in text


def test_the_released_notebook_has_nbgraders_checksums(empty_course):
    notebook = nbformat.read(empty_course / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    assert all(cell.metadata.nbgrader.get("checksum") for cell in graded(notebook)) and len(graded(notebook)) == 4


def test_a_course_is_brought_up_to_date_and_keeps_its_configuration(empty_course, kata, tmp_path):
    course = copy(empty_course, tmp_path)
    config = (course / "nbgrader_config.py").read_text().replace("kit=", "ai_file=False, wheel='https://x.org/kit.whl', kit=")
    (course / "nbgrader_config.py").write_text(config)
    done = kata("course", course)
    assert done.returncode == 0 and (course / "nbgrader_config.py").read_text() == config
    assert not (course / "release" / NAME / "AGENTS.md").exists()
    assert r'WHEEL = \"https://x.org/kit.whl\"' in (course / "release" / NAME / f"{NAME}.ipynb").read_text()


def test_a_folder_with_something_else_is_not_made_a_course(kata, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    done = kata("course", tmp_path)
    assert done.returncode == 2 and "is not empty and has no nbgrader_config.py" in done.stderr
    assert os.listdir(tmp_path) == ["thesis.txt"]


# ---- nbgrader autograde --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("student", EXPECTED)
def test_autograde_gives_everybody_what_the_code_deserves(course, student):
    assert auto_scores(course, student) == EXPECTED[student]


def test_scores_are_plain_floats_in_the_notebook(course):
    for student, scores in EXPECTED.items():
        notebook = nbformat.read(course / "autograded" / student / NAME / f"{NAME}.ipynb", as_version=4)
        results = {}
        for cell in graded(notebook):
            (result,) = [o for o in cell.outputs if o.output_type == "execute_result"]
            text = result.data["text/plain"]
            assert text == repr(float(text))
            results[cell.metadata.nbgrader.grade_id] = float(text)
        assert results == scores, f"{student}'s notebook has other scores"


def test_nothing_needs_a_manual_grade(course):
    with book(course) as gradebook:
        for student in EXPECTED:
            assert not gradebook.find_submission_notebook(NAME, NAME, student).needs_manual_grade, student


def test_no_cell_and_no_extra_file_of_a_student_is_executed(course, empty_course):
    for folder in (course, empty_course):
        assert not list(folder.glob("executed-*")), "code of a submission was executed outside the sandbox"


def test_the_export_has_every_student_with_the_score(course):
    with open(course / "grades.csv", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert set(rows) == {*EXPECTED, "dana"} and rows["dana"]["score"] == rows["dana"]["raw_score"] == ""
    for student, scores in EXPECTED.items():
        assert float(rows[student]["raw_score"]) == sum(scores.values())
        assert float(rows[student]["max_score"]) == 100.0


def test_a_late_submission_is_graded_and_the_courses_penalty_applies(course):
    with book(course) as gradebook:
        submission = gradebook.find_submission(NAME, "gus")
        assert submission.total_seconds_late > 0 and submission.score == 100.0
        assert submission.late_submission_penalty == 100.0
        assert gradebook.find_submission(NAME, "ada").late_submission_penalty in (None, 0.0)


def test_the_comment_says_the_score_and_what_to_look_at(course):
    assert comment(course, "ada") == "100 of 100 points."
    said = comment(course, "bela").splitlines()
    assert said[0] == "80 of 100 points." and len(said) == 2
    lost = "0 of 10 for: the mean of all numbers is subtracted; 0 of 10 for: x stays as it is"
    assert said[1].startswith(f"center (0/20; {lost}): center(x) for x of shape (3, 4) has the right shape, but")
    assert "mean of each row" in said[1]
    assert comment(course, "dana") == f"Not graded: {NOTHING}"
    assert auto_scores(course, "dana") == NOBODYS


def test_the_same_scores_come_from_kata_grade(course, kata, tmp_path):
    done = kata("grade", NAME, course / "submitted", "--json", tmp_path / "report.json")
    assert done.returncode == 1, done.stderr
    rows = {s["student"]: s for s in json.loads((tmp_path / "report.json").read_text())["submissions"]}
    assert rows.pop("dana")["error"] == NOTHING
    found = {student: {e["name"]: e["score"] for e in row["exercises"]} for student, row in rows.items()}
    assert found == {student: auto_scores(course, student) for student in EXPECTED} == EXPECTED


# ---- feedback ------------------------------------------------------------------------------------------------------


def feedback(course, student):
    return (course / "feedback" / student / NAME / f"{NAME}.html").read_text()


def test_feedback_names_the_mistake(course):
    assert "take the mean of all the numbers" in feedback(course, "bela")
    assert "What is passed in stays as it is." in feedback(course, "bela")
    assert "shapes.py was not handed in." not in feedback(course, "ada")
    dana = feedback(course, "dana")
    assert NOTHING in dana and "Not graded" in dana and "of 100 points" not in dana


@pytest.mark.parametrize("student", EXPECTED)
def test_feedback_holds_nothing_hidden(course, student):
    text = re.sub(r'<div class="code">.*?</div>', "", feedback(course, student), flags=re.DOTALL)  # their own, the reference here
    for secret in ("HIDDEN", "assert_matches", "reference", "secret_mean", "not graded: this cell", "probe", "nbgrader_config"):
        assert secret not in text, f"the feedback shows {secret!r}"


def test_a_message_cannot_bring_script_into_the_feedback(empty_course, tmp_path):
    course = copy(empty_course, tmp_path)
    shutil.rmtree(course / "submitted")
    more = "\ndef center(x):\n    raise ValueError('<script>alert(1)</script><img src=x onerror=alert(2)>')\n"
    hand_in(course, "eve", REFERENCE | {"shapes.py": REFERENCE["shapes.py"] + more})
    api = open_course(course)
    assert api.autograde(NAME, "eve")["success"] and api.generate_feedback(NAME, "eve")["success"]
    text = feedback(course, "eve")
    assert "&lt;script&gt;alert(1)" in text
    assert "<script" not in text and "<img" not in text
    assert "default-src 'none'" in text


def test_the_page_says_who_what_and_by_which_rubric(course):
    page = feedback(course, "bela")
    assert len(page.encode()) < 100_000 and "http" not in page.replace("http-equiv", "")
    assert "80 of 100 points" in page and "bela" in page
    for exercise, (got, of) in {"center": ("0", "20"), "Scale": ("40", "40")}.items():
        assert f'<h2 id="{exercise}">{exercise}: {got} of {of} points</h2>' in page
    assert "the mean of all numbers is subtracted" in page and "0 of 10" in page
    assert page.count("It looks like the mean of each row") == 2, "once in the table, once at its exercise"
    assert "Your code in shapes.py" in page and "keepdim" in page


def test_a_line_that_a_message_names_is_marked(empty_course, tmp_path):
    course = copy(empty_course, tmp_path)
    shutil.rmtree(course / "submitted")
    more = "\n\ndef center(x):\n    y = x * 2\n    return y @ x\n"
    hand_in(course, "eve", REFERENCE | {"shapes.py": REFERENCE["shapes.py"] + more})
    api = open_course(course)
    assert api.autograde(NAME, "eve")["success"] and api.generate_feedback(NAME, "eve")["success"]
    number = len((REFERENCE["shapes.py"] + more).splitlines())
    page = feedback(course, "eve")
    assert f"(marked: line {number})" in page
    assert re.search(r'class="hll">.*return', page) and "secret_mean" not in page, "the last definition counts"


def test_a_course_may_have_a_template_of_its_own(course, tmp_path):
    course = copy(course, tmp_path)
    (course / "templates").mkdir()
    (course / "templates" / "feedback.html.j2").write_text("{{ student }} has {{ score | points }} & more")
    api = open_course(course)
    assert api.generate_feedback(NAME, "bela")["success"]
    assert feedback(course, "bela") == "bela has 80 & more"


def with_scripts(notebook):
    script = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    notebook.cells += [
        nbformat.v4.new_markdown_cell(f"```\n{script}"),
        nbformat.v4.new_raw_cell(script, metadata={"raw_mimetype": "text/html"}),
        nbformat.v4.new_code_cell(f"# {script}", metadata={"tags": [script]}),
    ]
    notebook.metadata["title"] = script
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {"x": {"state": f"</script>{script}"}}}}


def test_what_a_student_writes_into_the_notebook_cannot_bring_script_into_the_feedback(empty_course, tmp_path):
    course = copy(empty_course, tmp_path)
    shutil.rmtree(course / "submitted")
    hand_in(course, "eve", REFERENCE, with_scripts)
    api = open_course(course)
    assert api.autograde(NAME, "eve")["success"] and api.generate_feedback(NAME, "eve")["success"]
    text = feedback(course, "eve")
    assert "alert(1)" not in text, "the tour is not on the page"


# ---- again ---------------------------------------------------------------------------------------------------------


def test_a_second_autograde_grades_what_changed_and_skips_the_rest(course, nbgrader, tmp_path):
    course = copy(course, tmp_path)
    (course / "submitted" / "bela" / NAME / "shapes.py").write_text(REFERENCE["shapes.py"])
    done = nbgrader(course, "autograde", NAME)
    assert done.returncode == 1 and done.stderr.count("Skipping existing assignment") == len(EXPECTED) - 1
    assert "The score of bela changed from 80 to 100." in done.stderr and "nbgrader generate_feedback" in done.stderr
    assert auto_scores(course, "bela") == FULL and comment(course, "bela") == "100 of 100 points."


def test_force_grades_again(course, nbgrader, tmp_path):
    course = copy(course, tmp_path)
    with book(course) as gradebook:
        gradebook.find_grade("center", NAME, NAME, "bela").auto_score = 7.0
        gradebook.db.commit()
    done = nbgrader(course, "autograde", NAME, "--student", "bela")
    assert done.returncode == 0 and auto_scores(course, "bela")["center"] == 7.0
    done = nbgrader(course, "autograde", NAME, "--student", "bela", "--force")
    assert done.returncode == 0 and auto_scores(course, "bela") == EXPECTED["bela"]


def test_formgraders_button_gives_the_same_scores(course, tmp_path):
    course = copy(course, tmp_path)
    api = open_course(course)
    for student in ("bela", "chen"):
        outcome = api.autograde(NAME, student, force=True)
        assert outcome["success"], outcome
        assert auto_scores(course, student) == EXPECTED[student]


def test_a_persons_own_score_and_comment_stay(course, nbgrader, tmp_path):
    course = copy(course, tmp_path)
    with book(course) as gradebook:
        gradebook.find_grade("center", NAME, NAME, "bela").manual_score = 15.0
        gradebook.find_comment("notes", NAME, NAME, "bela").manual_comment = "See me."
        gradebook.db.commit()
    assert open_course(course).autograde(NAME, "bela", force=True)["success"]
    with book(course) as gradebook:
        grade = gradebook.find_grade("center", NAME, NAME, "bela")
        assert (grade.manual_score, grade.score, grade.auto_score) == (15.0, 15.0, 0.0)
        assert gradebook.find_comment("notes", NAME, NAME, "bela").comment == "See me."


# ---- where grading fails -------------------------------------------------------------------------------------------


def assert_not_graded(course, student):
    """No score from an earlier grading is left, and nobody takes the missing one for a grade."""
    with book(course) as gradebook:
        grades = gradebook.find_submission_notebook(NAME, NAME, student).grades
        assert {grade.auto_score for grade in grades} <= {None}, "an old score is still in the gradebook"
        assert gradebook.find_submission(NAME, student).needs_manual_grade
    assert not (course / "autograded" / student / NAME / f"{NAME}.ipynb").exists()


def with_kit(course, kit):
    """Have the course graded by another kit."""
    config = course / "nbgrader_config.py"
    lines = config.read_text().splitlines()
    config.write_text("\n".join(f"configure(c, kit={str(kit.root)!r})" if "configure(c" in li else li for li in lines) + "\n")


def test_with_broken_graders_the_command_fails_and_leaves_the_course_as_it_was(course, nbgrader, tmp_path):
    course = copy(course, tmp_path)
    kit = minikit.write_kit(tmp_path / "kit")
    (kit.graders(NAME) / "test_nets.py").write_text("1 / 0\n")
    with_kit(course, kit)
    (course / "submitted" / "bela" / NAME / "shapes.py").write_text(REFERENCE["shapes.py"])
    hand_in(course, "zoe", REFERENCE)
    before, files = gradebook_rows(course), autograded_files(course)
    done = nbgrader(course, "autograde", NAME)
    assert done.returncode != 0 and "ZeroDivisionError" in done.stderr
    assert "Out of date in the gradebook until they are graded: ada, bela," in done.stderr
    after = gradebook_rows(course)
    assert autograded_files(course) == files and after.pop("zoe")[0] == 0 and after == before
    assert nbgrader(course, "export").returncode == 0
    with open(course / "grades.csv", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert rows["zoe"]["score"] == rows["zoe"]["raw_score"] == "", "a missing grade looks like a 0"
    assert float(rows["bela"]["score"]) == 80.0


def test_where_the_judge_dies_another_one_grades(course, tmp_path):
    from torchkata.course import autograde

    course = copy(course, tmp_path)
    api = open_course(course)
    others = set(psutil.Process().children(recursive=True))  # such as the judge of other tests
    autograde._graders.clear()
    assert api.autograde(NAME, "ada", force=True)["success"]
    for process in set(psutil.Process().children(recursive=True)) - others:
        with contextlib.suppress(psutil.Error):  # it has ended
            if "torchkata.judge.process" in " ".join(process.cmdline()):
                process.kill()
    (course / "submitted" / "ada" / NAME / "shapes.py").write_text(REFERENCE["shapes.py"] + ROW_MEAN)
    assert api.autograde(NAME, "ada", force=True)["success"]
    assert auto_scores(course, "ada") == FULL | {"center": 0.0}


def test_a_notebook_that_is_no_notebook_does_not_keep_an_old_score(course, nbgrader, tmp_path):
    """The .py files decide."""
    course = copy(course, tmp_path)
    folder = course / "submitted" / "ada" / NAME
    (folder / f"{NAME}.ipynb").write_bytes(b"%PDF-1.7")
    (folder / "shapes.py").write_text("")
    done = nbgrader(course, "autograde", NAME, "--student", "ada", "--force")
    assert done.returncode == 0 and "the released notebook takes its place" in done.stderr
    assert auto_scores(course, "ada") == FULL | {"center": 0.0, "next_id": 0.0}


def test_a_link_to_another_students_file_earns_nothing(empty_course, nbgrader, kata, tmp_path):
    """nbgrader copies what a link points at; the points may not depend on who grades."""
    course = copy(empty_course, tmp_path)
    folder = hand_in(course, "leo", {"nets.py": REFERENCE["nets.py"]})
    (folder / "shapes.py").symlink_to(f"../../ada/{NAME}/shapes.py")
    done = kata("grade", NAME, course / "submitted" / "leo" / NAME, "--json", tmp_path / "report.json")
    (report,) = json.loads((tmp_path / "report.json").read_text())["submissions"]
    assert done.returncode == 0 and report["score"] == 60.0
    done = nbgrader(course, "autograde", NAME, "--student", "leo")
    assert done.returncode == 0, done.stderr
    assert auto_scores(course, "leo") == FULL | {"center": 0.0, "next_id": 0.0}, "a link was followed"
    assert not (course / "autograded" / "leo" / NAME / "shapes.py").exists()


def test_a_link_in_place_of_a_students_folder_is_not_graded(empty_course, nbgrader, tmp_path):
    course = copy(empty_course, tmp_path)
    (course / "submitted" / "leo").symlink_to("ada")
    done = nbgrader(course, "autograde", NAME, "--student", "leo")
    assert done.returncode != 0 and f"submitted/leo/{NAME} is a symbolic link" in done.stderr
    assert set(auto_scores(course, "leo").values()) == {None}, "leo vanished, or has a score"
    assert not (course / "autograded" / "leo").exists()


def test_two_commands_may_enter_a_new_class_at_once(empty_course, tmp_path):
    """Both look who is there, and both find nobody."""
    course = copy(empty_course, tmp_path)
    command = [sys.executable, "-m", "nbgrader", "autograde", NAME]
    running = [subprocess.Popen(command, cwd=course, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [each.communicate(timeout=300)[1] for each in running]
    assert [each.returncode for each in running] == [1, 1] and all("Not graded: dana. " in text for text in said), said
    assert {student: auto_scores(course, student) for student in EXPECTED} == EXPECTED


@pytest.mark.slow
def test_nbgraders_own_execute_gives_no_points(course, nbgrader, tmp_path):
    """A course whose configuration no longer names the kit's preprocessor: an error in the notebook, never points."""
    course = copy(course, tmp_path)
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("\ndel c.Autograde.autograde_preprocessors\n")
    nbgrader(course, "autograde", NAME, "--student", "ada", "--force")
    scores = auto_scores(course, "ada")
    assert set(scores.values()) <= {0.0, None}
    notebook = nbformat.read(course / "autograded" / "ada" / NAME / f"{NAME}.ipynb", as_version=4)
    for cell in graded(notebook):
        assert [o.evalue for o in cell.outputs if o.output_type == "error" and "torchkata's preprocessor" in o.evalue]


# ---- kata grade --course -------------------------------------------------------------------------------------------


def test_kata_grade_writes_the_same_as_autograde(course, empty_course, kata, tmp_path):
    other = copy(empty_course, tmp_path)
    done = kata("grade", NAME, other / "submitted", "--course", other)
    assert done.returncode == 1 and "not graded" in done.stdout and "dana was not" not in done.stderr, done.stderr
    assert [line for line in done.stdout.splitlines() if "gus" in line and "late by" in line], done.stdout
    assert gradebook_rows(other) == gradebook_rows(course)
    assert autograded_files(other) == autograded_files(course)


def test_both_write_what_nbgraders_own_converter_writes(course, empty_course, tmp_path):
    """nbgrader's Autograde as it is, commits and all, with the results of the judge at hand."""
    from nbgrader.converters import Autograde
    from nbgrader.utils import capture_log

    from torchkata.course.autograde import shared_grader
    from torchkata.submission import read_submission

    other = copy(empty_course, tmp_path)
    api = open_course(other)
    kit = open_kit(Path(api.config.KitAutograde.kit))
    assignment = kit.assignment(NAME)
    grader = shared_grader(kit, assignment, "auto")

    class Stock(Autograde):
        def init_single_notebook_resources(self, notebook_filename):
            resources = super().init_single_notebook_resources(notebook_filename)
            student = resources["nbgrader"]["student"]
            result = grader.grade(read_submission(assignment, other / "submitted" / student / NAME, student))
            return resources | {"torchkata": (assignment, result)}

    shutil.copy(other / "release" / NAME / f"{NAME}.ipynb", other / "submitted" / "chen" / NAME)
    api.coursedir.assignment_id = NAME
    outcome = capture_log(Stock(coursedir=api.coursedir, parent=api))
    assert outcome["success"], outcome
    assert gradebook_rows(other) == gradebook_rows(course)
    assert autograded_files(other) == autograded_files(course)


def test_kata_grade_collects_submissions_from_elsewhere(empty_course, kata, tmp_path):
    course = copy(empty_course, tmp_path)
    shutil.rmtree(course / "submitted")
    folder = tmp_path / "inbox" / "mia"
    folder.mkdir(parents=True)
    for name, text in REFERENCE.items():
        (folder / name).write_text(text)
    done = kata("grade", NAME, folder, "--course", course)
    assert done.returncode == 0, done.stderr
    assert auto_scores(course, "mia") == FULL
    (folder / "shapes.py").write_text("x = 1")
    done = kata("grade", NAME, folder, "--course", course)
    assert done.returncode == 2 and "is there already and differs from what was graded" in done.stderr
    assert auto_scores(course, "mia") == FULL


@pytest.mark.parametrize("student", ["../../evil", "/tmp/evil", "a/b", "..", ".", ""])
def test_a_students_name_that_is_a_path_leaves_the_course_alone(empty_course, assignment, tmp_path, student):
    from torchkata.course.recorder import CourseRecorder

    course = copy(empty_course, tmp_path)
    before = set(tmp_path.rglob("*"))
    recorder = CourseRecorder(course, assignment)
    with pytest.raises(UsageError):
        recorder.collect(Submission(student, {name: text.encode() for name, text in REFERENCE.items()}))
    assert set(tmp_path.rglob("*")) == before


def test_a_course_that_is_none_is_a_sentence(kata, tmp_path, course):
    done = kata("grade", NAME, course / "submitted" / "ada", "--course", tmp_path)
    assert done.returncode == 2 and "is no nbgrader course" in done.stderr and "Traceback" not in done.stderr


# ---- an environment that is not activated --------------------------------------------------------------------------


@pytest.mark.slow
def test_neither_kata_nor_nbgrader_needs_the_environment_on_the_path(kata, run, tmp_path):
    """nbgrader starts alembic by its name, for each new gradebook."""
    course, nothing = tmp_path / "course", {"PATH": str(tmp_path)}
    done = kata("course", course, env=nothing)
    assert done.returncode == 0, done.stderr
    (course / "gradebook.db").unlink()
    done = run("-m", "nbgrader", "db", "student", "add", "ada", cwd=course, env=nothing)
    assert done.returncode == 0, done.stderr
    done = run("-m", "nbgrader", "db", "upgrade", cwd=course, env=nothing)
    assert done.returncode == 0, done.stderr


def test_where_nbgrader_cannot_release_the_cause_is_said(kit, monkeypatch, tmp_path):
    from nbgrader import api

    def get_alembic_version():
        raise FileNotFoundError("no such file: 'alembic'")

    monkeypatch.setattr(api, "get_alembic_version", get_alembic_version)
    with pytest.raises(UsageError, match="could not release 07_mini: FileNotFoundError: no such file"):
        make_course(kit, tmp_path / "course", [NAME])


# ---- zip_collect ---------------------------------------------------------------------------------------------------

PLATFORM = r".*/(?P<student_id>[^/]+)_\d+(_(?P<timestamp>[\d-]+T[\d-]+))?_assignsubmission_file/(?P<file_id>[^/]+)"


def test_zip_collect_takes_what_a_learning_platform_gives(empty_course, nbgrader, tmp_path):
    """A folder for each student, with .py files and more; a time, where the platform gives one."""
    course = copy(empty_course, tmp_path)
    shutil.rmtree(course / "submitted")
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.FileNameCollectorPlugin.named_regexp = {PLATFORM!r}\n")
    archive = course / "downloaded" / NAME / "archive"
    archive.mkdir(parents=True)
    with zipfile.ZipFile(archive / "submissions.zip", "w") as file:
        for folder in ("Ada L_123_2026-11-16T17-00-00_assignsubmission_file", "bela_124_assignsubmission_file"):
            for name, text in (REFERENCE | {"notes.txt": "", "holiday.jpg": ""}).items():
                file.writestr(f"{folder}/{name}", text)
    done = nbgrader(course, "zip_collect", NAME)
    assert done.returncode == 0, done.stderr
    found = {str(p.relative_to(course / "submitted")) for p in (course / "submitted").rglob("*") if p.is_file()}
    files = {f"{student}/{NAME}/{name}" for student in ("Ada L", "bela") for name in REFERENCE}
    assert found == files | {f"Ada L/{NAME}/timestamp.txt"}
    done = nbgrader(course, "autograde", NAME)
    assert done.returncode == 0, done.stderr
    assert auto_scores(course, "Ada L") == auto_scores(course, "bela") == FULL
