"""Who handed in what: all in a class's folder ends as a row or as a line, and one odd name changes nothing for the others."""

import json
import zipfile

import minikit
import pytest
from minikit import FULL, NAME, REFERENCE

from torchkata.assignment import COURSE_FILE, UsageError
from torchkata.layout import find_submissions
from torchkata.submission import stands_for

CODE = {name: text.encode() for name, text in REFERENCE.items()}
NEW = (2026, 11, 20, 12, 0, 0)
OLD = (2026, 11, 10, 12, 0, 0)


def fill(folder, files=CODE):
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def pack(path, files=CODE, date=NEW):
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, date), content)
    return path


@pytest.fixture
def folder(tmp_path):
    """A class of two."""
    fill(tmp_path / "class" / "ada")
    fill(tmp_path / "class" / "bela")
    return tmp_path / "class"


def everyone(assignment, *paths):
    """By student: the submission, read."""
    found = find_submissions(assignment, paths)
    return {source.student: source.read() for source in found.sources}, {
        item.path.rpartition("/")[2]: item for item in found.left_out
    }


def stub(assignment, name):
    return (assignment.folder / name).read_bytes()


# ---- a class stays a class -----------------------------------------------------------------------------------------


def test_a_stub_file_beside_the_students_is_left_out_and_changes_nothing_for_them(assignment, folder):
    fill(folder, {"shapes.py": b"x = 1"})
    students, left_out = everyone(assignment, folder)
    assert list(students) == ["ada", "bela"] and all(s.files == CODE for s in students.values())
    assert left_out["shapes.py"].may_be_work and "does not say whose it is" in left_out["shapes.py"].why


@pytest.mark.parametrize("name", ["shapes.py", "nets.py", "olga [2]", "*", NAME + "x"])
def test_a_student_may_be_called_like_anything(assignment, folder, name):
    fill(folder / name)
    students, left_out = everyone(assignment, folder)
    assert sorted(students) == sorted(["ada", "bela", name]) and all(s.files == CODE for s in students.values()) and not left_out


def test_a_folder_called_like_the_assignment_is_nobodys(assignment, folder):
    fill(folder / NAME)
    students, _ = everyone(assignment, folder)
    assert list(students) == [NAME, "ada", "bela"] and students["ada"].files == CODE
    why = f"{NAME} is called like the assignment, so it does not say whose it is; name it after the student."
    assert students[NAME].error == why


def test_what_systems_and_programs_leave_is_no_student(assignment, folder):
    for name in ("__MACOSX", "__pycache__", ".ipynb_checkpoints", ".git"):
        fill(folder / name, {"x": b""})
    fill(folder, {".DS_Store": b"", "._ada": b"", "Thumbs.db": b"", "readme.txt": b"", "grades.csv": b""})
    students, left_out = everyone(assignment, folder)
    assert list(students) == ["ada", "bela"]
    assert len(left_out) == 9 and not any(item.may_be_work for item in left_out.values())


def test_a_hidden_folder_with_work_is_said(assignment, folder):
    fill(folder / ".zoe")
    students, left_out = everyone(assignment, folder)
    assert list(students) == ["ada", "bela"] and left_out[".zoe"].may_be_work and "begins with a dot" in left_out[".zoe"].why


def test_every_kind_of_hand_in_has_a_row_or_a_line(assignment, folder):
    pack(folder / "chen.zip")
    fill(folder / "dana", {"notes.txt": b"I was ill"})
    fill(folder, {"emil.rar": b"Rar!", "fay_shapes.py": b"x = 1", "essay.pdf": b"%PDF"})
    students, left_out = everyone(assignment, folder)
    assert list(students) == ["ada", "bela", "chen", "dana", "emil"]
    assert [bool(s.error) for s in students.values()] == [False, False, False, True, True]
    assert {name for name, item in left_out.items() if item.may_be_work} == {"fay_shapes.py", "essay.pdf"}


def test_loose_files_as_canvas_names_them_are_a_row_for_each_student(assignment, tmp_path):
    files = {
        "doejane_123_900_shapes.py": CODE["shapes.py"], "doejane_123_901_nets.py": CODE["nets.py"],
        "李雷_LATE_124_902_nets-1.py": CODE["nets.py"], "LATE_anon_XyZ_903_shapes.py": CODE["shapes.py"],
    }  # fmt: skip
    students, left_out = everyone(assignment, fill(tmp_path / "class", files))
    assert {name: sorted(s.files) for name, s in students.items()} == {
        "doejane_123": ["nets.py", "shapes.py"], "李雷_124": ["nets.py"], "anon_XyZ": ["shapes.py"],
    }  # fmt: skip
    assert not left_out and students["李雷_124"].notes == ["nets-1.py was taken for nets.py."]


