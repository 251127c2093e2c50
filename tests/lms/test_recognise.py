"""What names say: every platform's download is read alike, unpacked and as a zip, and a name of nobody's changes nothing."""

import os
from datetime import datetime

import pytest
from downloads import CODE, DOWNLOADS, METADATA, fill, loose, pack, packed
from minikit import NAME

from torchkata.assignment import UsageError
from torchkata.layout import find_submissions
from torchkata.lms.handin import HandIn, is_later, squashed
from torchkata.lms.recognise import recognise


@pytest.fixture(autouse=True)
def _berlin(monkeypatch):
    """A machine whose clock is an hour ahead of UTC in winter: platforms write local times into names."""
    import time

    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def sources(assignment, path):
    return {source.student: source for source in find_submissions(assignment, [path]).sources}


@pytest.mark.parametrize("platform", DOWNLOADS)
@pytest.mark.parametrize("zipped", [False, True])
def test_a_download_is_read_unpacked_and_as_a_zip(assignment, tmp_path, platform, zipped):
    files, students = DOWNLOADS[platform]
    path = pack(tmp_path / "download.zip", files) if zipped else fill(tmp_path / "class", files)
    if platform == "gradescope" and not zipped:
        path = path / "assignment_5_export"
    found = sources(assignment, path)
    assert {student: source.handin.late for student, source in found.items()} == students
    assert {source.handin.platform for source in found.values()} == {platform}
    for student, source in found.items():
        submission = source.read()
        if student == "bela_125":  # only a text was handed in
            assert submission.error == "No shapes.py or nets.py was found; there is text.html."
        else:
            expected = {"shapes.py": CODE["shapes.py"]} if student == "anon_XyZ" else CODE
            assert submission.files == expected, (student, submission)


def test_ids_times_and_the_last_attempt(assignment, tmp_path):
    found = {}
    for platform, (files, _) in DOWNLOADS.items():
        found |= sources(assignment, pack(tmp_path / f"{platform}.zip", files))
    ids = {student: source.handin.ids for student, source in found.items()}
    assert ids["doejane_123"] == {"user": "123", "file": "901"} and ids["李雷_124"] == {"user": "124", "file": "902"}
    assert ids["李 雷_4712"] == {"participant": "4712"} and ids["Participant_4713"] == {"participant": "4713"}
    assert ids["1815"] == {"submission": "77", "id": "1815", "email": "ada@example.org"}
    assert (
        ids["lei@example.org"]["others"] == "44" and ids["li_lei"] == {"username": "li_lei"} and ids["bela-b"] == {"id": "bela-b"}
    )
    assert found["anon_XyZ"].handin.name == found["Participant_4713"].handin.name == ""
    times = {student: source.handin.time for student, source in found.items() if source.handin.time}
    assert times == {
        "1815": datetime(2026, 11, 16, 17, 0, 0, 500_000), "lei@example.org": datetime(2026, 11, 17, 17, 0),
        "Jane Doe_397063-2557369": datetime(2026, 9, 24, 19, 26), "李 雷_397064-2557369": datetime(2026, 9, 24, 22, 16),
        "jdoe": datetime(2026, 11, 17, 9, 11, 12), "li_lei": datetime(2026, 11, 16, 8, 0),
    }  # fmt: skip
    assert found["jdoe"].read().notes == ["There are 2 attempts; the last one was taken, of 2026-11-17 09:11:12 UTC."]


@pytest.mark.parametrize("platform", DOWNLOADS)
def test_odd_names_change_nothing_for_the_others(platform):
    """Names that a person, a system or another student made, beside a platform's, change nothing for the others."""
    names = {name.removeprefix("assignment_5_export/").partition("/")[0]: "/" in name.removeprefix("assignment_5_export/")
             for name in DOWNLOADS[platform][0]}  # fmt: skip
    odd = {"zoe": True, "_1_2_3_": True, "__MACOSX": True, ".DS_Store": False, "a_attempt_2026-99-99-00-00-00_x.py": False,
           "x_y_attempt_2026-01-01-00-00-00_x.py": False, f"{NAME}-main": True, f"{NAME}-2": True}  # fmt: skip
    alone = recognise(names, lambda _: METADATA.encode(), NAME)
    beside = recognise(odd | names, lambda _: METADATA.encode(), NAME)
    assert alone and {name: beside[name] for name in alone} == alone
    assert set(beside) - set(alone) <= {"x_y_attempt_2026-01-01-00-00-00_x.py"}


