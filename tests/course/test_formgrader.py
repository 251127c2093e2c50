"""formgrader in a real browser without a network: scores, comments and buttons, as an instructor uses them."""

import shutil
from dataclasses import replace

import minikit
import nbformat
import pytest
from browsing import Formgrader, open_browser, serve
from courses import book, hand_in
from minikit import NAME, REFERENCE

from torchkata.assignment import Criterion, find_kit
from torchkata.course.make import make_course
from torchkata.course.recorder import CourseRecorder
from torchkata.result import FAILED, PASSED, Check, SubmissionResult, mark_exercise
from torchkata.submission import read_submission

REAL = find_kit()
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")  # of nbgrader's own queries

BLANKS = "Bo Li"
ROW_MEAN = "\ndef center(x):\n    return x - x.mean(-1, keepdim=True)\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("formgrader")


@pytest.fixture(scope="module")
def browser(home):
    with open_browser(home / "browser") as browser:
        yield browser


@pytest.fixture(scope="module")
def course(browser, home):
    """A course of the six assignments, each with a half right submission, and of the small one, with submissions to grade."""
    for part in ("assignments", "solutions", "graders"):
        shutil.copytree(REAL.root / part, home / "kit" / part)
    kit = minikit.write_kit(home / "kit")
    course = home / "course"
    make_course(kit, course, kit.names())
    (home / "exchange").mkdir(mode=0o777)
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(f'\nc.Exchange.root = {str(home / "exchange")!r}\nc.CourseDirectory.course_id = "kata"\n')
    for name in REAL.names():
        half_right(kit.assignment(name), course, "ada")
    hand_in(course, "ada", REFERENCE)
    hand_in(course, BLANKS, REFERENCE | {"shapes.py": REFERENCE["shapes.py"] + ROW_MEAN}, with_marks(course))
    hand_in(course, "chen", {"shapes.py": REFERENCE["shapes.py"]}, notebook=False)
    return course


def half_right(assignment, course, student):
    """A graded submission, with made up results: a judge would take ten seconds."""
    folder = shutil.copytree(course / "release" / assignment.name, course / "submitted" / student / assignment.name)
    submission = read_submission(assignment, folder, student)
    outcomes = (("test_a", PASSED, ""), ("test_b", FAILED, "y is 3; the formula $x^2$ gives 4"))
    checks = [Check(name, name, name, outcome, False, message, None, 0.0) for name, outcome, message in outcomes]
    halves = [Criterion("test_a", 0.5, "the first half"), Criterion("test_b", 0.5, "the second half")]
    exercises = [mark_exercise(replace(e, rubric=tuple(halves)), checks) for e in assignment.exercises]
    recorder = CourseRecorder(course, assignment)
    assert recorder.record(SubmissionResult(student, assignment.points, submission.sha256, exercises=exercises)) is None


def with_marks(course):
    """A notebook of which every cell leaves a mark where it is executed."""

    def change(notebook):
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.source = f"open({str(course / 'executed')!r}, 'w').close()"

    return change


@pytest.fixture(scope="module")
def formgrader(course, browser, home):
    with serve(course, home / "server") as address:
        (home / "pictures").mkdir()
        yield Formgrader(browser, address, home / "pictures")


def grades(course, assignment, student):
    """(automatic, manual, extra) of each exercise in the gradebook."""
    with book(course) as gradebook:
        notebook = gradebook.find_submission_notebook(assignment, assignment, student)
        return {grade.name: (grade.auto_score, grade.manual_score, grade.extra_credit) for grade in notebook.grades}


# ---- the score boxes of all exercises ------------------------------------------------------------------------------


# The shortest assignment in every run, the others with -m slow.
@pytest.mark.parametrize(
    "name", [n if n[:2] == "01" else pytest.param(n, marks=pytest.mark.slow) for n in REAL.names()]
)
def test_a_score_can_be_overridden_in_every_exercise(formgrader, course, name):
    exercises = REAL.assignment(name).exercises
    formgrader.open_submission(name, "ada")
    expected = {}
    for number, exercise in enumerate(exercises):
        half = exercise.points / 2
        assert float(formgrader.score_box(exercise.name).get_attribute("placeholder")) == half
        formgrader.type_score(exercise.name, number % 3)
        expected[exercise.name] = (half, number % 3, None)
    first, second, third = exercises[:3]
    formgrader.button(first.name, "full-credit")
    formgrader.button(second.name, "no-credit")
    formgrader.type_score(third.name, 1, extra=2)
    formgrader.type_comment("Read the docstring of `forward` again.")
    formgrader.picture(name)
    expected[first.name] = (first.points / 2, first.points, None)
    expected[second.name] = (second.points / 2, 0, 0)
    expected[third.name] = (third.points / 2, 1, 2)
    assert grades(course, name, "ada") == expected
    formgrader.reload()
    shown = {e.name: float(formgrader.score_box(e.name).get_property("value")) for e in exercises}
    assert shown == {exercise: manual for exercise, (_, manual, _) in expected.items()}
    assert formgrader.find("textarea.comment").get_property("value") == "Read the docstring of `forward` again."
    total = sum(manual + (extra or 0) for _, manual, extra in expected.values())
    formgrader.table(f"gradebook/{name}/{name}")
    assert f"{total:g} / 100" in formgrader.rows()[0]
    assert formgrader.errors() == []