# ---- nbgrader's layout ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [f"{NAME}-main", f"{NAME} (1)", "07_Mini", f"{NAME} - Copy", f"{NAME}-master"])
def test_a_folder_called_nearly_like_the_assignment_is_taken_and_said(assignment, tmp_path, name):
    fill(tmp_path / "submitted" / "ada" / NAME)
    fill(tmp_path / "submitted" / "bela" / name)
    students, _ = everyone(assignment, tmp_path / "submitted")
    assert list(students) == ["ada", "bela"] and students["bela"].files == CODE
    assert students["bela"].notes == [f"{name} was taken for {NAME}."]


def test_two_folders_called_nearly_like_the_assignment_are_not_graded(assignment, tmp_path):
    fill(tmp_path / "submitted" / "ada" / NAME)
    for name in (f"{NAME} (1)", f"{NAME} (2)"):
        fill(tmp_path / "submitted" / "bela" / name)
    students, _ = everyone(assignment, tmp_path / "submitted")
    assert students["bela"].error == f"bela has {NAME} (1) and {NAME} (2), and no {NAME}; leave one."


@pytest.mark.parametrize("path", ["submitted/s09", f"submitted/s09/{NAME}", f"submitted/s09/{NAME}/nets.py"])
def test_one_student_of_a_course_is_called_like_in_the_course(assignment, tmp_path, path):
    fill(tmp_path / "submitted" / "s09" / NAME)
    students, _ = everyone(assignment, tmp_path / path)
    assert list(students) == ["s09"] and students["s09"].files["nets.py"] == CODE["nets.py"]


def test_the_working_folder_has_a_name(assignment, tmp_path, monkeypatch):
    monkeypatch.chdir(fill(tmp_path / "submitted" / "s09" / NAME))
    for path in (".", "..", "nets.py"):
        assert list(everyone(assignment, path)[0]) == ["s09"]


def test_what_was_found_is_read_from_any_working_folder(assignment, tmp_path, monkeypatch):
    """nbgrader changes it while it records a student, and the next ones are read meanwhile."""
    for name in ("ada", "bela"):
        fill(tmp_path / "submitted" / name / NAME)
    pack(tmp_path / "chen.zip")
    monkeypatch.chdir(tmp_path)
    sources = find_submissions(assignment, ["submitted", "chen.zip", f"submitted/bela/{NAME}/nets.py"]).sources
    monkeypatch.chdir("/")
    assert [source.read().files.get("nets.py") for source in sources if source.student != "bela"] == [CODE["nets.py"]] * 2


def test_a_student_of_a_course_without_the_assignment_handed_in_nothing(assignment, tmp_path, monkeypatch):
    fill(tmp_path / "submitted" / "ada" / NAME)
    fill(tmp_path / "submitted" / "s09" / "01_other", {"x.py": b""})
    (tmp_path / "source" / "01_other").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "submitted")
    students, left_out = everyone(assignment, ".")
    assert list(students) == ["ada"] and left_out["s09"].why == f"s09 handed in nothing for {NAME}"


@pytest.mark.parametrize("path", ["course", "course/source", "course/release", "."])
def test_a_course_is_no_class_and_the_folder_that_was_meant_is_said(assignment, tmp_path, path):
    course = tmp_path / "course"
    for name in ("source", "release"):
        fill(course / name / NAME)
    fill(course / "submitted" / "ada" / NAME)
    (course / COURSE_FILE).write_text("")
    with pytest.raises(UsageError, match=r"name the folder of what was handed in: .*course/submitted"):
        find_submissions(assignment, [tmp_path / path])


@pytest.mark.parametrize("name", ["class", NAME])
def test_a_folder_around_a_class_is_said(assignment, tmp_path, name):
    fill(tmp_path / name / "ada")
    fill(tmp_path / name / "bela")
    with pytest.raises(UsageError, match=f"holds no submissions, but .*{name} does; name that folder"):
        find_submissions(assignment, [tmp_path])


