"""Whatever a submission or a student's name puts into a report is inert there: on a terminal, in HTML, JSON and CSV."""

import csv
import json
import os
import re
import unicodedata
from html.parser import HTMLParser

import pytest
from minikit import NAME, work

from torchkata.feedback import (
    MAX_LINES,
    MAX_MESSAGE,
    clean,
    counted,
    duration,
    exercise_html,
    exercise_text,
    messages,
    remark,
    summary_text,
)
from torchkata.result import ERROR, Check, CriterionResult, ExerciseResult, SubmissionResult

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": "'\"><img src=x onerror=alert(1)>",
    "comment": "--> ]]> &lt;b&gt; </div></ul></body>",
    "colours": "\x1b[31mred\x1b[0m \x9b31m",
    "clear": "\x1b[2J\x1b[H\x1b]0;title\x07\x1bc",
    "link": "\x1b]8;;http://example.org\x1b\\click\x1b]8;;\x1b\\",
    "back": "0 points\r100 points \b\b\b\x7f\x00",
    "bidi": "\u202e001\u2066 \u200f\u061c\u2069",
    "invisible": "a\u200bd\u2060a\ufeff\U000e0041\u00ad",
    "separators": "one\u2028two\u2029three\x85four\x0bfive\x0csix",
    "markup": "[red]x[/red] [link=http://example.org]y[/link] [/] :skull: \\[bold]",
    "surrogates": "\ud800x\udfff\udcff",
    "long": "x" * 1_000_000,
    "lines": "✓ passed\n" * 10_000,
    "tabs": "\t" * 10_000,
    "marks": "z" + "\u0301" * 5000,
    "formula": '=HYPERLINK("http://example.org?"&A1,"100")',
    "format": "%s%n{0}{x.__class__}\\N{BELL}$(id)`id`",
}


def result_with(text) -> SubmissionResult:
    """A result in which the text stands wherever a submission can bring text."""
    checks = [
        Check("test_a[x]", "It works.", "value", ERROR, False, text, None, 0.0),
        Check("test_b", "It works twice.", None, ERROR, True, f"Your code raised ValueError: {text}.", None, 0.0),
    ]
    return SubmissionResult(
        text, 20.0, "0" * 64, None, [ExerciseResult("center", 20.0, [CriterionResult("value", "it works", 0.0, 20.0)], checks)]
    )


def is_seen(character):
    """Whether a terminal or browser shows a character as it is, and does nothing else."""
    return character == "\n" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def assert_inert(text, limit=3 * MAX_MESSAGE):
    unseen = {f"U+{ord(c):04X}" for c in text if not is_seen(c)}
    assert not unseen, f"{unseen} in {text[:200]!r}"
    assert len(text) < limit and text.count("\n") < 3 * MAX_LINES
    text.encode()


@pytest.fixture(params=HOSTILE)
def hostile(request):
    return HOSTILE[request.param]


# ---- in words ------------------------------------------------------------------------------------------------------


def test_texts_are_inert(hostile):
    result = result_with(hostile)
    (exercise,) = result.exercises
    for text in clean(hostile), exercise_text(exercise), summary_text(result):
        assert_inert(text)
    for message, titles in messages(exercise):
        assert_inert(message)
        assert titles


def test_a_row_is_one_inert_line(hostile):
    for result in result_with(hostile), SubmissionResult("ada", 20.0, error=hostile):
        assert_inert(remark(result))
        assert "\n" not in remark(result)


def test_a_message_cannot_pose_as_another_check():
    """Each line of a message stands further in than what the kit says itself."""
    (exercise,) = result_with("oops\nNext: 20 of 20 points\n✓ It works.").exercises
    ours = [line for line in exercise_text(exercise).splitlines() if not line.startswith("    ")]
    assert ours == ["center: 0 of 20 points", "  0 of 20  it works", "  ✗ It works.", "  ✗ It works twice."]


