"""Files of grades: one column changes, and every other byte stays as the platform wrote it."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from torchkata.assignment import UsageError
from torchkata.lms import blackboard, brightspace, canvas, gradescope, moodle
from torchkata.lms.sheet import Line, chosen_column, fill
from torchkata.lms.table import Table, neutral, new_csv, number, read_table

LINES = [
    Line("s1", "Jane", "Doe", "jane@x.org", {"user": "123", "participant": "4711", "username": "jdoe"}, "87.5"),
    Line("s2", "雷", "李", "", {}, "0"),
    Line("s3", "Bela", "B", "", {"user": "125", "participant": "4713"}, ""),
    Line("s9", "No", "Body", "", {"user": "999"}, "5"),
]

CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Notes,07_mini (77),Other (78),Current Score,Final Score\r\n"
    "    Points Possible,,,,,,100.00,10,(read only),(read only)\r\n"
    '"Doe, Jane",123,,jdoe,"A ""1""",,  ,3,"",1\r\n'
    "雷 李,124,,,A,=1+1,-,,,\r\n"
    "B Bela,125,,,A,,EX,,,\r\n"
    "Zoe,126,,,A,,50,,,"
)
MOODLE = (
    "Identifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,Last modified (grade),Feedback comments\n"
    'Participant 4711,Jane Doe,jane@x.org,Submitted,"",100.00,Yes,-,"<p>a\nb</p>"\n'
    "Participant 4712,李 雷,lei@x.org,Submitted,,100.00,Yes,-,\n"
    "Participant 4713,Bela B,b@x.org,-,33.00,100.00,Yes,\"Monday, 16 November 2026, 5:00 PM\",\n"
)  # fmt: skip
CHINESE = (
    "标识符,全名,状态,成绩,最高分,可以更改成绩,上次修改（评分）\n"
    "参与人4711,Jane Doe,已提交,,100.00,是,-\n参与人4712,李 雷,已提交,,100.00,是,-\n"
)
BLIND = (  # in a language of which no word is known
    "Tunniste;Tila;Arvosana;Enimmäisarvosana;Muokattu (arvosana)\nOsallistuja4711;x;;100,00;-\nOsallistuja4712;x;1,50;100,00;-\n"
)
BRIGHTSPACE = (
    "OrgDefinedId,Username,Last Name,First Name,07_mini Points Grade <Numeric MaxPoints:100 Category:A>,End-of-Line Indicator\n"
    "#s1,#jdoe,Doe,Jane,,#\n#s2,#lei,李,雷,5,#\n"
)
BLACKBOARD = (
    '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"07_mini [Total Pts: 100 Score] |12345"\t"'
    'Total [Total Pts: 100 Score] |1"\r\n'
    '"Doe"\t"Jane"\t"jdoe"\t""\t""\t"3"\r\n"李"\t"雷"\t"lei"\t"s2"\t"1"\t""\r\n'
)
GRADESCOPE = (
    "First Name,Last Name,SID,Email,Sections,Total Score,Max Points,Status\n"
    "Jane,Doe,s1,,,,100.0,Graded\n雷,李,,,,50.0,100.0,Graded\n"
)


def filled(platform, text, lines=LINES, encoding="utf-8", column=None):
    """What was done, and the file as text again."""
    table = Table(text.encode(encoding))
    sheet = platform.sheet(table)
    done = fill(table, sheet, chosen_column(sheet, platform.plain_title, ["07_mini", "Mini"], column), lines)
    return done, table.content().decode(encoding)


def test_canvas_changes_one_column():
    done, text = filled(canvas, CANVAS)
    assert text == CANVAS.replace(",,  ,3,", ",,87.5,3,").replace(",=1+1,-,", ",=1+1,0,")
    assert (done.written, done.kept, done.missing, done.ambiguous) == (["s1", "s2"], ["s3"], ["s9"], [])
    assert done.unknown == ["Zoe"] and not done.complete


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-8", "gb18030"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_canvas_in_other_encodings_and_separators(encoding, separator):
    text = CANVAS.replace('"Doe, Jane"', "Doe Jane").replace(",", separator)
    text = text.removeprefix("\ufeff") if encoding == "gb18030" else text
    done, after = filled(canvas, text, encoding=encoding)
    expected = text.replace(",,  ,3,".replace(",", separator), ",,87.5,3,".replace(",", separator))
    assert (
        after == expected.replace("=1+1,-,".replace(",", separator), "=1+1,0,".replace(",", separator)) and len(done.written) == 2
    )


