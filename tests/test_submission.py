"""What is taken for a submission, and what is said of a file that is missing or unfit."""

import os
import stat
import zipfile

import minikit
import pytest

from torchkata.assignment import UsageError
from torchkata.submission import MAX_FILE_BYTES, MAX_ZIP_MEMBERS, Submission, find_submissions, read_submission, read_zip

CODE = {name: text.encode() for name, text in minikit.REFERENCE.items()}


def fill(folder, files=CODE):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def pack(path, files=CODE, prefix=""):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(prefix + name, content)
    return path


def problem(assignment, folder, name="shapes.py"):
    """The sentence about one file; the other is taken all the same."""
    submission = read_submission(assignment, folder, "ada")
    assert submission.error is None and set(submission.files) == set(CODE) - {name}
    assert list(submission.problems) == [name]
    sentence = submission.problems[name]
    assert sentence.endswith(".") and "\n" not in sentence
    return sentence


# ---- where submissions are found -----------------------------------------------------------------------------------


def test_a_folder_is_a_submission_called_like_the_folder(assignment, tmp_path):
    fill(tmp_path / "ada", CODE | {"notes.txt": b"", "conftest.py": b"raise SystemExit"})
    (found,) = find_submissions(assignment, [tmp_path / "ada"])
    assert (found.student, found.files, found.problems, found.error) == ("ada", CODE, {}, None)


def test_a_stub_file_is_a_submission_of_that_file_only(assignment, tmp_path):
    fill(tmp_path / "ada")
    (found,) = find_submissions(assignment, [tmp_path / "ada" / "nets.py"])
    assert found.student == "ada" and list(found.files) == ["nets.py"]
    assert found.problems == {"shapes.py": "shapes.py was not handed in."}


def test_a_folder_of_folders_and_zips_is_a_class(assignment, tmp_path):
    fill(tmp_path / "ada")
    fill(tmp_path / "bela", {"nets.py": CODE["nets.py"]})
    (tmp_path / "chen").mkdir()
    pack(tmp_path / "dana.zip")
    (tmp_path / "readme.txt").write_text("not a submission")
    fill(tmp_path / ".git")
    found = find_submissions(assignment, [tmp_path])
    assert [s.student for s in found] == ["ada", "bela", "chen", "dana"]
    assert [len(s.files) for s in found] == [2, 1, 0, 2]
    assert all(s.error is None for s in found)


def test_submitted_of_nbgrader_is_a_class(assignment, tmp_path):
    fill(tmp_path / "submitted" / "ada" / minikit.NAME)
    fill(tmp_path / "submitted" / "bela" / minikit.NAME)
    fill(tmp_path / "submitted" / "bela" / "01_other", {"shapes.py": b"other = 1"})
    found = find_submissions(assignment, [tmp_path / "submitted"])
    assert [(s.student, s.files == CODE) for s in found] == [("ada", True), ("bela", True)]


def test_several_paths_are_one_class_in_the_order_of_names(assignment, tmp_path):
    paths = [fill(tmp_path / "zoe"), pack(tmp_path / "mia.zip"), fill(tmp_path / "ada")]
    assert [s.student for s in find_submissions(assignment, paths)] == ["ada", "mia", "zoe"]


def test_two_submissions_of_one_student_are_refused(assignment, tmp_path):
    paths = [fill(tmp_path / "monday" / "ada"), fill(tmp_path / "friday" / "ada")]
    with pytest.raises(UsageError, match="two submissions are called ada"):
        find_submissions(assignment, paths)


def test_a_path_that_is_not_there_is_refused_with_the_nearest_name(assignment, tmp_path):
    fill(tmp_path / "submitted")
    with pytest.raises(UsageError, match="does not exist; did you mean .*submitted"):
        find_submissions(assignment, [tmp_path / "submited"])


def test_another_file_is_refused_with_the_names_of_the_stubs(assignment, tmp_path):
    (tmp_path / "essay.py").write_text("x = 1")
    with pytest.raises(UsageError, match=r"none of 07_mini's files \(shapes.py, nets.py\)"):
        find_submissions(assignment, [tmp_path / "essay.py"])