def test_a_student_called_like_the_assignment_does_not_hide_that_a_folder_is_too_high(assignment, tmp_path):
    for student in ("ada", "bela", "shapes.py", NAME):
        fill(tmp_path / "class" / student)
    with pytest.raises(UsageError, match=r"holds no submissions, but .*class does; name that folder"):
        find_submissions(assignment, [tmp_path])


# ---- one student's folder ------------------------------------------------------------------------------------------


def one(assignment, files, tmp_path):
    """The submission of a student of a class, who handed in these files; a dict stands for a zip."""
    fill(tmp_path / "class" / "ada")
    student = fill(tmp_path / "class" / "zoe", {name: content for name, content in files.items() if isinstance(content, bytes)})
    for name, content in files.items():
        if isinstance(content, dict):
            pack(student / name, content)
    students, _ = everyone(assignment, tmp_path / "class")
    assert list(students) == ["ada", "zoe"] and students["ada"].files == CODE
    return students["zoe"]


def test_a_folder_is_read_as_deep_as_a_zip(assignment, tmp_path):
    found = one(assignment, {f"my homework/{name}": content for name, content in CODE.items()}, tmp_path)
    assert found.files == CODE and found.notes == ["shapes.py and nets.py were found in my homework."]


def test_a_zip_in_a_students_folder_is_opened(assignment, tmp_path):
    found = one(assignment, {"homework3.zip": {f"a/{name}": content for name, content in CODE.items()}}, tmp_path)
    assert found.files == CODE and found.notes == ["homework3.zip was opened."]


def test_two_zips_in_a_students_folder_are_not_graded(assignment, tmp_path):
    found = one(assignment, {"a.zip": CODE, "b.zip": CODE}, tmp_path)
    assert found.error == "There are several zips, such as a.zip and b.zip; hand in one."


COPIES = [
    "shapes (1).py", "shapes - Copy.py", "shapes - Copy (2).py", "shapes-1.py", "Copy of shapes.py", "SHAPES.PY", "shapes.py.txt",
    "doejane_123_456_shapes.py", "doejane_LATE_123_456_shapes-1.py", "hw3_jdoe_attempt_2026-11-16-10-11-12_shapes.py",
    "Jane Doe_4711_assignsubmission_file_shapes.py", "shapes copy.py", "shapes (1).PY",
]  # fmt: skip


@pytest.mark.parametrize("name", COPIES)
def test_the_only_candidate_is_taken_and_said(assignment, tmp_path, name):
    found = one(assignment, {name: CODE["shapes.py"], "nets.py": CODE["nets.py"]}, tmp_path)
    assert found.files == CODE and not found.problems and found.notes == [f"{name} was taken for shapes.py."]


@pytest.mark.parametrize(
    "name", ["test_shapes.py", "my_shapes.py", "shapes.ipynb", "shapes.pyc", "shapes.txt", "shape.py", "reshapes.py"]
)
def test_another_name_is_not_taken(assignment, tmp_path, name):
    assert stands_for(name, assignment.files) is None
    found = one(assignment, {name: b"x = 1", "nets.py": CODE["nets.py"]}, tmp_path)
    assert list(found.files) == ["nets.py"] and found.problems["shapes.py"].startswith("shapes.py was not handed in")
    if not name.endswith(".py"):
        assert "rename" not in found.problems["shapes.py"]


def test_two_candidates_are_not_graded_and_named(assignment, tmp_path):
    found = one(assignment, {"shapes (1).py": b"x = 1", "shapes (2).py": b"x = 2", "nets.py": CODE["nets.py"]}, tmp_path)
    assert found.error == "The submission has no shapes.py, but shapes (1).py and shapes (2).py; hand in one."


def test_a_changed_copy_beside_an_untouched_stub_is_mentioned(assignment, tmp_path):
    files = {"shapes.py": stub(assignment, "shapes.py"), "shapes (1).py": CODE["shapes.py"], "nets.py": CODE["nets.py"]}
    found = one(assignment, files, tmp_path)
    assert found.untouched == ("shapes.py",) and not found.not_started
    assert found.notes == ["shapes.py is as it was handed out and was graded; shapes (1).py beside it was not: is that the work?"]


def test_a_copy_beside_work_is_no_news(assignment, tmp_path):
    assert one(assignment, CODE | {"shapes (1).py": b"x = 1"}, tmp_path).notes == []


@pytest.mark.parametrize(
    "change", [lambda text: text, lambda text: text.replace(b"\n", b"\r\n"), lambda text: b"\xef\xbb\xbf" + text + b"\n\n"]
)
def test_an_untouched_stub_is_recognised(assignment, tmp_path, change):
    found = one(assignment, {name: change(stub(assignment, name)) for name in CODE}, tmp_path)
    assert found.not_started and found.error is None


