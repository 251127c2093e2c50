"""`kata collect`: whose each hand-in is, what it does beside what is there, and nothing is written unasked."""

import json
import os

import pytest
from downloads import CODE, DOWNLOADS, fill, loose, pack, packed
from minikit import NAME

from torchkata.assignment import UsageError
from torchkata.course.collect import AMBIGUOUS, NEW, NEWER, NOT_UNDERSTOOD, OLDER, UNCHANGED, Collector
from torchkata.course.platform_ids import FILE, read_platform_ids
from torchkata.lms.roster import Person

OTHER = {"shapes.py": b"x = 1\n", "nets.py": CODE["nets.py"]}
PEOPLE = [Person("s1", "Jane", "Doe", lms_user_id="123"), Person("s2", "雷", "李"), Person("s3", "Bela", "B", "bela@example.org")]


@pytest.fixture
def course(tmp_path):
    """As far as collecting looks: a folder with a configuration."""
    return fill(tmp_path / "course", {"nbgrader_config.py": b""})


@pytest.fixture
def collect(course, assignment):
    def collect(*downloads, people=(), apply=True, **options):
        collector = Collector(course, assignment, people, **options)
        plan = collector.plan(downloads)
        if apply:
            collector.apply(plan)
        return {item.student or item.what: item for item in plan.items}

    return collect


def states(items):
    return {student: item.state for student, item in items.items()}


def submitted(course, student):
    folder = course / "submitted" / student / NAME
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def canvas(tmp_path, name, files):
    return pack(tmp_path / name, files)


@pytest.mark.parametrize("platform", DOWNLOADS)
def test_every_platforms_download_lands_in_the_course(collect, course, tmp_path, platform):
    files, students = DOWNLOADS[platform]
    download = pack(tmp_path / "download.zip", files)
    items = collect(download)
    taken = {student for student in students if student != "bela_125"}
    assert {student for student, item in items.items() if item.state == NEW} == taken
    for student in taken:
        there = submitted(course, student)
        assert there.pop("timestamp.txt", b"").decode().endswith(" UTC\n") == (items[student].time is not None)
        assert there == ({"shapes.py": CODE["shapes.py"]} if student == "anon_XyZ" else CODE)
    kept = read_platform_ids(course)[NAME]
    assert set(kept) == taken and all(handin.platform == platform for handin in kept.values())
    assert all(item.state in (UNCHANGED, NOT_UNDERSTOOD) for item in collect(download).values())
    assert read_platform_ids(course)[NAME] == kept


def test_nothing_is_written_before_it_is_applied(collect, course, tmp_path):
    assert states(collect(canvas(tmp_path, "d.zip", loose("a_1_2_")), apply=False)) == {"a_1": NEW}
    assert sorted(path.name for path in course.iterdir()) == ["nbgrader_config.py"]


def test_the_roster_says_whose_by_ids_and_names(collect, course, tmp_path):
    files = loose("renamed_123_900_") | {"李雷_124_901_w.zip": packed()} | loose("nobody_9_902_") | loose("LATE_anon_x_903_")
    items = collect(canvas(tmp_path, "d.zip", files), people=PEOPLE)
    assert {what: (item.state, item.by) for what, item in items.items() if item.student} == {"s1": (NEW, "id"), "s2": (NEW, "name")}
    assert "a group's, or another spelling?" in items["s1"].notes[0] and "Jane Doe" in items["s1"].notes[0]
    whys = sorted(item.why for item in items.values() if item.state == NOT_UNDERSTOOD)
    assert "Nobody in the class" in whys[0] and "anonymous" in whys[1]
    assert sorted(path.name for path in (course / "submitted").iterdir()) == ["s1", "s2"]


TWINS = [Person("li1", "雷", "李"), Person("li2", "雷", "李")]