def test_a_path_that_is_neither_file_nor_folder_is_refused(assignment, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError):
        find_submissions(assignment, [tmp_path / "pipe"])


@pytest.mark.parametrize("name", ["-rf", "a b", 'q"uo\'te', "new\nline", "ü", "[red]", "..."])
def test_odd_names_of_students_are_kept(assignment, tmp_path, name):
    fill(tmp_path / name)
    assert [s.student for s in find_submissions(assignment, [tmp_path])] == [name] or name.startswith(".")


# ---- one file ------------------------------------------------------------------------------------------------------


def test_a_missing_file_is_said_with_the_nearest_name(assignment, tmp_path):
    fill(tmp_path, {"nets.py": CODE["nets.py"], "Shapes (1).py": b"x"})
    assert problem(assignment, tmp_path) == "shapes.py was not handed in; there is a Shapes (1).py: rename it to shapes.py."
    (tmp_path / "Shapes (1).py").unlink()
    assert problem(assignment, tmp_path) == "shapes.py was not handed in."


def test_a_symbolic_link_is_not_followed(assignment, tmp_path):
    (tmp_path / "secret").write_text("a solution")
    (fill(tmp_path / "ada") / "shapes.py").unlink()
    (tmp_path / "ada" / "shapes.py").symlink_to(tmp_path / "secret")
    assert "not a regular file" in problem(assignment, tmp_path / "ada")


def test_a_fifo_does_not_block(assignment, tmp_path):
    (fill(tmp_path) / "shapes.py").unlink()
    os.mkfifo(tmp_path / "shapes.py")
    assert "not a regular file" in problem(assignment, tmp_path)


def test_a_folder_in_place_of_a_file_is_said(assignment, tmp_path):
    (fill(tmp_path) / "shapes.py").unlink()
    (tmp_path / "shapes.py").mkdir()
    assert "not a regular file" in problem(assignment, tmp_path)


def test_a_file_that_is_too_large_is_not_read(assignment, tmp_path):
    fill(tmp_path)
    os.truncate(tmp_path / "shapes.py", 50 * 2**20)
    assert problem(assignment, tmp_path) == "shapes.py has 52,428,800 bytes; at most 1,048,576 are graded."


@pytest.mark.parametrize(
    "content, kind",
    [
        (b"%PDF-1.7 ...", "a PDF"), (b"PK\x03\x04...", "a zip archive"), (b"\x7fELF", "a program"),
        (b'\n{\n "cells": []}', "a notebook"), (b"\x89PNG", "a picture"),
    ],
)  # fmt: skip
def test_another_kind_of_file_under_the_name_of_a_stub_is_said(assignment, tmp_path, content, kind):
    fill(tmp_path, CODE | {"shapes.py": content})
    assert f"not a Python file but {kind}" in problem(assignment, tmp_path)


@pytest.mark.parametrize("content", [b"", b"\n \t\r\n"])
def test_an_empty_file_is_said(assignment, tmp_path, content):
    fill(tmp_path, CODE | {"shapes.py": content})
    assert problem(assignment, tmp_path) == "shapes.py is empty."


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_said(assignment, tmp_path):
    (fill(tmp_path) / "shapes.py").chmod(0)
    assert "cannot be read" in problem(assignment, tmp_path)


# ---- zips ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "ada/", "ada/07_mini/", "./", "/", "../../../"])
def test_a_zip_may_hold_the_files_in_a_folder_and_is_never_unpacked(assignment, tmp_path, prefix, monkeypatch):
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    found = read_zip(assignment, pack(tmp_path / "work" / "ada.zip", prefix=prefix), "ada")
    assert (found.files, found.problems, found.error) == (CODE, {}, None)
    assert os.listdir(tmp_path) == ["work"] and os.listdir(tmp_path / "work") == ["ada.zip"]