@pytest.mark.parametrize(
    "files, says",
    [
        ({}, "No shapes.py or nets.py was found: the folder is empty."),
        ({"notes.txt": b"", "x.png": b""}, "No shapes.py or nets.py was found; there are notes.txt and x.png."),
        ({"shape.py": b"x = 1"}, "No shapes.py or nets.py was found; there is a shape.py: rename it to shapes.py."),
        ({"shapes.py": b"%PDF", "nets.py": b""},
         "shapes.py is not a Python file but a PDF; hand in the .py file with your code. nets.py is empty."),
        ({"__pycache__/shapes.cpython-311.pyc": b"x"}, "No shapes.py or nets.py was found: the folder is empty."),
    ],
)  # fmt: skip
def test_a_submission_without_a_stub_file_is_not_graded_and_says_why(assignment, tmp_path, files, says):
    assert one(assignment, files, tmp_path).error == says


# ---- the notebook, and helpers -------------------------------------------------------------------------------------


def notebook(*cells):
    return json.dumps({"cells": [{"cell_type": "code", "source": cell} for cell in cells]}).encode()


CENTER = "%matplotlib inline\ndef center(x):\n    return x - x.mean()\n"


def test_code_in_the_notebook_is_mentioned_where_the_file_is_missing(assignment, tmp_path):
    found = one(assignment, {"mine.ipynb": notebook(CENTER, "class Scale: pass")}, tmp_path)
    assert found.error == (
        "No shapes.py or nets.py was found; there is mine.ipynb. "
        "The notebook mine.ipynb defines center and Scale, but only shapes.py and nets.py is graded: copy the code there."
    ).replace("nets.py is graded", "nets.py are graded")


def test_code_in_the_notebook_is_mentioned_where_the_stub_is_untouched(assignment, tmp_path):
    files = CODE | {"shapes.py": stub(assignment, "shapes.py"), "mine.ipynb": notebook(CENTER, "class Scale: pass", "not python")}
    assert one(assignment, files, tmp_path).notes == [
        "The notebook mine.ipynb defines center, but only shapes.py is graded: copy the code there."
    ]


@pytest.mark.parametrize("content", [notebook(CENTER), b"{}", b"[1]", b"\xff", b'{"cells": [1, {"source": 3}]}', b"{" * 10_000])
def test_a_notebook_beside_work_or_a_broken_one_is_no_news(assignment, tmp_path, content):
    assert one(assignment, CODE | {"mine.ipynb": content}, tmp_path).notes == []
    assert one(assignment, {"nets.py": CODE["nets.py"], "mine.ipynb": content.replace(b"center", b"other")}, tmp_path).notes == []


def test_helpers_beside_the_stub_files_are_taken_along(assignment, tmp_path):
    files = CODE | {
        "utils.py": b"HALF = 0.5\n",
        "test_shapes.py": b"",
        "conftest.py": b"",
        "__init__.py": b"",
        "old/more.py": b"",
        "a b.py": b"",
    }
    found = one(assignment, files, tmp_path)
    assert found.helpers == {"utils.py": b"HALF = 0.5\n"} and found.files == CODE and found.notes == []


@pytest.mark.parametrize("name", ["torch.py", "random.py", "numpy.py", "msgpack.py", "torchkata.py"])
def test_a_helper_is_never_called_like_a_library(assignment, tmp_path, name):
    found = one(assignment, CODE | {name: b"x = 1"}, tmp_path)
    assert found.helpers == {} and found.notes == [f"{name} was left out: Python has a module of that name."]


def test_helpers_have_their_limits(assignment, tmp_path):
    found = one(assignment, CODE | {"big.py": b"#" * 2**18} | {f"h{i:02}.py": b"" for i in range(25)}, tmp_path)
    assert len(found.helpers) == 20 and len(found.notes) == 6


def test_helpers_change_the_fingerprint(assignment, tmp_path):
    with_helper = one(assignment, CODE | {"utils.py": b"x = 1"}, tmp_path / "a").sha256
    assert (
        len(
            {
                with_helper,
                one(assignment, CODE, tmp_path / "b").sha256,
                one(assignment, CODE | {"utils.py": b""}, tmp_path / "c").sha256,
            }
        )
        == 3
    )