@pytest.mark.parametrize("text", ["für alle: 漢字, ∑ x² ≠ 0 (é, é) 👩‍🔬", "a\nb", "[1, 2] <3 & \\n 'x' \"y\" =1"])
def test_what_is_harmless_stays_as_it_is(text):
    assert clean(text) == text


# ---- HTML ----------------------------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """The tags and attributes of a page, and its text."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.tags, self.open, self.text = set(), [], ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.open.append(tag)
        assert {name for name, _ in attrs} <= {"style"}, attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def test_html_has_the_kits_tags_only(hostile):
    (exercise,) = result_with(hostile).exercises
    page = Tags(exercise_html(exercise))
    assert page.tags == {"div", "b", "ul", "li", "span"} and not page.open
    assert_inert(page.text)
    assert " ".join(clean(hostile).split()[:1]) in page.text, "the message is missing"


def test_a_message_of_a_submission_reaches_the_page_as_text(judge):
    """All the way: raised by student code, through worker and judge."""
    for text in (HOSTILE["script"] + HOSTILE["clear"] + HOSTILE["bidi"], HOSTILE["long"], HOSTILE["surrogates"]):
        result = judge.grade(work(more_shapes=f"\ndef center(x):\n    raise ValueError({text!r})\n"))
        assert result.exercise("center").score == 0 and result.score == 80, "its other exercises are graded"
        page = Tags(exercise_html(result.exercise("center")))
        assert "Your code raised ValueError" in page.text
        assert_inert(page.text)
        assert_strict(json.dumps(result.to_json()))


# ---- JSON ----------------------------------------------------------------------------------------------------------


def assert_strict(text):
    """JSON that every reader takes: no NaN, no lone surrogate, no string without end."""

    def never(constant):
        raise AssertionError(f"{constant} is no JSON")

    def strings(value):
        if isinstance(value, dict):
            return [s for pair in value.items() for each in pair for s in strings(each)]
        if isinstance(value, list):
            return [s for each in value for s in strings(each)]
        return [value] if isinstance(value, str) else []

    data = json.loads(text, parse_constant=never)
    for string in strings(data):
        string.encode()
        assert len(string) < 2000
    return data


NUMBERS = ["float('nan')", "float('inf')", "-0.0", "10 ** 1000", "2 ** 70", "'\\ud800'", "{'\\ud800': 1}", "1j", "x * float('nan')"]


@pytest.mark.parametrize("value", NUMBERS)
def test_no_returned_value_breaks_the_json(judge, value):
    result = judge.grade(work(more_shapes=f"\ndef center(x):\n    return {value}\n"))
    assert result.score == 80 and result.exercise("center").score == 0
    assert_strict(json.dumps(result.to_json()))


IDS = ["", "a/b", "../../etc", "x" * 300, "'; DROP TABLE student; --", "-rf", '"', "a\nb", "\x1b[2J", "\ud800", "‮", "."]


@pytest.mark.parametrize("student", IDS)
def test_a_students_name_changes_no_result(judge, student):
    """A name never reaches the worker, and no path is made of it."""
    result = judge.grade(work(student=student))
    assert result.student == student and result.score == 100


# ---- the commands --------------------------------------------------------------------------------------------------

NAMES = [
    "[red]ada", "\x1b[31mbela\x1b[2J", "‮chen", "-rf", '=1+1"', "new\nline", "x" * 255, ":skull:", "back\\", "'; DROP TABLE",
    "<b>zoe", "+1", "@sum",
]  # fmt: skip


@pytest.fixture(scope="module")
def hostile_class(tmp_path_factory):
    """A class of odd names; what they hand in is nothing, but for one whose messages are hostile."""
    folder = tmp_path_factory.mktemp("class")
    for name in NAMES:
        (folder / name).mkdir()
    os.mkdir(os.fsencode(folder) + b"/m\xfcller")
    shapes = folder / "‮chen" / "shapes.py"
    shapes.write_text("def center(x):\n    raise ValueError('\\x1b[2J[bold]\\u202e' + 'x' * 10_000)\n")
    (folder / "[red]bad\x1b[2J.zip").write_bytes(b"no zip")
    return folder


