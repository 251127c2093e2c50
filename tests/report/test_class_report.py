"""The report on a class: its numbers against nbgrader's, what it says of mistakes and people, and the page in a browser."""

import csv
import json
import re
import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from importlib import resources

import minikit
import pytest
from browsing import open_browser
from courses import IN_TIME, LATE, book, hand_in
from minikit import NAME, REFERENCE

from torchkata.assignment import Kit, UsageError
from torchkata.course.export import CsvExport
from torchkata.course.make import make_course
from torchkata.course.open import open_course
from torchkata.course.recorder import CourseRecorder
from torchkata.report.findings import find
from torchkata.report.page import make_report, report_html
from torchkata.report.reading import ClassData, HandIn, Mark, read_class
from torchkata.report.statistics import FEW, TOO_FEW
from torchkata.result import FAILED, PASSED, Check, SubmissionResult, mark_exercise
from torchkata.submission import read_submission

pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")  # of nbgrader's own queries

MORE = "08_more"
CLASS = {
    "ada.l-1815": ("Ada", "Quillfeather", "ada@uni.example"),
    "王伟": ("伟", "王", ""),
    "[bo]b": ("Bob", "O'Zzyx, Jr.", "bob.zz@uni.example"),
    "<b>eve": ("<i>Eve", "=cmd()", ""),
    "late": ("Larissa", "Tardyson", ""),
    "empty": ("Emptolemus", "", ""),
    "ill": ("Illyria", "", ""),
}
ROW_MEAN = '''
def center(x):
    """By Ada Quillfeather."""
    # ada.l-1815 wrote this
    author = "quillfeather <script>"
    return x - x.mean(-1, keepdim=True)
'''
POLICY = """
from nbgrader.plugins import BasePlugin
class Third(BasePlugin):
    def late_submission_penalty(self, student, score, seconds):
        return score / 3
"""
NOTE = "# I was ill & <script>alert(1)</script>\nSorry, Ada"
ROWS = "center(x) took the mean of each row for Ada; one mean of all {} numbers is meant."


def graded(assignment, student, wrong=(), unwritten=()):
    """A judge's result: `wrong` are (exercise, criterion, misconception)."""
    exercises = []
    for exercise in assignment.exercises:
        failed = {key: misconception for name, key, misconception in wrong if name == exercise.name}
        checks = []
        for c in exercise.rubric:
            outcome, message = (FAILED, ROWS.format(6 + len(student))) if c.key in failed else (PASSED, "")
            if exercise.name in unwritten:
                outcome, message = FAILED, "Not written yet: it raises NotImplementedError."
            checks.append(Check(f"test_{c.key}", f"{c.asks}.", c.key, outcome, False, message, failed.get(c.key), 0.0))
        exercises.append(mark_exercise(exercise, checks))
    return SubmissionResult(student, assignment.points, exercises=exercises)


def everybody(course, kit):
    """Hand in and record: each student's files, and what a judge would have found."""
    mini, more = kit.assignment(NAME), kit.assignment(MORE)
    wrong = REFERENCE | {"shapes.py": REFERENCE["shapes.py"] + ROW_MEAN}
    stub = {name: (course / "release" / NAME / name).read_text() for name in REFERENCE}
    names = [exercise.name for exercise in mini.exercises]
    row_mean = (("center", "value", "row-mean"), ("center", "input", "row-mean"))

    def note(notebook):
        next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "notes").source += "\n" + NOTE

    hand_ins = [
        ("ada.l-1815", wrong, IN_TIME, graded(mini, "ada", row_mean), note),
        ("王伟", wrong, IN_TIME, graded(mini, "王", row_mean), None),
        ("[bo]b", REFERENCE, IN_TIME, graded(mini, "b", [("Scale", "value", None)]), None),
        ("<b>eve", stub, IN_TIME, graded(mini, "e", unwritten=names[:3]), None),
        ("late", REFERENCE, LATE, graded(mini, "l"), None),
        ("empty", {}, IN_TIME, SubmissionResult("empty", mini.points, error="No shapes.py of Emptolemus", unfit=True), None),
    ]
    recorder = CourseRecorder(course, mini)
    for student, files, timestamp, result, notebook in hand_ins:
        folder = hand_in(course, student, files, notebook, timestamp)
        record(recorder, read_submission(mini, folder, student), result)
    with book(course) as gradebook:
        for id, (first, last, email) in CLASS.items():
            gradebook.update_or_create_student(id, first_name=first, last_name=last, email=email)
        grade = gradebook.find_grade("Scale", NAME, NAME, "[bo]b")
        grade.manual_score, grade.extra_credit = 38.005, 1.5
        gradebook.find_comment("notes", NAME, NAME, "[bo]b").manual_comment = "Well done, <Bob>"
        gradebook.db.commit()
    recorder = CourseRecorder(course, more)
    for student in ("ada.l-1815", "王伟", "<b>eve"):
        folder = shutil.copytree(course / "submitted" / "late" / NAME, course / "submitted" / student / MORE)
        (folder / f"{NAME}.ipynb").unlink()
        record(
            recorder, read_submission(more, folder, student), graded(more, student, unwritten=() if student != "王伟" else names)
        )
    hand_in(course, "new", REFERENCE)