def test_canvas_with_split_names_and_a_row_of_posting_policies():
    text = "LastName,FirstName,ID,Section,07_mini (77)\nDoe,Jane,,A,\n李,雷,,A,\n,,,,Manual Posting\n"
    done, after = filled(canvas, text)
    assert after == text.replace("Jane,,A,", "Jane,,A,87.5").replace("雷,,A,", "雷,,A,0") and done.unknown == []


def test_a_decimal_comma_stays_one_and_what_is_the_same_is_not_touched():
    text = CANVAS.replace('"Doe, Jane"', "Doe Jane").replace(",", ";").replace(";3;", ";3,5;").replace("  ", "87,50")
    done, after = filled(canvas, text)
    assert done.same == ["s1"] and done.written == ["s2"] and ";87,50;3,5;" in after
    done, after = filled(canvas, text, [Line("s1", ids={"user": "123"}, score="87.25")])
    assert ";87,25;3,5;" in after


def test_moodle_by_its_number_in_every_language():
    done, text = filled(moodle, MOODLE)
    assert text == MOODLE.replace('Submitted,"",', 'Submitted,"87.5",').replace("Submitted,,", "Submitted,0,")
    assert done.written == ["s1", "s2"] and done.kept == ["s3"]
    done, text = filled(moodle, CHINESE)
    assert text == CHINESE.replace("已提交,,", "已提交,87.5,", 1).replace("已提交,,", "已提交,0,")
    with pytest.raises(UsageError, match=r"there are: Tila, Arvosana, .*; name one with --column"):
        filled(moodle, BLIND)
    done, text = filled(moodle, BLIND, column="Arvosana")
    assert text == BLIND.replace("x;;100", "x;87,5;100") and done.missing == ["s2", "s9"]  # names are hidden there


def test_the_other_platforms():
    done, text = filled(brightspace, BRIGHTSPACE)
    assert text == BRIGHTSPACE.replace("Jane,,#", "Jane,87.5,#").replace("雷,5,#", "雷,0,#") and done.missing == ["s9"]
    done, text = filled(blackboard, "\ufeff" + BLACKBOARD, encoding="utf-16-le")
    assert text == "\ufeff" + BLACKBOARD.replace('""\t""\t"3"', '""\t"87.5"\t"3"').replace('"s2"\t"1"', '"s2"\t"0"')
    done, text = filled(gradescope, GRADESCOPE)
    assert text == GRADESCOPE.replace("s1,,,,", "s1,,,87.5,").replace(",50.0,", ",0,") and done.written == ["s1", "s2"]


def test_two_of_one_name_get_nothing():
    twins = [Line("a", "雷", "李", score="1"), Line("b", "雷", "李", score="2")]
    done, text = filled(canvas, CANVAS, twins)
    assert text == CANVAS and done.ambiguous == ["a", "b"]
    double = CANVAS + "\r\n李雷,127,,,A,,1,,,"
    done, text = filled(canvas, double, twins[:1])
    assert text == double and done.ambiguous == ["a"]
    # whose row is known by an id leaves the other row to the other
    done, text = filled(canvas, double, [Line("a", "雷", "李", ids={"user": "124"}, score="1"), Line("b", "雷", "李", score="2")])
    assert done.written == ["a", "b"] and text.endswith(",,2,,,")


def test_a_row_of_the_same_name_and_another_number_is_another_persons():
    done, text = filled(canvas, CANVAS, [Line("b", "雷", "李", ids={"user": "777"}, score="2")])
    assert text == CANVAS and done.missing == ["b"]
    done, text = filled(moodle, MOODLE, [Line("b", "雷", "李", ids={"participant": "777"}, score="2")])
    assert text == MOODLE and done.missing == ["b"]


@pytest.mark.parametrize("platform", [canvas, moodle, brightspace, blackboard, gradescope])
@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "Student,Name\nx,y\n"])
def test_another_file_is_refused_in_a_sentence(platform, text):
    with pytest.raises(UsageError, match="name a file that the platform gave"):
        platform.sheet(Table(text.encode()))


