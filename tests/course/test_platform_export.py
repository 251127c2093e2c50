"""`kata export` and `kata collect` on a course: what the gradebook has comes out, to the cent, and nothing else does."""

import csv
import io
import sys
import zipfile

import pytest
from courses import book, copy
from downloads import loose, pack, packed
from minikit import NAME, REFERENCE
from nbgrader.api import MissingEntry

from torchkata.assignment import UsageError
from torchkata.cli import main
from torchkata.course.collect import Collector
from torchkata.course.feedback_page import KitGenerateFeedback
from torchkata.course.make import make_course
from torchkata.course.open import open_course
from torchkata.course.platform_export import Exporter
from torchkata.course.recorder import CourseRecorder
from torchkata.lms.roster import Person
from torchkata.result import FAILED, PASSED, Check, SubmissionResult, mark_exercise
from torchkata.submission import read_submission

PEOPLE = {
    "s1": ("Jane", "Doe", "jane@x.org", "123"), "s2": ("雷", "李", "", "124"), "s3": ("Bela", "B", "", "125"),
    "s4": ("=cmd()", "Eve", "", "126"), "s5": ("Not", "Graded", "", "127"),
}  # fmt: skip
ROSTER = "id;first_name;last_name;email;lms_user_id\r\n" + "".join(
    f"{student};{first};{last};{email};{lms}\r\n" for student, (first, last, email, lms) in PEOPLE.items()
)
DOWNLOAD = (
    loose("doejane_123_900_", {name: text.encode() for name, text in REFERENCE.items()})
    | {"李雷_LATE_124_901_w.zip": packed(), "eve_126_902_w.zip": packed(), "notgraded_127_903_w.zip": packed()}
)  # fmt: skip

pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")  # of nbgrader's own queries


@pytest.fixture(scope="module")
def graded(kit, assignment, tmp_path_factory):
    """A course with a download of Canvas's in it, collected by the command and graded as judges would have: s1 all right, s2 in
    part and late, s3 nothing, s4 nothing right, s5 not graded."""
    folder = tmp_path_factory.mktemp("platforms")
    course = folder / "course"
    make_course(kit, course, [NAME])
    people = [Person(student, *about) for student, about in PEOPLE.items()]
    collector = Collector(course, assignment, people)
    collector.apply(collector.plan([pack(folder / "download.zip", DOWNLOAD)]))
    recorder = CourseRecorder(course, assignment)
    for student, wrong in (("s1", ()), ("s2", ("gradient",)), ("s4", None), ("s5", None)):
        submission = read_submission(assignment, course / "submitted" / student / NAME, student)
        exercises = [mark_exercise(e, [_check(c.key, wrong) for c in e.rubric]) for e in assignment.exercises]
        result = SubmissionResult(student, assignment.points, submission.sha256, exercises=exercises)
        if student == "s5":
            result = SubmissionResult(student, assignment.points, submission.sha256, error="No.", unfit=True)
        recorder.collect(submission)
        recorder.record(result)
    with book(course) as gradebook:
        for student, (first, last, email, lms) in PEOPLE.items():
            gradebook.update_or_create_student(student, first_name=first, last_name=last, email=email or None, lms_user_id=lms)
        gradebook.find_submission_notebook(NAME, NAME, "s2").late_submission_penalty = 5.12
        gradebook.find_grade("center", NAME, NAME, "s2").manual_score = 19.5
        gradebook.db.commit()
    return course


def _check(key, wrong):
    outcome = FAILED if wrong is None or key in wrong else PASSED
    return Check("test", "What it asks.", key, outcome, False, "" if outcome == PASSED else "It is wrong.", None, 0.0)


@pytest.fixture
def course(graded, tmp_path):
    return copy(graded, tmp_path)


def rows(path):
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


# 100 less 24 for the gradient, less half a point that a person took, less the penalty
LATE = "70.38"


def test_canvas_gets_what_the_gradebook_has(graded, assignment, tmp_path):
    given = tmp_path / "gradebook.csv"
    text = f"Student,ID,SIS Login ID,Section,{NAME} (7)\n" + "".join(f"x,{p[3]},,A,\n" for p in PEOPLE.values()) + "Zoe,1,,A,\n"
    given.write_text(text)
    (exported,) = Exporter(graded, [assignment]).into("canvas", given, to=tmp_path / "out.csv")
    assert [row[-1] for row in rows(tmp_path / "out.csv")[1:]] == ["100", LATE, "", "0", "", ""]
    assert given.read_text() == text and exported.filled.unknown == ["Zoe"] and exported.complete
    assert exported.filled.written == ["s1", "s2", "s4"]