def test_two_of_one_name_are_asked_about_and_the_answer_holds(collect, tmp_path):
    download = canvas(tmp_path, "d.zip", loose("李雷_124_901_"))
    (item,) = collect(download, people=TWINS).values()
    assert item.state == AMBIGUOUS and "li1 (雷 李), li2 (雷 李)" in item.why and "lms_user_id" in item.why
    asked = []

    def choose(question, choices):
        asked.append((question, choices))
        return choices[1]

    assert states(collect(download, people=TWINS, choose=choose)) == {"li2": NEW}
    assert asked == [("Whose is 李雷_124_901_shapes.py?", ["li1 (雷 李)", "li2 (雷 李)"])]
    later = canvas(tmp_path, "e.zip", loose("李雷_124_950_", OTHER))
    assert states(collect(later, people=TWINS)) == {"li2": NEWER}
    # and the roster's own ids win over what was answered once
    known = [Person("li1", "雷", "李", lms_user_id="124"), TWINS[1]]
    assert states(collect(later, people=known)) == {"li1": NEW}


def test_anonymous_marking_is_said_where_a_roster_cannot_help(collect, course, tmp_path):
    download = pack(tmp_path / "d.zip", loose("Participant_4713_assignsubmission_file_"))
    (item,) = collect(download, people=PEOPLE).values()
    assert item.state == NOT_UNDERSTOOD and "anonymous" in item.why and not (course / "submitted").exists()
    assert states(collect(download)) == {"Participant_4713": NEW}


def test_a_groups_hand_in_is_every_members(collect, course, tmp_path):
    jane = Person("s1", "Jane", "Doe", "jane@x.org", "123", "Team 7")
    people = [jane, Person("s2", "雷", "李", "", "124", "team7"), Person("s3", group="8")]
    canvas_ = canvas(tmp_path, "c.zip", loose("team7_LATE_123_900_"))
    items = collect(canvas_, people=people)
    assert {student: (item.state, item.by) for student, item in items.items()} == dict.fromkeys(("s1", "s2"), (NEW, "group"))
    assert submitted(course, "s1") == submitted(course, "s2") == CODE
    ids = read_platform_ids(course)[NAME]
    assert ids["s1"].ids == {"user": "123", "file": "900"} and ids["s2"].ids == {"file": "900"}
    newer = canvas(tmp_path, "d.zip", loose("team7_124_950_", OTHER))
    assert states(collect(newer, people=people)) == {"s1": NEWER, "s2": NEWER}
    assert states(collect(canvas_, people=people)) == {"s1": OLDER, "s2": OLDER}
    moodle = pack(tmp_path / "m.zip", loose("Team 7_55_assignsubmission_file/", OTHER))
    assert states(collect(moodle, people=people)) == {"s1": UNCHANGED, "s2": UNCHANGED}
    assert not read_platform_ids(course)[NAME]["s1"].ids  # 55 is the group's number, and no participant's
    gradescope = pack(tmp_path / "g.zip", DOWNLOADS["gradescope"][0])
    people = [Person("44"), Person("lei", email="lei@example.org"), Person("1815")]
    assert {student: item.by for student, item in collect(gradescope, people=people).items()} == {
        "44": "group", "lei": "group", "1815": "id",
    }  # fmt: skip


def test_two_hand_ins_that_may_be_one_students_are_ambiguous(collect, tmp_path):
    people = [Person("s2", "雷", "李")]
    for files in (
        loose("李 雷_1_assignsubmission_file/") | loose("李雷_2_assignsubmission_file/", OTHER),
        loose("李雷_124_900_") | loose("李雷_125_901_", OTHER),  # a higher number, but of another person
        loose("s2/") | loose("李雷/", OTHER),
    ):
        items = collect(fill(tmp_path / str(len(list(tmp_path.iterdir()))), files), people=people)
        assert states(items) == {"s2": AMBIGUOUS}


def test_a_newer_attempt_takes_the_place_of_an_older_one_and_never_the_other_way(collect, course, tmp_path):
    old, new = canvas(tmp_path, "old.zip", loose("a_1_20_", OTHER)), canvas(tmp_path, "new.zip", loose("a_LATE_1_100_"))
    collect(old)
    (course / "submitted" / "a_1" / NAME / "helper.py").write_bytes(b"of the older one")
    item = collect(new)["a_1"]
    assert item.state == NEWER and any("takes the place" in note for note in item.notes)
    assert any("late and does not say when" in note for note in item.notes)
    assert submitted(course, "a_1") == CODE and not list(course.glob("submitted/*/.*"))
    item = collect(old)["a_1"]
    assert item.state == OLDER and "was handed in later, and stays" in item.why and submitted(course, "a_1") == CODE
    assert read_platform_ids(course)[NAME]["a_1"].number == 100