def test_what_runs_at_home_with_a_helper_runs_where_it_is_graded(judge, assignment, tmp_path):
    """Also where one check changes what the helper keeps: the next does not find it."""
    helper = b"COUNT = [0]\nlast = 0\n\n\ndef mean(x):\n    return x.mean()\n"
    shapes = "\nimport utils\n\n\ndef center(x):\n    utils.last += 1\n    return x - utils.mean(x) * (utils.last < 3)\n"
    found = one(
        assignment, {"shapes.py": CODE["shapes.py"] + shapes.encode(), "nets.py": CODE["nets.py"], "utils.py": helper}, tmp_path
    )
    assert minikit.scores(judge.grade(found)) == FULL


# ---- several hand-ins of one student -------------------------------------------------------------------------------


def test_a_second_download_is_the_same_students_and_the_newer_counts(assignment, tmp_path):
    pack(tmp_path / "zoe.zip", CODE | {"nets.py": b"old = 1"}, OLD)
    pack(tmp_path / "zoe (1).zip", CODE, NEW)
    students, _ = everyone(assignment, tmp_path)
    assert list(students) == ["zoe"] and students["zoe"].files == CODE
    assert students["zoe"].notes == ["zoe (1).zip and zoe.zip differ; zoe (1).zip was graded, whose files are newer."]


def test_where_no_hand_in_is_certainly_newer_none_is_graded(assignment, tmp_path):
    pack(tmp_path / "zoe.zip", CODE | {"nets.py": b"old = 1"})
    pack(tmp_path / "zoe (1).zip")
    students, _ = everyone(assignment, tmp_path)
    assert list(students) == ["zoe"] and "There are several submissions of zoe, such as" in students["zoe"].error


def test_the_same_files_twice_are_one_hand_in(assignment, tmp_path):
    pack(tmp_path / "zoe.zip")
    fill(tmp_path / "zoe")
    students, _ = everyone(assignment, tmp_path)
    assert students["zoe"].files == CODE and students["zoe"].notes == ["zoe and zoe.zip are the same; the first was graded."]


def test_a_number_in_brackets_alone_is_part_of_a_name(assignment, tmp_path):
    pack(tmp_path / "group (2).zip")
    pack(tmp_path / "group (3).zip")
    assert list(everyone(assignment, tmp_path)[0]) == ["group (2)", "group (3)"]


# ---- the command ---------------------------------------------------------------------------------------------------


def graded(kata, folder, tmp_path):
    done = kata("grade", NAME, folder, "--json", tmp_path / "report.json")
    return done, json.loads((tmp_path / "report.json").read_text())


def test_whatever_is_not_graded_makes_the_exit_status_1(kata, folder, tmp_path):
    fill(folder / "zoe", {"notes.txt": b""})
    done, report = graded(kata, folder, tmp_path)
    rows = {s["student"]: s for s in report["submissions"]}
    assert done.returncode == 1 and rows["ada"]["score"] == 100.0
    assert rows["zoe"]["error"] == "No shapes.py or nets.py was found; there is notes.txt." and rows["zoe"]["exercises"] == []
    assert "not graded" in done.stdout and "2 graded in" in done.stdout


def test_what_is_left_out_is_printed_and_in_the_json(kata, folder, tmp_path):
    fill(folder, {"shapes.py": b"", ".DS_Store": b""})
    done, report = graded(kata, folder, tmp_path)
    assert done.returncode == 1 and [s["score"] for s in report["submissions"]] == [100.0, 100.0]
    assert {item["path"].rpartition("/")[2] for item in report["left_out"]} == {"shapes.py", ".DS_Store"}
    assert all(item["why"] in done.stdout for item in report["left_out"])
    (folder / "shapes.py").unlink()
    assert graded(kata, folder, tmp_path)[0].returncode == 0


def test_an_untouched_stub_reads_not_started(kata, assignment, folder, tmp_path):
    fill(folder / "gus", {name: stub(assignment, name) for name in CODE})
    fill(folder / "hana", {"shapes (1).py": CODE["shapes.py"], "nets.py": CODE["nets.py"]})
    done, report = graded(kata, folder, tmp_path)
    (row,) = [line for line in done.stdout.splitlines() if "gus" in line]
    assert done.returncode == 0 and "not started" in row and "wrong" not in row
    assert "hana: shapes (1).py was taken for shapes.py." in done.stdout and report["submissions"][3]["score"] == 100.0