def test_of_two_files_in_a_zip_the_one_nearest_to_the_top_counts(assignment, tmp_path):
    files = {"old/backup/shapes.py": b"old = 1", "shapes.py": CODE["shapes.py"], "a/b/c/shapes.py": b"old = 2"}
    assert read_zip(assignment, pack(tmp_path / "a.zip", files), "ada").files == {"shapes.py": CODE["shapes.py"]}


def test_a_file_missing_from_a_zip_is_said(assignment, tmp_path):
    found = read_zip(assignment, pack(tmp_path / "a.zip", {"shape.py": b"x", "nets.py": CODE["nets.py"]}), "ada")
    assert found.problems == {"shapes.py": "shapes.py was not handed in; there is a shape.py: rename it to shapes.py."}


def test_a_zip_bomb_is_cut_off(assignment, tmp_path):
    path = pack(tmp_path / "a.zip", CODE | {"shapes.py": b"#" * (200 * 2**20)})
    assert path.stat().st_size < 10 * MAX_FILE_BYTES
    found = read_zip(assignment, path, "ada")
    assert "more than 1,048,576 bytes" in found.problems["shapes.py"] and list(found.files) == ["nets.py"]


def test_a_zip_with_too_many_files_is_not_graded(assignment, tmp_path):
    path = pack(tmp_path / "a.zip", {f"{i}": b"" for i in range(MAX_ZIP_MEMBERS + 1)} | CODE)
    assert "more than 10,000 files" in read_zip(assignment, path, "ada").error


def hidden(data: bytes, where: bytes, new: bytes) -> bytes:
    assert where in data
    return data.replace(where, new, 1)


def corrupt(path, kind):
    """A zip with one thing wrong in it."""
    method = {"lzma": zipfile.ZIP_LZMA, "bzip2": zipfile.ZIP_BZIP2}.get(kind, zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in CODE.items():
            archive.writestr(name, content)
    data = bytearray(path.read_bytes())
    start = 30 + len("shapes.py")
    if kind in ("deflate", "bzip2", "lzma"):
        data[start + 12 : start + 60] = b"\xff" * 48
    elif kind == "header":
        data[start : start + 3] = b"\xff\xff\xff"
    elif kind == "encrypted":
        data[6] |= 1
        data[data.index(b"PK\x01\x02") + 8] |= 1
    elif kind == "unknown-method":
        data[8] = 77
        data[data.index(b"PK\x01\x02") + 10] = 77
    elif kind == "cut":
        del data[len(data) // 2 :]
    elif kind == "no-zip":
        data[:] = b"hello"
    elif kind == "empty":
        data[:] = b""
    path.write_bytes(bytes(data))
    return path


@pytest.mark.parametrize(
    "kind", ["deflate", "header", "bzip2", "lzma", "encrypted", "unknown-method", "cut", "no-zip", "empty"]
)
def test_a_broken_zip_is_an_error_of_that_submission_in_a_sentence(assignment, tmp_path, kind):
    found = read_zip(assignment, corrupt(tmp_path / "ada.zip", kind), "ada")
    assert found.error is not None and found.error.startswith("ada.zip cannot be read as a zip") and not found.files


def test_a_link_in_a_zip_is_its_text_not_its_target(assignment, tmp_path):
    (tmp_path / "secret").write_text("a solution")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        info = zipfile.ZipInfo("shapes.py")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, str(tmp_path / "secret"))
    found = read_zip(assignment, tmp_path / "a.zip", "ada")
    assert b"a solution" not in found.files.get("shapes.py", b"")


# ---- the fingerprint -----------------------------------------------------------------------------------------------


def test_the_fingerprint_depends_on_names_and_contents_only():
    first = Submission("ada", {"a": b"1", "b": b"2"})
    assert first.sha256 == Submission("bela", {"b": b"2", "a": b"1"}, problems={"c": "x"}).sha256
    others = [{"a": b"1"}, {"a": b"12"}, {"a": b"2", "b": b"1"}, {"a": b"", "b": b"12"}, {"a": b"1", "c": b"2"}]
    assert len({first.sha256, *(Submission("ada", files).sha256 for files in others)}) == 6
