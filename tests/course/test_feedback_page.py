"""The feedback page in a real browser: on a phone, on paper, in the dark, with a keyboard and for a screen reader."""

import base64
from datetime import datetime
from importlib import resources
from types import SimpleNamespace

import pytest
from browsing import open_browser

from torchkata.assignment import find_kit
from torchkata.authoring.build import NOTES
from torchkata.course.feedback_page import feedback_html, page_template
from torchkata.result import BLOCKED, FAILED, PASSED, Check, SubmissionResult, mark_exercise

KIT = find_kit()
LONG = "The gradient of " + "w" * 200 + " has shape (3, 1); shape (3,) is expected (optim.py, line 30: `return x`)."
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with open_browser(tmp_path_factory.mktemp("feedback") / "browser") as browser:
        yield browser


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A page of the longest assignment: exercises of every state, long words, code, comments, late, extra credit."""
    assignment = KIT.assignment("05_optim")
    folder = tmp_path_factory.mktemp("page")
    for name in assignment.files:
        (folder / name).write_bytes((KIT.solutions("05_optim") / name).read_bytes())
    exercises, grades = [], []
    for number, exercise in enumerate(assignment.exercises):
        checks = []
        for criterion in exercise.rubric:
            outcome = (PASSED, FAILED, BLOCKED)[(number + len(checks)) % 3] if number else PASSED
            message = "" if outcome == PASSED else LONG if number == 1 else "SGD(params, 0.07) takes wrong steps."
            checks.append(Check("test", f"What {criterion.key} asks.", criterion.key, outcome, False, message, None, 0.0))
        exercises.append(mark_exercise(exercise, checks))
        manual, extra = (1.5, 2.0) if number == 2 else (None, None)
        score = exercises[-1].score
        grades.append(SimpleNamespace(name=exercise.name, auto_score=score, manual_score=manual, extra_credit=extra))
    comments = [SimpleNamespace(name=NOTES, auto_comment="", manual_comment="See me.\nSecond line, <b>bold</b>?")]
    result = SubmissionResult("ada", assignment.points, "0123456789abcdef" * 4, exercises=exercises)
    submission = SimpleNamespace(
        student=SimpleNamespace(id="ada"), score=71.25, max_score=100.0, late_submission_penalty=5.0,
        timestamp=datetime(2026, 11, 26, 9, 30), notebooks=[SimpleNamespace(grades=grades, comments=comments)],
    )  # fmt: skip
    path = folder / "page.html"
    path.write_text(feedback_html(assignment, result, submission, folder, page_template(folder)), encoding="utf-8")
    return path


@pytest.fixture
def opened(browser, page):
    browser.get_log("performance")
    browser.get(page.as_uri())
    yield browser
    for command in ("Emulation.clearDeviceMetricsOverride", "Emulation.setEmulatedMedia"):
        browser.execute_cdp_cmd(command, {})


def look(browser, scheme="light", media="screen"):
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})


def test_the_page_is_small_and_asks_for_nothing(opened, page):
    assert page.stat().st_size < 100_000
    assert "script" not in page.read_text().replace("Content-Security-Policy", "")
    assert opened.get_log("browser") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_nothing_stands_in_the_way_of_a_keyboard_a_screen_reader_or_weak_eyes(opened, scheme, width):
    """By axe-core: headings, names, contrast, tables, what can be scrolled."""
    pytest.importorskip("axe_core_python")
    if width == "phone":
        opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    look(opened, scheme)
    opened.execute_script(resources.files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = opened.execute_async_script("axe.run(document).then(arguments[arguments.length - 1])")
    assert len(found["passes"]) > 10, "axe looked at nothing"
    assert [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found["violations"]] == []


def test_on_a_phone_only_code_is_wider_than_the_screen(opened):
    opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    assert opened.execute_script("return document.scrollingElement.scrollWidth") <= PHONE["width"]
    sizes = "[...document.querySelectorAll('p, td, th, li')].map(e => parseFloat(getComputedStyle(e).fontSize))"
    assert opened.execute_script(f"return Math.min(...{sizes})") >= 15


def test_every_exercise_is_a_link_on_top_and_a_heading_below(opened):
    names = [exercise.name for exercise in KIT.assignment("05_optim").exercises]
    links = opened.execute_script("return [...document.querySelectorAll('table a')].map(a => a.getAttribute('href').slice(1))")
    headings = opened.execute_script("return [...document.querySelectorAll('section h2')].map(h => h.id)")
    assert links == headings == names


def test_on_paper_the_code_is_whole_and_dark_on_light(opened):
    look(opened, "dark", "print")
    colors = opened.execute_script("const s = getComputedStyle(document.body); return [s.color, s.backgroundColor]")
    assert colors == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    whole = "[...document.querySelectorAll('.scroll')].every(c => getComputedStyle(c).overflowX == 'visible')"
    assert opened.execute_script(f"return {whole}")
    pdf = base64.b64decode(opened.execute_cdp_cmd("Page.printToPDF", {})["data"])
    assert pdf.startswith(b"%PDF")


def test_what_people_wrote_is_text(opened):
    said = opened.execute_script("return document.querySelector('main .comment').innerText")
    assert said == "See me.\nSecond line, <b>bold</b>?"