def test_points_that_differ_are_said_and_can_be_scaled(graded, assignment, tmp_path):
    given = tmp_path / "gradebook.csv"
    given.write_text(f"Student,ID,SIS Login ID,Section,{NAME} (7)\n Points Possible,,,,10\nx,123,,A,\nx,124,,A,\n")
    exporter = Exporter(graded, [assignment])
    with pytest.raises(UsageError, match=r"has 10 points, and 07_mini has 100; .* or bring the scores to 10 with --scale"):
        exporter.into("canvas", given, to=tmp_path / "out.csv")
    exporter.into("canvas", given, scale=True, to=tmp_path / "out.csv")
    assert [row[-1] for row in rows(tmp_path / "out.csv")[2:]] == ["10", "7.04"]
    with pytest.raises(UsageError, match="stays as it is"):
        exporter.into("canvas", given, scale=True, to=given)


@pytest.mark.parametrize("platform", ["canvas", "moodle", "gradescope", "brightspace", "blackboard"])
def test_a_new_file_has_a_blank_where_nothing_is_graded(graded, assignment, tmp_path, platform):
    (exported,) = Exporter(graded, [assignment]).new(platform, to=tmp_path / "new.csv")
    content = (tmp_path / "new.csv").read_bytes()
    text = content.decode("utf-16" if platform == "blackboard" else "utf-8-sig")
    assert "\n=cmd" not in text and ",=cmd" not in text
    if platform == "moodle":  # where the participants' numbers are not known
        assert (
            exported.left_out == dict.fromkeys(("s1", "s2", "s4"), "was not collected from Moodle") and len(text.splitlines()) == 1
        )
    else:
        assert LATE in text and exported.complete and len(text.splitlines()) == 6 + (platform == "canvas")
    if platform == "canvas":
        assert [row[-1] for row in rows(tmp_path / "new.csv")] == [NAME, "100", "100", LATE, "", "0", ""]


def test_csv_says_every_criterion_and_what_a_column_means(graded, assignment, tmp_path):
    Exporter(graded, [assignment]).csv(tmp_path / "all.csv")
    header, meaning, *students = rows(tmp_path / "all.csv")
    assert (
        header[:4] == ["student_id", "last_name", "first_name", "email"]
        and len({len(r) for r in (header, meaning, *students)}) == 1
    )
    by = {row[0]: dict(zip(header, row)) for row in students}
    assert by["s2"][NAME] == LATE and by["s2"][f"{NAME}/late_penalty"] == "5.12" and by["s2"][f"{NAME}/center"] == "19.5"
    assert (by["s2"][f"{NAME}/Scale/gradient"], by["s2"][f"{NAME}/Scale/value"]) == ("0", "8")
    assert set(list(by["s3"].values())[4:]) == {""} and by["s4"]["first_name"] == "'=cmd()" and by["s4"][NAME] == "0"
    assert by["s5"][NAME] == by["s5"][f"{NAME}/center"] == ""
    assert dict(zip(header, meaning))[f"{NAME}/Scale/gradient"] == "points of 24 by the graders alone: a loss reaches the factor"


def test_feedback_has_canvas_names_and_no_old_page(course, assignment, tmp_path):
    exporter = Exporter(course, [assignment])
    (exported,) = exporter.feedback("canvas")
    assert len(exported.left_out) == 4 and "has no page, or an old one" in exported.left_out["s1"]
    api = open_course(course)
    api.coursedir.assignment_id = NAME
    KitGenerateFeedback(coursedir=api.coursedir, parent=api).start()
    with book(course) as gradebook:
        gradebook.find_grade("center", NAME, NAME, "s4").manual_score = 1.0
        gradebook.db.commit()
    (exported,) = Exporter(course, [assignment]).feedback("canvas")
    assert exported.left_out == {"s4": f"has no page, or an old one: nbgrader generate_feedback {NAME}"}
    with zipfile.ZipFile(exported.path) as archive:
        names = archive.namelist()
        assert names == ["doejane_123_900_shapes.py.html", "李雷_LATE_124_901_w.zip.html", "notgraded_127_903_w.zip.html"]
        assert b"What it asks" not in archive.read(names[0]) and "hidden" not in archive.read(names[1]).decode()
    with pytest.raises(UsageError, match="canvas and moodle do"):
        Exporter(course, [assignment]).feedback("csv")