def record(recorder, submission, result):
    recorder.collect(submission)
    result.student, result.sha256 = submission.student, submission.sha256
    assert recorder.record(result) is None


@pytest.fixture(scope="module")
def two_kit(tmp_path_factory):
    """The small kit, with a second assignment that is the same."""
    kit = minikit.write_kit(tmp_path_factory.mktemp("two"), built=False)
    for part in ("assignments", "solutions", "graders"):
        shutil.copytree(kit.root / part / NAME, kit.root / part / MORE)
    return kit


@pytest.fixture(scope="module")
def course(two_kit, tmp_path_factory):
    course = tmp_path_factory.mktemp("class") / "course"
    make_course(two_kit, course, [NAME, MORE])
    (course / "thirds.py").write_text(POLICY)
    with (course / "nbgrader_config.py").open("a") as config:
        config.write('\nc.AssignLatePenalties.plugin_class = "thirds.Third"\n')
    with book(course) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate=datetime(2026, 11, 16, 18, 0))
    everybody(course, two_kit)
    return course


@pytest.fixture(scope="module")
def report(course, two_kit, tmp_path_factory):
    """The findings, the page's text and the JSON."""
    folder = tmp_path_factory.mktemp("report")
    findings = make_report(two_kit, course, [], folder / "report.html", folder / "report.json")
    return findings, (folder / "report.html").read_text(encoding="utf-8"), json.loads((folder / "report.json").read_bytes())


@pytest.fixture
def mini(report):
    return report[0].assignments[0]


# ---- the numbers ---------------------------------------------------------------------------------------------------


def test_scores_are_the_gradebooks_and_formgraders_to_the_cent(course, mini):
    with book(course) as gradebook:
        of_gradebook = {
            each.student.id: (round(each.score, 2), round(each.late_submission_penalty or 0.0, 2))
            for each in gradebook.assignment_submissions(NAME)
            if each.student.id != "empty"
        }
    assert {each.student: (round(each.raw, 2), round(each.penalty, 2)) for each in mini.scores} == of_gradebook
    of_formgrader = {each["student"]: each["score"] for each in open_course(course).get_notebook_submissions(NAME, NAME)}
    assert {each.student: round(each.raw, 2) for each in mini.scores} == {s: round(of_formgrader[s], 2) for s in of_gradebook}
    assert {each.penalty for each in mini.scores} == {0.0, 100 / 3}