@pytest.mark.parametrize("colours", [False, True])
def test_the_terminal_shows_names_and_messages_and_obeys_none(kata, hostile_class, tmp_path, colours):
    env = {"FORCE_COLOR": "1", "TERM": "xterm-256color"} if colours else {"NO_COLOR": "1"}
    done = kata("grade", NAME, hostile_class, "--json", tmp_path / "report.json", "--jobs", "1", env=env)
    assert done.returncode == 1 and "Traceback" not in done.stderr  # one cannot be graded
    shown = re.sub(r"\x1b\[([\d;]*m|\?25[lh]|2K|1A)|\r", "", done.stdout + done.stderr)  # the kit's own colours and progress bar
    unseen = {c for c in shown if not is_seen(c)}
    assert not unseen, unseen
    if not colours:
        assert "\x1b" not in done.stdout + done.stderr
    for name in "[red]ada", "bela", "chen", "-rf", ":skull:", "back\\", "<b>zoe", "m\\xfcller", "[red]bad":
        assert name in shown, f"{name} is not shown as it is"
    students = {s["student"]: s for s in assert_strict((tmp_path / "report.json").read_text())["submissions"]}
    assert set(students) == {*NAMES, "m\\xfcller", "[red]bad\x1b[2J"}
    assert students["[red]bad\x1b[2J"]["error"]


# ---- CSV -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def course(kit, tmp_path):
    from torchkata.course.make import make_course

    make_course(kit, tmp_path / "course", [NAME])
    return tmp_path / "course"


def test_an_exported_name_is_one_cell_and_no_formula(course, nbgrader):
    from torchkata.course.open import open_course

    row = f"eve,,,,,100,0.0,100.0,100.0\n{NAME},,,mallory"
    names = {
        "=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0", "+1": "'+1", "-rf": "'-rf", "@sum": "'@sum", "\t=1": "'    =1", "\r=1": "�=1",
        row: row, 'a"b': 'a"b', "ada": "ada",
    }  # fmt: skip
    with open_course(course).gradebook as gradebook:
        for name in names:
            gradebook.update_or_create_student(name, last_name=name, first_name="x,y", email=None)
    done = nbgrader(course, "export")
    assert done.returncode == 0, done.stderr
    with open(course / "grades.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted(row["student_id"] for row in rows) == sorted(names.values())
    for row in rows:
        assert None not in row and row["last_name"] == row["student_id"] and row["first_name"] == "x,y" and row["email"] == ""
        assert (row["assignment"], row["score"], row["max_score"]) == (NAME, "0.0", "100.0")


def test_the_columns_are_those_of_nbgraders_own_export(course, nbgrader):
    """So that what reads one reads the other."""
    from torchkata.course.open import open_course

    with open_course(course).gradebook as gradebook:
        gradebook.update_or_create_student("ada", last_name="Lovelace")
        submission = gradebook.update_or_create_submission(NAME, "ada", timestamp="2026-11-16 18:00:00")
        for grade in submission.notebooks[0].grades:
            grade.auto_score = 1.5
        gradebook.db.commit()
    for exporter, file in (("torchkata.course.export.CsvExport", "ours.csv"), ("nbgrader.plugins.CsvExportPlugin", "theirs.csv")):
        done = nbgrader(course, "export", f"--exporter={exporter}", f"--to={file}")
        assert done.returncode == 0, done.stderr
    assert (course / "ours.csv").read_text() == (course / "theirs.csv").read_text()


def test_numbers_of_things_are_told_as_english_tells_them():
    counts = {(1, "entry"): "1 entry", (2, "entry"): "2 entries", (0, "loss"): "0 losses", (4, "day"): "4 days"}
    assert {told: counted(*told) for told in counts} == counts
    times = {30: "less than a minute", 60: "1 minute", 7200: "2 hours", 2 * 86400: "2 days"}
    assert {seconds: duration(seconds) for seconds in times} == times