def test_nothing_in_a_notebook_can_take_the_place_of_a_box(formgrader, course, tmp_path):
    """As it was graded by an earlier version of the kit, too: the page is made when it is looked at."""
    path = course / "autograded" / "ada" / "01_numpy_net" / "01_numpy_net.ipynb"
    first = REAL.assignment("01_numpy_net").exercises[0].name
    notebook = nbformat.read(path, as_version=4)
    ids = (first, f"{first}_extra_credit", "notes-comment")
    thieves = [f"<{tag} id='{id}'><input id={id} class='score'></{tag}>" for id in ids for tag in ("div", "svg", "h1")]
    headings = f"# {first}\n# MathJax\n# formgrader\n# notes-comment\n" + "\n\n".join(thieves)
    output = nbformat.v4.new_output("display_data", data={"text/html": "".join(thieves)})
    further = [
        nbformat.v4.new_markdown_cell(headings, metadata={"tags": [first]}),
        nbformat.v4.new_code_cell("1", outputs=[output], metadata={"name": first}),
        nbformat.v4.new_raw_cell("".join(thieves)),
    ]
    shutil.copy(path, tmp_path)
    notebook.cells = further[:2] + notebook.cells + further[2:]
    nbformat.write(notebook, path)
    try:
        formgrader.open_submission("01_numpy_net", "ada")
        formgrader.type_score(first, 0.25, extra=0.75)
        formgrader.type_comment(" Twice.")
        formgrader.reload()
        assert grades(course, "01_numpy_net", "ada")[first][1:] == (0.25, 0.75)
        assert formgrader.find("textarea.comment").get_property("value").endswith(" Twice.")
        formgrader.wait("return formgrader.loaded && MathJax.loaded")
    finally:
        shutil.copy(tmp_path / path.name, path)


def test_rubric_and_code_stand_above_the_score_box_and_the_tour_is_folded(formgrader, course):
    formgrader.open_submission("05_optim", "ada")
    for exercise in REAL.assignment("05_optim").exercises:
        box, cell = formgrader.score_box(exercise.name), formgrader.cell(exercise.name)
        rubric, code = formgrader.find(".output_area", cell), formgrader.find(".highlight .linenos", cell)
        assert rubric.location["y"] < code.location["y"] < box.location["y"], exercise.name
        assert "the first half" in rubric.text, exercise.name
        stub = formgrader.find(".output_area .highlight", cell).text
        assert any(f"{kind} {name}" in stub for kind in ("def", "class") for name in exercise.defines), exercise.name
    folded = formgrader.all("details.other-cells")
    assert folded and not any(each.get_attribute("open") for each in folded)
    assert "that are not graded" in folded[0].text and not formgrader.all("details .nbgrader_cell")
    formgrader.click(formgrader.find("summary", folded[0]))
    assert formgrader.all(".text_cell", folded[0])[0].is_displayed()
    assert formgrader.errors() == []


# ---- a class, from the submissions to the feedback -----------------------------------------------------------------