def test_scores_are_those_of_nbgraders_export(course, report, tmp_path):
    findings, _, _ = report
    with book(course) as gradebook:
        CsvExport(to=str(tmp_path / "grades.csv")).export(gradebook)
    with (tmp_path / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {(row["assignment"], row["student_id"]): row["score"] for row in csv.DictReader(file) if row["timestamp"]}
    exported = {key: round(float(score), 2) for key, score in rows.items() if score}
    ours = {(a.name, each.student): round(each.score, 2) for a in findings.assignments for each in a.scores if a.due}
    assert ours == {key: score for key, score in exported.items() if key[0] == NAME} and len(ours) == 5


def test_everybody_is_somewhere(mini):
    assert mini.handed_in == 7 and [each.student for each in mini.scores] == ["<b>eve", "[bo]b", "ada.l-1815", "late", "王伟"]
    assert {each.student: each.text for each in mini.not_graded} == {
        "empty": "No shapes.py of Emptolemus",
        "new": "It has not been autograded yet.",
    }
    assert mini.not_handed_in == ["ill"]
    assert [(each.student, round(each.seconds_late / 3600)) for each in mini.late] == [("late", 47)]
    assert sum(mini.histogram) == 5


def test_facility_of_an_exercise_counts_a_persons_score_and_that_of_a_criterion_the_checks(mini):
    scale = next(exercise for exercise in mini.exercises if exercise.name == "Scale")
    assert scale.facility == pytest.approx((0 + 38.005 / 40 + 1 + 1 + 1) / 5)
    assert {c.key: c.facility for c in scale.criteria} == pytest.approx({"value": 0.6, "gradient": 0.8, "gpu": 0.8})
    assert scale.discrimination is None and {c.discrimination for c in scale.criteria} == {None}, "five hand-ins are too few"


def test_the_trend_has_every_assignment(report):
    findings, _, _ = report
    (first, second) = findings.trend
    assert (first.name, first.graded, second.name, second.graded) == (NAME, 5, MORE, 3)
    assert second.mean_share == pytest.approx(2 / 3)


# ---- mistakes and people -------------------------------------------------------------------------------------------


def test_a_mistake_has_its_students_its_sentence_and_one_answer(mini):
    (mistake,) = mini.exercises[0].mistakes
    assert (mistake.misconception, mistake.students) == ("row-mean", ["ada.l-1815", "王伟"])
    assert mistake.sentence in (ROWS.format(9), ROWS.format(7))
    assert mistake.example == "def center(x):\n    author = '… <script>'\n    return x - x.mean(-1, keepdim=True)"


def test_who_did_not_start_made_no_mistake(mini):
    center, _, scale, _ = mini.exercises
    assert (center.not_started, center.right, scale.not_started) == (1, 2, 1)
    assert [(m.students, m.asked) for m in scale.mistakes] == [(["[bo]b"], "x times the factor.")]


def test_the_same_answer_is_counted_without_the_reference_and_the_stub(mini):
    """Two row means; the reference that three handed in does not count. (The exercises of the small kit are short.)"""
    assert [exercise.identical for exercise in mini.exercises] == [[], [], [], []]


def test_who_may_need_help(report):
    mini, more = report[0].assignments
    (eve,) = mini.needs_help
    # 20 of 100 points where the class has 69.2 in the mean, and 100 where it has 66.7
    lower = "against the class 83% of the points lower than in the other assignments"
    assert (eve.student, eve.text) == ("<b>eve", f"3 of 4 exercises not started; {lower}")
    assert more.needs_help[0].student == "王伟" and more.needs_help[0].text.startswith("4 of 4 exercises not started; ")


def test_what_students_and_persons_wrote(mini):
    assert [(n.student, n.text) for n in mini.notes] == [("ada.l-1815", "I was ill & <script>alert(1)</script>\nSorry, Ada")]
    changed = {o.exercise: (o.student, o.automatic, o.manual, o.extra, o.comment) for o in mini.overrides}
    assert changed == {
        "Scale": ("[bo]b", 32.0, 38.005, 1.5, ""),
        "the whole assignment": ("[bo]b", None, None, 0.0, "Well done, <Bob>"),
    }


# ---- the page ------------------------------------------------------------------------------------------------------


def test_what_people_wrote_is_text_and_the_page_asks_for_nothing(report):
    _, page, _ = report
    assert "<script" not in page and "<b>eve" not in page and "<i>" not in page and "&lt;b&gt;eve" in page
    assert not re.search(r"(src|href)=\"(?!#)", page) and "url(http" not in page and "@import" not in page


def test_the_json_says_what_the_page_does(report):
    findings, page, data = report
    assert data["schema"] == 1 and [each["name"] for each in data["assignments"]] == [NAME, MORE]
    assert len(data["assignments"][0]["scores"]) == len(findings.assignments[0].scores)
    assert "33.33" in page and "row-mean" in page and "Well done" in page


def test_anonymous_has_nobody_in_it(course, two_kit, tmp_path):
    page, data = tmp_path / "report.html", tmp_path / "report.json"
    findings = make_report(two_kit, course, [], page, data, anonymous=True)
    written = [json.loads(data.read_text()), page.read_text()]
    texts = [json.dumps(written[0], ensure_ascii=False).lower(), written[1].lower()]
    names = [part for id, names in CLASS.items() for part in (id, *names) if part not in ("", "late", "empty", "ill")]
    for text in texts:
        assert [name for name in names if name.lower() in text.replace("&lt;", "<").replace("&gt;", ">")] == []
        assert "sorry" not in text and "well done" not in text
    numbers = {each.student for each in findings.assignments[0].scores}
    assert len(numbers) == 5 and all(re.fullmatch("student [1-8]", each) for each in numbers)


def test_the_numbers_are_drawn_anew(course, two_kit):
    """In the order of the numbers the scores come in other orders; six times in the same one would be no chance."""
    orders = set()
    for _ in range(6):
        data = read_class(two_kit, course, [MORE], anonymous=True)
        orders.add(tuple(round(each.raw, 2) for each in data.hand_ins[NAME]))
    assert len(orders) > 1


def test_a_wrong_name_or_folder_is_one_sentence(course, two_kit, tmp_path):
    for names, folder, said in (
        (["07_mimi"], course, "did you mean 07_mini?"),
        ([], tmp_path, "is no nbgrader course"),
    ):
        with pytest.raises(UsageError, match=re.escape(said)):
            read_class(two_kit, folder, names)
    without = shutil.copytree(course, tmp_path / "without")
    (without / "gradebook.db").unlink()
    with pytest.raises(UsageError, match="has no gradebook"):
        read_class(two_kit, without, [])
    assert not (without / "gradebook.db").exists()


def test_the_command_writes_the_page_into_the_course(course, two_kit, kata, tmp_path):
    done = kata("report", NAME, "--course", course, "--json", tmp_path / "r.json", cwd=two_kit.root)
    assert done.returncode == 0 and (course / "report.html").read_text().startswith("<!DOCTYPE html>"), done.stderr
    assert [each["name"] for each in json.loads((tmp_path / "r.json").read_bytes())["assignments"]] == [NAME]


# ---- classes of any size, from made-up scores ----------------------------------------------------------------------


def made_up(assignment, n):
    """A class of n with scores of every height, and nothing from a judge."""
    hand_ins = []
    for i in range(n):
        shares = [((i * k) % n + 0.5) / n for k in (1, 1, 3, 7)]
        marks = {e.name: Mark(e.points * share, None, 0.0, e.points) for e, share in zip(assignment.exercises, shares)}
        hand_ins.append(HandIn(f"s{i}", datetime(2026, 11, 1) + timedelta(hours=i), marks=marks))
    return ClassData([f"s{i}" for i in range(n)], [assignment], {NAME: hand_ins}, {NAME: None}, lambda text: text)


@pytest.mark.parametrize("n", [1, TOO_FEW - 1, TOO_FEW, FEW - 1, FEW])
def test_how_much_is_said_depends_on_how_many_there_are(kit: Kit, assignment, n):
    findings = find(kit, made_up(assignment, n), "course", "today", False)
    page = report_html(findings)
    (only,) = findings.assignments
    assert all((exercise.discrimination is not None) == (n >= TOO_FEW) for exercise in only.exercises)
    assert ("it cannot be said" in page) == (n < TOO_FEW)
    assert ("a rough guess" in page) == (TOO_FEW <= n < FEW)
    assert ("<svg" in page) == (n >= FEW)
    assert only.without_details == n and "An earlier version graded" in page


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with open_browser(tmp_path_factory.mktemp("report") / "browser") as browser:
        yield browser


def test_in_a_browser_it_is_readable_by_everybody(browser, report, kit, assignment, tmp_path):
    """By axe-core, light and dark, on a desk and on a phone; printed dark on light with all that is folded."""
    pytest.importorskip("axe_core_python")
    findings, _, _ = report
    many = find(kit, made_up(assignment, 40), "course", "today", False).assignments[0]
    many = replace(many, name="09_many", mean_share=0.5, not_handed_in=[f"student {i}" for i in range(20)])
    page = tmp_path / "page.html"
    page.write_text(report_html(replace(findings, assignments=[*findings.assignments, many])), encoding="utf-8")
    figures = re.findall(r"<svg.*?</svg>", page.read_text(encoding="utf-8"), re.DOTALL)
    assert len(figures) == 2 and not re.search(r"#\w{6}\b(?=[;\"])", "".join(figures)), "a figure has colors of its own"
    axe = resources.files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    browser.get_log("browser")
    browser.get(page.as_uri())
    assert browser.get_log("browser") == []
    browser.execute_script(axe)
    browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
    for width, scheme in ((1200, "light"), (390, "dark")):
        size = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 500}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "screen", "features": features})
        found = browser.execute_async_script("axe.run(document).then(arguments[arguments.length - 1])")
        assert len(found["passes"]) > 10, "axe looked at nothing"
        assert [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found["violations"]] == []
        assert browser.execute_script("return document.scrollingElement.scrollWidth") <= width
    browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = false)")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": features})
    colors = browser.execute_script("const s = getComputedStyle(document.body); return [s.color, s.backgroundColor]")
    assert colors == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    folded = "[...document.querySelectorAll('details')].map(d => d.lastChild.getBoundingClientRect?.().height ?? 1)"
    assert browser.execute_script(f"return Math.min(...{folded})") > 0