def test_the_way_through_moodle(course, assignment, tmp_path):
    """Numbers that were collected find the worksheet's rows and the folders' names, whatever the language."""
    files = {name: text.encode() for name, text in REFERENCE.items()}
    download = pack(tmp_path / "d.zip", loose("Jane Doe_4711_assignsubmission_file/", files))
    collector = Collector(course, assignment, [Person("s1", "Jane", "Doe")])
    plan = collector.plan([download])
    assert [item.state for item in plan.items] == ["unchanged"]
    collector.apply(plan)
    given = tmp_path / "worksheet.csv"
    given.write_bytes("标识符,状态,成绩,最高分,上次修改（评分）\r\n参与人4711,,,100.00,-\r\n".encode("gb18030"))
    exporter = Exporter(course, [assignment])
    (exported,) = exporter.into("moodle", given, to=tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == given.read_bytes().replace(b",,,100", b",,100,100")
    assert exported.filled.missing == ["s2", "s4"]
    api = open_course(course)
    api.coursedir.assignment_id, api.coursedir.student_id = NAME, "s1"
    KitGenerateFeedback(coursedir=api.coursedir, parent=api).start()
    (exported,) = exporter.feedback("moodle")
    with zipfile.ZipFile(exported.path) as archive:
        assert archive.namelist() == ["Jane Doe_4711_assignsubmission_file/feedback.html"]


# ---- the commands --------------------------------------------------------------------------------------------------


@pytest.fixture
def kata(kit, monkeypatch, capsys):
    """The command in this process, as its start takes longer than its work: its exit status, and what it says."""

    def kata(*arguments):
        monkeypatch.chdir(kit.root)
        monkeypatch.setattr(sys, "argv", ["kata", *map(str, arguments)])
        monkeypatch.setattr("torchkata.cli.forget_working_folder", lambda: None)
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        return end.value.code, said.out, said.err

    return kata


def test_the_commands_say_what_they_do(kata, course, tmp_path):
    (tmp_path / "class.csv").write_bytes((ROSTER + "s6;Zoe;Z;;128\r\n").encode("gb18030"))
    files = DOWNLOAD | {"zoe_128_950_w.zip": packed(), "mallory_999_951_w.zip": packed(), "readme.pdf": b""}
    download = pack(tmp_path / "download.zip", files)
    arguments = ("collect", NAME, download, "--course", course, "--roster", tmp_path / "class.csv")
    status, out, _ = kata(*arguments)
    assert status == 1 and "Nothing was written. With --apply it is." in out
    assert "not understood mallory_999_951_w.zip: Nobody in the class is called so" in out
    assert "matched: 5 (5 by id)" in out and "new: 1\n" in out and "unchanged: 4" in out
    assert "left out" in out and "nothing from 1 in the roster: s3 (Bela B)" in out
    assert not (course / "submitted" / "s6").exists()
    with book(course) as gradebook, pytest.raises(MissingEntry):
        gradebook.find_student("s6")
    assert "Written into" in kata(*arguments, "--apply")[1] and (course / "submitted" / "s6" / NAME / "nets.py").is_file()
    with book(course) as gradebook:
        assert gradebook.find_student("s6").first_name == "Zoe"
    status, out, _ = kata("export", "canvas", NAME, "--course", course)
    assert status == 0 and f"Written: {course / 'export' / f'{NAME}-canvas.csv'}" in out
    assert kata("export", "csv", NAME, "--course", course)[0] == 0 and (course / "export" / "grades.csv").is_file()


@pytest.mark.parametrize(
    "arguments, says",
    [
        (("collect", NAME, "nowhere.zip"), "nowhere.zip does not exist"),
        (("collect", NAME, ".", "--roster", "nowhere.csv"), "nowhere.csv cannot be read"),
        (("export", "canvas", "nothing"), "nothing"),
        (("export", "csv", NAME, "--into", "x.csv"), "csv is none; leave them out"),
        (("export", "canvas", NAME, "--scale"), "--scale needs --into"),
        (("export", "gradescope", NAME, "--feedback"), "gradescope takes no zip of pages"),
        (("export", "canvas", NAME, "--into", "nowhere.csv"), "nowhere.csv cannot be read"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_sentence(kata, graded, arguments, says):
    status, _, err = kata(*arguments, "--course", graded)
    assert status == 2 and says in err and err.count("\n") <= 2