def test_what_a_person_enters_stays_when_the_class_is_graded_again(formgrader, course, nbgrader):
    formgrader.table(f"manage_submissions/{NAME}")
    assert all("needs autograding" in row for row in formgrader.rows())
    assert "Successfully autograded" in formgrader.press(BLANKS, "autograde")
    formgrader.table(f"manage_submissions/{NAME}")
    assert {row[1]: row[3:5] for row in formgrader.rows()}[BLANKS] == ["graded", "80 / 100"]
    assert not (course / "executed").exists(), "a cell of the student's notebook was executed"

    formgrader.open_submission(NAME, BLANKS)
    formgrader.type_score("center", 15, extra=2.5)
    formgrader.type_comment("Nearly: *see me*.")

    done = nbgrader(course, "autograde", NAME, "--force")  # how to grade all, says formgrader
    assert done.returncode == 0, done.stderr
    formgrader.table(f"manage_submissions/{NAME}")
    assert {row[1]: row[4] for row in formgrader.rows()} == {"ada": "100 / 100", BLANKS: "97.5 / 100", "chen": "40 / 100"}
    assert "Successfully autograded" in formgrader.press(BLANKS, "autograde")

    formgrader.open_submission(NAME, BLANKS)
    assert formgrader.score_box("center").get_property("value") == "15"
    assert formgrader.score_box("center").get_attribute("placeholder") == "0"
    assert formgrader.find("input.extra-credit", formgrader.panel("center")).get_property("value") == "2.5"
    assert formgrader.find("textarea.comment").get_property("value") == "Nearly: *see me*."
    assert grades(course, NAME, BLANKS)["center"] == (0, 15, 2.5)

    formgrader.table("manage_assignments")
    assert "Successfully generated feedback" in formgrader.press(NAME, "generate-feedback")
    page = (course / "feedback" / BLANKS / NAME / f"{NAME}.html").read_text()
    assert "97.5 of 100 points" in page and "Nearly: *see me*." in page and "formgrade.js" not in page
    assert "Your grader gave this score; the automatic one was 0." in page and "Extra credit: 2.5 points" in page

    formgrader.table("gradebook")
    assert "79.17 / 100" in formgrader.row(NAME).text, "the mean of 100, 97.5 and 40"
    formgrader.table(f"gradebook/{NAME}/{NAME}")
    formgrader.click(formgrader.find("#toggle_names"))
    assert "97.5 / 100" in formgrader.row(BLANKS).text
    formgrader.table(f"manage_students/{BLANKS}")
    assert "97.5 / 100" in formgrader.row(NAME).text
    assert formgrader.errors() == []


def test_the_other_buttons_of_an_assignment(formgrader, course, home):
    formgrader.table("manage_assignments")
    assert "Successfully created the student version" in formgrader.press("03_modules", "assign")
    assert "HIDDEN" not in (course / "release" / "03_modules" / "03_modules.ipynb").read_text()
    assert "Successfully released" in formgrader.press("03_modules", "release")
    assert (home / "exchange" / "kata" / "outbound" / "03_modules" / "layers.py").is_file()
    assert "Successfully unreleased" in formgrader.press("03_modules", "release")


# ---- without a network ---------------------------------------------------------------------------------------------


def test_formulas_and_keys_work_without_a_network(formgrader):
    formgrader.requests()
    formgrader.open_submission("05_optim", "ada")
    formgrader.wait("return formgrader.loaded && MathJax.loaded")
    assert formgrader.all(".MathJax_Display"), "the formulas of the tour are not typeset"
    assert_keys_work(formgrader, "05_optim")
    for page in ("manage_assignments", "gradebook", "manage_students"):
        formgrader.table(page)
    elsewhere = [each for each in formgrader.requests() if not each.startswith((formgrader.address, "data:", "about:blank"))]
    assert elsewhere == []


def test_keys_work_where_the_server_has_no_mathjax(formgrader):
    formgrader.browser.execute_cdp_cmd("Network.enable", {})
    formgrader.browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*jupyter_server_mathjax*"]})
    try:
        formgrader.open_submission("05_optim", "ada")
        formgrader.wait("return formgrader.loaded")
        assert not formgrader.all(".MathJax_Display")
        assert_keys_work(formgrader, "05_optim")
        assert [error for error in formgrader.errors() if "jupyter_server_mathjax" not in error] == []
    finally:
        formgrader.browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})


def assert_keys_work(formgrader, assignment):
    """The tab key goes from box to box; formgrader's script gets so far only with a MathJax of some kind."""
    first, second = REAL.assignment(assignment).exercises[:2]
    formgrader.type_score(first.name, 1)
    script = "return document.activeElement.id"
    assert formgrader.browser.execute_script(script) == f"{first.name}_extra_credit"
    formgrader.press_tab()
    assert formgrader.browser.execute_script(script) == second.name


@pytest.mark.slow
def test_a_server_from_another_folder_shows_the_same_page(course, formgrader, home, tmp_path):
    """JupyterLab opens a course by its path; formgrader has made its exporter by then."""
    with book(course) as gradebook:
        submission = gradebook.find_submission_notebook("06_gpu_io", "06_gpu_io", "ada").id
    with serve(home, tmp_path / "server") as address:
        elsewhere = Formgrader(formgrader.browser, address, tmp_path)
        elsewhere.browser.get(f"{address}/formgrader?path={course}")
        elsewhere.browser.get(f"{address}/formgrader/submissions/{submission}")
        elsewhere.wait_for_submission()
        exercise = REAL.assignment("06_gpu_io").exercises[0]
        assert float(elsewhere.score_box(exercise.name).get_attribute("placeholder")) == exercise.points / 2