def test_a_students_zip_stays_theirs(assignment, tmp_path):
    """Whatever its files are called: what is named after another student beside a stub file is nobody's work."""
    path = pack(tmp_path / "ada.zip", CODE | loose("bela_7_8_", {"shapes.py": b"x = 1"}))
    (source,) = find_submissions(assignment, [path]).sources
    assert source.student == "ada" and source.handin is None and source.read().files == CODE
    fill(tmp_path / "class" / "bela", CODE)
    pack(tmp_path / "class" / "ada.zip", loose("bela_7_8_"))
    assert set(sources(assignment, tmp_path / "class")) == {"ada", "bela"}


@pytest.mark.parametrize("files", [loose("Jane Doe_4711_assignsubmission_file/"), loose("download/doejane_1_2_")])
def test_one_student_alone_and_a_folder_around_all(assignment, tmp_path, files):
    (source,) = find_submissions(assignment, [pack(tmp_path / "d.zip", files)]).sources
    assert source.handin.name.casefold().replace(" ", "") in ("janedoe", "doejane") and source.read().files == CODE


def test_what_no_platform_named_is_left_out_and_said(assignment, tmp_path):
    files = DOWNLOADS["canvas"][0] | {"zoe/shapes.py": b"x = 1", "index.html": b""}
    found = find_submissions(assignment, [pack(tmp_path / "download.zip", files)])
    assert {item.path.rpartition("/")[2]: item.may_be_work for item in found.left_out} == {"zoe": True, "index.html": False}


def test_of_two_downloads_the_later_file_counts(assignment, tmp_path):
    old = pack(tmp_path / "monday.zip", loose("doejane_123_99_", {"shapes.py": b"old = 1"}))
    new = pack(tmp_path / "tuesday.zip", loose("doejane_LATE_123_100_"))
    (source,) = find_submissions(assignment, [old, new]).sources
    assert source.read().files == CODE and source.handin.late
    assert source.read().notes == ["2 downloads have work of theirs; the last was taken: doejane_LATE_123_100_shapes.py."]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a: [", b"- 1", b"submission_77: 3", b"submission_77: {':submitters': 3}"])
def test_broken_metadata_of_gradescope_is_a_sentence_or_nobody(content):
    listing = {"submission_metadata.yml": False, "submission_77": True}
    try:
        found = recognise(listing, lambda _: content, NAME)
    except UsageError as error:
        assert "submission_metadata.yml cannot be read" in str(error) and "\n" not in str(error)
    else:
        assert {handin.student for handin in found.values()} <= {"submission_77"}


def test_an_inner_zip_has_limits(assignment, tmp_path):
    bomb = packed({"shapes.py": b"\0" * 2**21, "nets.py": CODE["nets.py"]})
    path = pack(tmp_path / "download.zip", {"a_1_2_work.zip": bomb, "b_2_3_work.zip": b"PK no zip", "c_3_4_work.zip": packed()})
    found = sources(assignment, path)
    assert "more than 1,048,576 bytes" in found["a_1"].read().problems["shapes.py"]
    assert "cannot be read as a zip" in found["b_2"].read().error and found["c_3"].read().files == CODE


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_a_link_with_a_platforms_name_is_not_followed(assignment, tmp_path):
    fill(tmp_path / "secret", CODE)
    folder = fill(tmp_path / "class", loose("a_1_2_"))
    (folder / "b_2_3_shapes.py").symlink_to(tmp_path / "secret" / "shapes.py")
    (folder / "Eve_3_assignsubmission_file").symlink_to(tmp_path / "secret")
    found = sources(assignment, folder)
    assert found["a_1"].read().files == CODE and "b_2" not in found
    assert "symbolic link" in found["Eve_3_assignsubmission_file"].read().error


def test_nbgraders_folders_are_no_clones(assignment, tmp_path):
    fill(tmp_path / "submitted", loose(f"07-mini-ada/{NAME}/") | loose(f"bela/{NAME}/"))
    assert set(sources(assignment, tmp_path / "submitted")) == {"07-mini-ada", "bela"}


def test_which_is_later():
    def at(**kwargs):
        return HandIn("canvas", "x", **kwargs)

    assert is_later(at(time=datetime(2026, 1, 2)), at(time=datetime(2026, 1, 1))) is True
    assert is_later(at(ids={"file": "9"}), at(ids={"file": "10"})) is False
    assert is_later(at(), at(ids={"file": "10"})) is None and is_later(at(), HandIn("moodle", "x")) is None


def test_names_are_compared_without_what_platforms_change():
    assert squashed("O'Neil-Šmíd, Ａnn") == squashed("oneilšmíd ann") == "oneilšmídann"
