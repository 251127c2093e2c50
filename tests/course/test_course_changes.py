"""A course in mid-term: what changes is graded anew and said, what cannot be graded changes nothing."""

import csv
import os
import shutil
from datetime import datetime, timedelta

import minikit
import pytest
from courses import auto_scores, autograded_files, book, comment, copy, gradebook_rows, hand_in
from minikit import FULL, NAME, REFERENCE
from nbgrader.utils import capture_log

from torchkata.assignment import UsageError
from torchkata.course import autograde
from torchkata.course.extension import extend
from torchkata.course.folders import EXAMPLE, TimestampError, read_timestamp
from torchkata.course.make import make_course
from torchkata.course.open import open_course

ROW_MEAN = {"shapes.py": REFERENCE["shapes.py"] + "\ndef center(x):\n    return x - x.mean(-1, keepdim=True)\n"}
IN_PLACE = "\ndef center(x):\n    x -= x.mean()\n    return x.clone()\n"
STUDENTS = ("ada", "bela", "olga [2]")

pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")  # of nbgrader's own queries


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course of its own kit, graded, with feedback."""
    folder = tmp_path_factory.mktemp("term")
    kit = minikit.write_kit(folder / "kit")
    course = folder / "course"
    make_course(kit, course, [NAME])
    for student, files in zip(STUDENTS, (REFERENCE, REFERENCE | ROW_MEAN, REFERENCE), strict=True):
        hand_in(course, student, files, notebook=False)
    said = run(course)
    assert said["success"], said
    assert feedback(course)["success"]
    return course


@pytest.fixture
def course(graded, tmp_path):
    """A copy of it, whose kit may be changed too."""
    course = copy(graded, tmp_path)
    shutil.copytree(graded.parent / "kit", tmp_path / "kit")
    config = course / "nbgrader_config.py"
    config.write_text(config.read_text().replace(str(graded.parent / "kit"), str(tmp_path / "kit")))
    return course


def run(course, student="*", force=False):
    """What `nbgrader autograde` does; its success and its log."""
    api = open_course(course)
    api.coursedir.assignment_id, api.coursedir.student_id = NAME, student
    return capture_log(autograde.KitAutograde(coursedir=api.coursedir, parent=api, force=force))


def feedback(course):
    from torchkata.course.feedback_page import KitGenerateFeedback

    api = open_course(course)
    api.coursedir.assignment_id = NAME
    return capture_log(KitGenerateFeedback(coursedir=api.coursedir, parent=api))


def page(course, student):
    return course / "feedback" / student / NAME / f"{NAME}.html"


def configure(course, text):
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(f"\n{text}\n")


def state(course):
    return gradebook_rows(course), autograded_files(course)


# ---- what has changed is made anew ---------------------------------------------------------------------------------


def test_what_has_not_changed_is_skipped(course):
    before = state(course)
    times = [path.stat().st_mtime_ns for path in sorted(course.glob("autograded/*/*/*"))]
    said = run(course)
    assert said["success"] and "changed" not in said.get("log", "") and state(course) == before, said
    assert [path.stat().st_mtime_ns for path in sorted(course.glob("autograded/*/*/*"))] == times


def test_brackets_in_a_name_are_ordinary_characters(course):
    assert auto_scores(course, "olga [2]") == FULL and page(course, "olga [2]").exists()
    api = open_course(course)
    assert api.autograde(NAME, "olga [2]", force=True)["success"], "formgrader's button"
    assert api.generate_feedback(NAME, "olga [2]", force=True)["success"]


def test_changed_points_are_graded_anew_and_said(course):
    toml = course.parent / "kit" / "assignments" / NAME / "assignment.toml"
    toml.write_text(
        toml.read_text().replace('name = "Scale"\nfile = "nets.py"\npoints = 40', 'name = "Scale"\nfile = "nets.py"\npoints = 44')
    )
    said = run(course)
    assert said["success"] and auto_scores(course, "ada")["Scale"] == 44.0, said
    with book(course) as gradebook:
        assert gradebook.find_submission(NAME, "ada").max_score == 104.0
    assert "The score of ada changed from 100 to 104." in said["log"]
    assert f"nbgrader generate_feedback {NAME}, and nbgrader export" in said["log"]


def test_a_dropped_exercise_counts_nothing_for_anybody(course):
    toml = course.parent / "kit" / "assignments" / NAME / "assignment.toml"
    toml.write_text(
        toml.read_text().replace('name = "Twice"\nfile = "nets.py"\npoints = 20', 'name = "Twice"\nfile = "nets.py"\npoints = 0')
    )
    said = run(course)
    assert said["success"] and "The score of ada changed from 100 to 80." in said["log"], said
    assert auto_scores(course, "ada") == FULL | {"Twice": 0.0}
    with book(course) as gradebook:
        submission = gradebook.find_submission(NAME, "ada")
        assert (submission.score, submission.max_score) == (80.0, 80.0)
    assert feedback(course)["success"] and "of 80 points" in page(course, "ada").read_text()


def test_a_new_version_of_the_kit_keeps_what_persons_entered_and_what_was_handed_in_before(course, kata, tmp_path):
    with book(course) as gradebook:
        gradebook.find_grade("center", NAME, NAME, "bela").manual_score = 15
        gradebook.db.commit()
    new = tmp_path / "kit-2"
    shutil.copytree(tmp_path / "kit", new)
    solution, handout = new / "solutions" / NAME / "shapes.py", new / "assignments" / NAME / "handout.md"
    solution.write_text(solution.read_text().replace("1 in the first call", "One in the first call"))
    handout.write_text(handout.read_text().replace("A tour.", "A longer tour."))
    grader = new / "graders" / NAME / "test_shapes.py"
    grader.write_text(grader.read_text().replace("[1, 4]", "[1, 4, 6]"))
    config = course / "nbgrader_config.py"
    config.write_text(config.read_text().replace(str(tmp_path / "kit"), str(new)))
    done = kata("course", course, cwd=tmp_path)
    assert done.returncode == 0 and "A longer tour." in (course / "release" / NAME / f"{NAME}.ipynb").read_text(), done.stderr
    said = run(course)
    assert said["success"] and "The score of" not in said.get("log", ""), said
    assert "One in the first call" in (course / "release" / NAME / "shapes.py").read_text()
    with book(course) as gradebook:
        grade = gradebook.find_grade("center", NAME, NAME, "bela")
        assert (grade.manual_score, grade.score) == (15, 15)
    hand_in(course, "zoe", REFERENCE)
    assert run(course)["success"] and auto_scores(course, "zoe") == auto_scores(course, "ada") == FULL


def test_an_exercise_that_is_removed_after_hand_ins_is_refused_with_the_way_out_and_nothing_is_lost(course):
    folder = course.parent / "kit" / "assignments" / NAME
    grader = course.parent / "kit" / "graders" / NAME / "test_nets.py"
    for path, end in (
        (folder / "assignment.toml", '[[exercise]]\nname = "Twice"'),
        (folder / "handout.md", "## Twice"),
        (grader, '@pytest.mark.exercise("Twice")'),
    ):
        path.write_text(path.read_text().split(end)[0])
    before, released = state(course), {path.name: path.read_bytes() for path in (course / "release" / NAME).iterdir()}
    said = run(course)
    assert not said["success"] and "give one that is dropped `points = 0` in assignment.toml" in said["log"], said
    assert state(course) == before
    assert {path.name: path.read_bytes() for path in (course / "release" / NAME).iterdir()} == released


def test_a_cell_of_the_instructors_own_that_a_person_grades_is_left_alone(course):
    with book(course) as gradebook:
        for add in (gradebook.add_grade_cell, gradebook.add_solution_cell):
            more = {"max_score": 5, "cell_type": "markdown"} if add == gradebook.add_grade_cell else {}
            add("essay", NAME, NAME, **more)
    said = run(course)
    assert said["success"] and "released anew" not in said.get("log", ""), said


def test_a_course_of_one_assignment_stays_so_until_another_is_named(tmp_path, kata):
    kit = minikit.write_kit(tmp_path / "kit")
    for room in ("assignments", "solutions", "graders"):
        shutil.copytree(kit.root / room / NAME, kit.root / room / "08_more")
    course = tmp_path / "course"

    def released(*names):
        done = kata("course", course, *names, cwd=kit.root)
        assert done.returncode == 0, done.stderr
        return sorted(path.name for path in (course / "release").iterdir())

    assert released(NAME) == [NAME]
    assert released() == [NAME], "only brought up to date"
    assert released("08_more") == released() == [NAME, "08_more"]


def test_a_changed_rubric_is_graded_anew_and_no_judge_is_needed(course):
    toml = course.parent / "kit" / "assignments" / NAME / "assignment.toml"
    text = toml.read_text().replace('key = "value", share = 0.5, asks = "the mean', 'key = "value", share = 0.1, asks = "the mean')
    toml.write_text(text.replace('key = "input", share = 0.5', 'key = "input", share = 0.9'))
    (course / "submitted" / "bela" / NAME / "shapes.py").write_text(REFERENCE["shapes.py"] + IN_PLACE)
    said = run(course)
    assert said["success"] and auto_scores(course, "bela")["center"] == 2.0, said
    assert "2 of 2 for" not in comment(course, "bela") and "0 of 18 for: x stays as it is" in comment(course, "bela")
    assert "The score of bela changed from 80 to 82." in said["log"] and "ada" not in said["log"]


@pytest.mark.parametrize("way", ["autograde", "kata grade --course"])
def test_all_or_nothing_is_one_line_for_the_whole_course(course, way, kata):
    (course / "submitted" / "bela" / NAME / "shapes.py").write_text(REFERENCE["shapes.py"] + IN_PLACE)
    assert run(course)["success"] and auto_scores(course, "bela") == FULL | {"center": 10.0}
    config = course / "nbgrader_config.py"
    config.write_text(config.read_text().replace("configure(c, ", 'configure(c, partial="all-or-nothing", '))
    if way == "autograde":
        said = run(course)["log"]
    else:
        said = kata("grade", NAME, course / "submitted", "--course", course, cwd=course).stdout
    assert auto_scores(course, "bela") == FULL | {"center": 0.0} and auto_scores(course, "ada") == FULL
    assert "The score of bela" in said and "changed from 90 to 80." in said


def test_changed_graders_are_graded_anew_and_feedback_follows_without_force(course):
    times = {student: page(course, student).stat().st_mtime_ns for student in STUDENTS}
    grader = course.parent / "kit" / "graders" / NAME / "test_shapes.py"
    grader.write_text(grader.read_text().replace("x - x.mean(-1, keepdim=True)}", "x - x.mean(-1, keepdim=True) + 1}").replace(
        "reference.center(x)", "x - x.mean(-1, keepdim=True)"))  # fmt: skip
    said = run(course)
    assert said["success"] and "The score of bela changed from 80 to" in said["log"], said
    assert feedback(course)["success"]
    assert "It looks like the mean of each row" not in page(course, "bela").read_text()
    assert all(page(course, student).stat().st_mtime_ns != times[student] for student in STUDENTS)
    times = {student: page(course, student).stat().st_mtime_ns for student in STUDENTS}
    assert feedback(course)["success"]
    assert all(page(course, student).stat().st_mtime_ns == times[student] for student in STUDENTS)


def test_a_changed_late_policy_is_graded_anew(course):
    with book(course) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate=datetime(2026, 11, 10))
    configure(course, 'c.LateSubmissionPlugin.penalty_method = "zero"')
    said = run(course)
    assert said["success"] and "The score of ada changed from 100 to 0." in said["log"], said
    (course / "nbgrader_config.py").write_text((course / "nbgrader_config.py").read_text().replace('"zero"', '"none"'))
    assert "The score of ada changed from 0 to 100." in run(course)["log"]


def test_an_extension_of_one_student_is_graded_anew_and_nobody_elses(course, kata):
    with book(course) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate=datetime(2026, 11, 10))
    configure(course, 'c.LateSubmissionPlugin.penalty_method = "zero"')
    assert run(course)["success"]
    done = kata("extend", "ada", NAME, "2026-11-20T12:00", "--course", course, env={"TZ": "UTC"})
    assert "ada may hand in 07_mini until 2026-11-20T12:00, 10 days after the due date." in done.stdout, done.stderr
    log = run(course)["log"]
    assert "The score of ada changed from 0 to 100." in log and log.count("The score of") == 1
    with book(course) as gradebook:
        assert gradebook.find_submission(NAME, "ada").extension == timedelta(days=10, hours=12)


@pytest.mark.parametrize(
    "student, name, until, says",
    [
        ("ada", NAME, "tomorrow", "tomorrow is no date; write it as in 2026-12-01"),
        ("nobody", NAME, "2026-12-01", "the gradebook of .* does not have it"),
        ("ada", NAME, "2026-12-01", "has no due date; set one in formgrader"),
    ],
)
def test_an_extension_that_cannot_be_given_is_a_sentence(graded, student, name, until, says):
    with pytest.raises(UsageError, match=says):
        extend(graded, student, name, until)


def test_a_persons_comment_makes_only_that_page_anew(course):
    times = {student: page(course, student).stat().st_mtime_ns for student in STUDENTS}
    with book(course) as gradebook:
        gradebook.find_comment("notes", NAME, NAME, "bela").manual_comment = "See me."
        gradebook.db.commit()
    assert feedback(course)["success"] and "See me." in page(course, "bela").read_text()
    assert [s for s in STUDENTS if page(course, s).stat().st_mtime_ns != times[s]] == ["bela"]


# ---- what cannot be graded changes nothing -------------------------------------------------------------------------


def test_a_plugin_in_the_courses_folder_is_found_by_kata_too(course, kata, tmp_path):
    (course / "mypolicy.py").write_text(
        "from nbgrader.plugins import BasePlugin\nclass Half(BasePlugin):\n"
        "    def late_submission_penalty(self, student, score, seconds):\n        return score / 2\n"
    )
    configure(course, 'c.AssignLatePenalties.plugin_class = "mypolicy.Half"')
    with book(course) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate=datetime(2026, 11, 10))
    done = kata("grade", NAME, course / "submitted", "--course", course, cwd=tmp_path)
    assert done.returncode == 0 and "changed from 100 to 50" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("broken", ['"nowhere.Policy"', '"mypolicy.Broken"'])
def test_a_plugin_that_does_not_work_is_said_before_anything_is_touched(course, kata, tmp_path, broken):
    (course / "mypolicy.py").write_text(
        "from nbgrader.plugins import BasePlugin\nclass Broken(BasePlugin):\n    def __init__(self, *a, **k):\n        1 / 0\n"
    )
    configure(course, f"c.AssignLatePenalties.plugin_class = {broken}")
    (course / "submitted" / "bela" / NAME / "shapes.py").write_text(REFERENCE["shapes.py"])
    before = state(course)
    done = kata("grade", NAME, course / "submitted", "--course", course, cwd=tmp_path)
    assert done.returncode == 2 and "nbgrader_config.py names something that does not work" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr and state(course) == before
    said = run(course)
    assert not said["success"] and "nothing was changed" in said["log"] and state(course) == before


def test_where_the_graders_do_not_work_kata_leaves_the_course_as_it_was_and_names_who_is_out_of_date(course, kata, tmp_path):
    (course.parent / "kit" / "graders" / NAME / "test_nets.py").write_text("1 / 0\n")
    (course / "submitted" / "bela" / NAME / "shapes.py").write_text(REFERENCE["shapes.py"])
    before = state(course)
    done = kata("grade", NAME, course / "submitted", "--course", course, cwd=tmp_path)
    assert done.returncode == 1 and "the gradebook has the score of an older submission for bela" in done.stderr, done.stderr
    assert "ZeroDivisionError" in done.stderr and "Traceback" not in done.stderr and state(course) == before


def test_a_hand_in_without_a_stub_file_loses_its_old_score_and_gets_a_page_that_says_why(course):
    for name in REFERENCE:
        (course / "submitted" / "bela" / NAME / name).unlink()
    (course / "submitted" / "bela" / NAME / "essay.txt").write_text("")
    said = run(course)
    assert not said["success"] and "Not graded: bela. The reasons are above." in said["log"], said
    assert set(auto_scores(course, "bela").values()) == {None} and auto_scores(course, "ada") == FULL
    why = f"No shapes.py or nets.py was found; there are {NAME}.ipynb and essay.txt."
    assert comment(course, "bela") == f"Not graded: {why}"
    assert feedback(course)["success"] and why in page(course, "bela").read_text()
    with book(course) as gradebook:
        assert gradebook.find_submission(NAME, "bela").needs_manual_grade


def test_a_zip_that_cannot_be_read_has_a_page_in_the_course(course, kata, tmp_path):
    (tmp_path / "zips").mkdir()
    (tmp_path / "zips" / "zoe.zip").write_bytes(b"no zip")
    done = kata("grade", NAME, tmp_path / "zips", "--course", course, cwd=tmp_path)
    assert done.returncode == 1 and "zoe.zip cannot be read as a zip" in done.stdout, done.stderr
    assert feedback(course)["success"] and "zoe.zip cannot be read as a zip" in page(course, "zoe").read_text()


def test_a_folder_called_nearly_like_the_assignment_is_said_by_autograde(course):
    hand_in(course, "zoe", REFERENCE, notebook=False).rename(course / "submitted" / "zoe" / f"{NAME}-main")
    said = run(course)
    assert not said["success"] and f"{NAME}-main is not called {NAME}; rename the folder" in said["log"], said


def test_helpers_and_odd_names_are_the_same_by_every_way(course, kata, tmp_path):
    uses = "\nimport utils\ndef center(x):\n    return utils.less(x)\n"
    folder = hand_in(course, "zoe", REFERENCE | {"utils.py": "def less(x):\n    return x - x.mean()\n"}, notebook=False)
    (folder / "shapes.py").rename(folder / "shapes (1).py")
    with (folder / "shapes (1).py").open("a") as file:
        file.write(uses)
    assert run(course)["success"] and auto_scores(course, "zoe") == FULL
    assert "shapes (1).py was taken for shapes.py." in comment(course, "zoe")
    rows = gradebook_rows(course)
    done = kata("grade", NAME, course / "submitted", "--course", course, cwd=tmp_path)
    assert done.returncode == 0 and gradebook_rows(course) == rows, done.stderr


# ---- times, and a gradebook that is gone ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, hour",
    [
        ("2026-11-16 17:00:00 UTC", 17), ("2026-11-16 17:00:00", 17), ("\ufeff2026-11-16 17:00:00 UTC\n", 17),
        ("2026-11-16 17:00:00 +0100", 16), ("2026-11-16T17:00:00+01:00", 16), ("2026-11-16 17:00:00 Europe/Berlin", 16),
        ("2026-11-16 17:00:00.123456 Asia/Shanghai", 9),
    ],
)  # fmt: skip
def test_a_timestamp_is_read_as_what_it_says(tmp_path, text, hour):
    (tmp_path / "timestamp.txt").write_text(text, encoding="utf-8")
    time = read_timestamp(tmp_path)
    assert (time.day, time.hour, time.tzinfo) == (16, hour, None)


@pytest.mark.parametrize("text", ["yesterday", "2026-13-45", "2026-11-16 17:00:00 Mars/Base", "2026-11-16 17:00:00 XYZ"])
def test_a_timestamp_that_is_none_is_a_sentence(tmp_path, text):
    (tmp_path / "timestamp.txt").write_text(text)
    with pytest.raises(TimestampError, match="which is no time that can be read; write it like 2026-11-16"):
        read_timestamp(tmp_path)


def test_no_time_is_no_error(tmp_path):
    assert read_timestamp(tmp_path) is None
    (tmp_path / "timestamp.txt").write_text("\n")
    assert read_timestamp(tmp_path) is None


def test_a_student_whose_time_cannot_be_read_is_named_and_the_others_are_graded(course):
    (course / "submitted" / "bela" / NAME / "timestamp.txt").write_text("yesterday")
    hand_in(course, "zoe", REFERENCE, notebook=False)
    said = run(course)
    assert "bela is not graded" in said["log"] and f"write it like {EXAMPLE}, or remove the file" in said["log"], said
    assert auto_scores(course, "zoe") == FULL and auto_scores(course, "bela")["Scale"] == 40.0


def test_a_time_in_another_zone_counts_as_that(course):
    (course / "submitted" / "ada" / NAME / "timestamp.txt").write_text("2026-11-16 17:00:00 +0100\n")
    assert run(course)["success"]
    with book(course) as gradebook:
        assert gradebook.find_submission(NAME, "ada").timestamp == datetime(2026, 11, 16, 16)


def test_a_deleted_gradebook_is_a_sentence_and_kata_course_enters_the_assignment_again(course, kata, tmp_path):
    os.unlink(course / "gradebook.db")
    done = kata("grade", NAME, course / "submitted", "--course", course, cwd=tmp_path)
    assert done.returncode == 2 and f"has no {NAME}: run `kata course {course} {NAME}`" in done.stderr, done.stderr
    said = run(course)
    assert not said["success"] and "put a copy back first" in said["log"], said
    done = kata("course", course, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert run(course)["success"] and auto_scores(course, "ada") == FULL


def test_the_export_of_a_course_in_which_somebody_is_not_graded(course, nbgrader):
    hand_in(course, "zoe", {"essay.txt": ""}, notebook=False)
    run(course)
    assert nbgrader(course, "export").returncode == 0
    with open(course / "grades.csv", newline="") as file:
        scores = {row["student_id"]: row["score"] for row in csv.DictReader(file)}
    assert scores["zoe"] == "" and float(scores["ada"]) == 100.0