def test_the_column_is_found_or_asked_for():
    sheet = canvas.sheet(Table(CANVAS.encode()))
    assert sheet.grades == {5: "Notes", 6: "07_mini (77)", 7: "Other (78)"} and sheet.most[6] == 100
    assert chosen_column(sheet, canvas.plain_title, ["x"], "other") == 7
    assert chosen_column(sheet, canvas.plain_title, ["07 Mini"], None) == 6
    with pytest.raises(UsageError, match=r"no column is called x; there are: Notes, 07_mini \(77\), Other \(78\)"):
        chosen_column(sheet, canvas.plain_title, ["x"], None)
    twice = canvas.sheet(Table(CANVAS.replace("Other (78)", "07_mini (78)").encode()))
    with pytest.raises(UsageError, match="2 columns may be meant"):
        chosen_column(twice, canvas.plain_title, ["07_mini"], None)


@pytest.mark.parametrize("platform", [canvas, moodle, brightspace, blackboard, gradescope])
def test_a_new_file_is_one_that_can_be_filled_in(tmp_path, platform):
    content = platform.new(LINES, "07_mini", 100.0)
    (tmp_path / "new.csv").write_bytes(content)
    table = read_table(tmp_path / "new.csv")
    sheet = platform.sheet(table)
    column = chosen_column(sheet, platform.plain_title, ["07_mini"], None)
    done = fill(table, sheet, column, LINES)
    assert not done.written and "s1" in done.same and table.content() == content
    assert [row.values[column] for row in sheet.people][:1] == ["87.5"]
    assert sheet.most[column] == (100 if platform is not brightspace else None)


def test_formulas_are_text_in_new_files():
    eve = Line("=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-2", {"user": "1", "participant": "2"}, "1")
    for platform in (canvas, moodle, brightspace, blackboard, gradescope):
        for row in Table(platform.new([eve], "=title", 1.0)).rows[1:]:
            assert not any(cell.startswith(("=", "+", "@")) or (cell.startswith("-") and cell != "-") for cell in row.values)
    assert neutral(" =1") == "' =1" and neutral("-") == "-" and neutral("a\x00b") == "a�b"


CELLS = st.text(alphabet='ab"ü雷,; \n\t', max_size=4)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=2, max_size=4),
    separator=st.sampled_from(",;\t"), end=st.sampled_from(["\n", "\r\n"]), value=CELLS,
)  # fmt: skip
def test_one_cell_changes_as_pythons_own_reader_sees_it(rows, separator, end, value):
    rows = [["id", "grade"], *([f"x{first}", second] for first, second in rows)]
    file = io.StringIO()
    csv.writer(file, delimiter=separator, lineterminator=end).writerows(rows)
    table = Table(file.getvalue().encode())
    assert [row.values for row in table.rows] == rows
    table.set(table.rows[-1], 1, value)
    rows[-1][1] = value
    after = table.content().decode()
    assert list(csv.reader(io.StringIO(after, newline=""), delimiter=separator)) == rows


@pytest.mark.parametrize(
    "text", ["", "\n", "a", '"', '"a', 'a"b,c', ",,", "a,b\r\n\r\n1", 'a,"x\ny"\n', "\ufeff", "a\rb", '"a"b,c\n']
)
def test_any_text_is_read_and_comes_back(text):
    table = Table(text.encode())
    assert table.content() == text.encode() and all(len(r.values) == len(r.places) for r in table.rows)


def test_a_short_row_gets_the_cells_up_to_there():
    table = Table(b"a,b,c\n1\n2,3,4")
    table.set(table.rows[1], 2, "x,y")
    table.set(table.rows[2], 1, "=")
    assert table.content() == b'a,b,c\n1,,"x,y"\n2,=,4'


def test_numbers_and_new_files():
    assert [number(t) for t in ("1", " 2,5 ", "", "x", "nan", "inf")] == [1.0, 2.5, None, None, None, None]
    assert new_csv([["a", "ü"]]) == b"\xef\xbb\xbfa,\xc3\xbc\r\n" and new_csv([["a", "b"]]) == b"a,b\r\n"