def test_times_in_names_decide_over_a_timestamp(collect, course, tmp_path):
    collect(pack(tmp_path / "a.zip", loose("HW_jd_attempt_2026-11-17-10-00-00_")))
    assert states(collect(pack(tmp_path / "b.zip", loose("HW_jd_attempt_2026-11-16-10-00-00_", OTHER)))) == {"jd": OLDER}
    (course / FILE).unlink()
    assert states(collect(pack(tmp_path / "b.zip", loose("HW_jd_attempt_2026-11-16-10-00-00_", OTHER)))) == {"jd": OLDER}
    assert states(collect(pack(tmp_path / "c.zip", loose("HW_jd_attempt_2026-11-18-10-00-00_", OTHER)))) == {"jd": NEWER}


def test_where_nothing_says_which_is_newer_a_person_decides(collect, course, tmp_path):
    collect(fill(tmp_path / "one", loose("ada/") | loose("bela/")))
    item = collect(fill(tmp_path / "two", loose("ada/", OTHER) | loose("bela/")))["ada"]
    assert item.state == AMBIGUOUS and "--replace takes it all the same" in item.why and submitted(course, "ada") == CODE
    assert states(collect(tmp_path / "two", overwrite=True)) == {"ada": NEWER, "bela": UNCHANGED}
    assert submitted(course, "ada") == OTHER and not (course / FILE).exists()


def test_nbgraders_folders_keep_their_time_and_the_notebook_comes_along(collect, course, tmp_path):
    files = CODE | {"timestamp.txt": b"2026-11-16 18:00:00 +0100\n", f"{NAME}.ipynb": b"{}", "other.txt": b""}
    collect(fill(tmp_path / "inbound", loose(f"ada/{NAME}/", files)))
    assert submitted(course, "ada") == CODE | {"timestamp.txt": b"2026-11-16 17:00:00 UTC\n", f"{NAME}.ipynb": b"{}"}


@pytest.mark.parametrize("sid", ["../../evil", ".hidden", "a/b", "a\\x1bb", "x" * 300])
def test_an_id_never_leaves_the_folder(collect, course, tmp_path, sid):
    metadata = f'submission_1:\n  :submitters:\n  - :sid: "{sid}"\n'.encode()
    files = {"submission_metadata.yml": metadata} | loose("submission_1/")
    (item,) = collect(pack(tmp_path / "d.zip", files)).values()
    assert item.state == NOT_UNDERSTOOD and "cannot be a folder's name" in item.why
    assert not (course / "submitted").exists() and not (tmp_path / "evil").exists()


def test_a_link_in_the_course_is_not_written_through(collect, course, tmp_path):
    fill(tmp_path / "elsewhere", {"kept.txt": b""})
    (course / "submitted").mkdir()
    (course / "submitted" / "ada").symlink_to(tmp_path / "elsewhere")
    item = collect(fill(tmp_path / "class", loose("ada/") | loose("zoe/")))["ada"]
    assert item.state == AMBIGUOUS and [p.name for p in (tmp_path / "elsewhere").iterdir()] == ["kept.txt"]


@pytest.mark.parametrize("content", ["{", "[]", '{"assignments": {"a": {"b": 3}}}', '{"assignments": {"a": {"b": {"no": 1}}}}'])
def test_a_broken_file_of_ids_is_said_before_anything_is_written(course, assignment, content):
    (course / FILE).write_text(content)
    with pytest.raises(UsageError, match=rf"{FILE} cannot be read; put a copy back"):
        Collector(course, assignment)


def test_a_write_that_fails_leaves_the_older_hand_in(collect, course, tmp_path, monkeypatch):
    collect(canvas(tmp_path, "old.zip", loose("a_1_20_")))
    monkeypatch.setattr("os.replace", _failing_replace)
    with pytest.raises(UsageError, match=r"a_1's files cannot be written into .*: No space left"):
        collect(canvas(tmp_path, "new.zip", loose("a_1_30_", OTHER)))
    monkeypatch.undo()
    assert submitted(course, "a_1") == CODE and read_platform_ids(course)[NAME]["a_1"].number == 20
    assert json.loads((course / FILE).read_text())["schema"] == 1


def _failing_replace(source, target, replace=os.replace):
    if str(source).endswith(".part"):
        raise OSError(28, "No space left on device")
    return replace(source, target)
