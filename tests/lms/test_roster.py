"""The class's list, as a spreadsheet writes it."""

import pytest

from torchkata.assignment import UsageError
from torchkata.lms.handin import HandIn
from torchkata.lms.roster import Person, find_person, read_roster

TEXT = "id,first_name,last_name,email,lms_user_id\r\nada,Ada,Müller,ada@example.org,17\r\n\r\nlei,雷,李,,18\r\n"
ADA, LEI = Person("ada", "Ada", "Müller", "ada@example.org", "17"), Person("lei", "雷", "李", "", "18")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_way_of_saving_it_reads_the_same(tmp_path, encoding, separator):
    text = TEXT.replace("Müller", "Mu").replace(",", separator)
    (tmp_path / "class.csv").write_bytes(text.encode(encoding))
    assert read_roster(tmp_path / "class.csv") == [Person("ada", "Ada", "Mu", "ada@example.org", "17"), LEI]


def test_a_column_of_groups(tmp_path):
    (tmp_path / "class.csv").write_text("id,group,note\nada,Team 7,x\nlei,,y\n")
    assert [(person.id, person.group) for person in read_roster(tmp_path / "class.csv")] == [("ada", "Team 7"), ("lei", "")]


def test_excel_of_the_west(tmp_path):
    (tmp_path / "class.csv").write_bytes(TEXT.replace("雷", "Zoë").replace("李", "Å").replace(",", ";").encode("cp1252"))
    assert read_roster(tmp_path / "class.csv")[0] == ADA and read_roster(tmp_path / "class.csv")[1].first_name == "Zoë"


@pytest.mark.parametrize(
    "content, says",
    [
        (b"name,email\nAda,x\n", "has no column id; its first line should have id, first_name"),
        (b"", "has no column id"),
        (b"id\nada\nada\n", "has the id ada more than once"),
        (b"id,email\nada,x\n,y\n", "row 3: the id '' is empty"),
        (b"id\n../ada\n", "row 2: the id '../ada' cannot be a folder's name"),
        (b"id\n.ada\n", "cannot be a folder's name"),
        (b"PK\x03\x04", "is an Excel workbook; save it as CSV UTF-8"),
        (b"\xff\xfei\x00d", "is no text in a known encoding"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_a_sentence(tmp_path, content, says):
    (tmp_path / "class.csv").write_bytes(content)
    with pytest.raises(UsageError, match=says.replace(".", r"\.").replace("(", r"\(")):
        read_roster(tmp_path / "class.csv")


def canvas(name, user):
    return HandIn("canvas", f"{name}_{user}", name, {"user": user})


def test_an_id_wins_over_a_name():
    match = find_person([ADA, LEI], "x", canvas("mullerada", "18"))
    assert match.person is LEI and match.by == "id"
    assert find_person([ADA, LEI], "x", canvas("müllerada", "99")).person is None  # the roster knows that Ada is 17
    assert find_person([Person("ada", "Ada", "Müller")], "x", canvas("müllerada", "99")).by == "name"


def test_a_name_reads_both_ways_and_two_of_one_name_are_two():
    for name in ("李雷", "雷 李", "li"):
        match = find_person([ADA, LEI], "x", HandIn("moodle", "x", name, {"participant": "4"}))
        assert (match.person is LEI) == (name != "li")
    twins = [Person("li1", "雷", "李"), Person("li2", "雷", "李")]
    match = find_person(twins, "x", HandIn("moodle", "x", "李 雷", {"participant": "4"}))
    assert match.person is None and match.candidates == tuple(twins)


def test_a_folder_is_called_like_an_id_a_name_or_an_address():
    for name in ("ada", "ADA", "ada@example.org", "Ada Müller", "Müller, Ada"):
        assert find_person([ADA, LEI], name, None).person is ADA
    assert not find_person([Person("x")], "", None).candidates and not find_person([Person("x")], "!", None).candidates
