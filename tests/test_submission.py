"""What is taken for a submission, and what is said of a file that is missing or unfit."""

import os
import socket
import stat
import struct
import time
import tracemalloc
import zipfile

import minikit
import pytest

from torchkata.assignment import UsageError
from torchkata.entries import MAX_ENTRIES
from torchkata.layout import find_submissions
from torchkata.submission import Submission, read_submission, read_zip

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


def read(assignment, paths):
    """The submissions that are found there."""
    return [source.read() for source in find_submissions(assignment, paths).sources]


# ---- where submissions are found -----------------------------------------------------------------------------------


def test_a_folder_is_a_submission_called_like_the_folder(assignment, tmp_path):
    fill(tmp_path / "ada", CODE | {"notes.txt": b"", "conftest.py": b"raise SystemExit"})
    (found,) = read(assignment, [tmp_path / "ada"])
    assert (found.student, found.files, found.problems, found.error) == ("ada", CODE, {}, None)


def test_a_stub_file_is_a_submission_of_that_file_only(assignment, tmp_path):
    fill(tmp_path / "ada")
    (found,) = read(assignment, [tmp_path / "ada" / "nets.py"])
    assert found.student == "ada" and list(found.files) == ["nets.py"]
    assert found.problems == {"shapes.py": "shapes.py was not handed in."}


def test_a_folder_of_folders_and_zips_is_a_class(assignment, tmp_path):
    fill(tmp_path / "ada")
    fill(tmp_path / "bela", {"nets.py": CODE["nets.py"]})
    (tmp_path / "chen").mkdir()
    pack(tmp_path / "dana.zip")
    (tmp_path / "readme.txt").write_text("not a submission")
    fill(tmp_path / ".git")
    found = read(assignment, [tmp_path])
    assert [s.student for s in found] == ["ada", "bela", "chen", "dana"]
    assert [len(s.files) for s in found] == [2, 1, 0, 2]
    assert [s.error for s in found] == [None, None, "No shapes.py or nets.py was found: the folder is empty.", None]


def test_submitted_of_nbgrader_is_a_class(assignment, tmp_path):
    fill(tmp_path / "submitted" / "ada" / minikit.NAME)
    fill(tmp_path / "submitted" / "bela" / minikit.NAME)
    fill(tmp_path / "submitted" / "bela" / "01_other", {"shapes.py": b"other = 1"})
    found = read(assignment, [tmp_path / "submitted"])
    assert [(s.student, s.files == CODE) for s in found] == [("ada", True), ("bela", True)]


def test_in_submitted_who_handed_in_nothing_has_no_row(assignment, tmp_path):
    fill(tmp_path / "submitted" / "ada" / minikit.NAME)
    fill(tmp_path / "submitted" / "bela" / "01_other", {"other.py": b"other = 1"})
    fill(tmp_path / "submitted" / "chen")
    (tmp_path / "source" / "01_other").mkdir(parents=True)
    (left_out,) = find_submissions(assignment, [tmp_path / "submitted"]).left_out
    assert left_out.path.endswith("bela") and left_out.why == "bela handed in nothing for 07_mini" and not left_out.may_be_work
    assert [s.student for s in find_submissions(assignment, [tmp_path / "submitted"]).sources] == ["ada", "chen"]


def test_several_paths_are_one_class_in_the_order_of_names(assignment, tmp_path):
    paths = [fill(tmp_path / "zoe"), pack(tmp_path / "mia.zip"), fill(tmp_path / "ada")]
    assert [s.student for s in find_submissions(assignment, paths).sources] == ["ada", "mia", "zoe"]


def test_two_submissions_of_one_student_are_one_row_that_names_both(assignment, tmp_path):
    fill(tmp_path / "ada", {"nets.py": b"old = 1"})
    pack(tmp_path / "ada.zip")
    fill(tmp_path / "bela")
    ada, bela = read(assignment, [tmp_path])
    assert ada.error == f"There are several submissions of ada, such as {tmp_path}/ada and {tmp_path}/ada.zip; keep one."
    assert not ada.files and bela.files == CODE and bela.error is None


def test_a_submission_that_is_named_twice_is_one(assignment, tmp_path, monkeypatch):
    monkeypatch.chdir(fill(tmp_path / "ada"))
    (found,) = read(assignment, [tmp_path / "ada", tmp_path, "."])
    assert found.error is None and found.files == CODE


def test_a_path_that_is_not_there_is_refused_with_the_nearest_name(assignment, tmp_path):
    fill(tmp_path / "submitted")
    with pytest.raises(UsageError, match=r"does not exist; did you mean .*submitted"):
        find_submissions(assignment, [tmp_path / "submited"])


def test_another_file_is_refused_with_the_names_of_the_stubs(assignment, tmp_path):
    (tmp_path / "essay.py").write_text("x = 1")
    with pytest.raises(UsageError, match=r"none of 07_mini's files \(shapes.py, nets.py\)"):
        find_submissions(assignment, [tmp_path / "essay.py"])


def test_a_path_that_is_neither_file_nor_folder_is_refused(assignment, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError):
        find_submissions(assignment, [tmp_path / "pipe"])


NAMES = ["-rf", "a b", "q\"uo'te", "new\nline", "ü", "[red]", "=1+1", "@x", "\x1b[31m", "‮", "x" * 251, "x.zip", "%s{0}\\"]


@pytest.mark.parametrize("name", NAMES)
def test_odd_names_of_students_are_kept(assignment, tmp_path, name):
    fill(tmp_path / "folders" / name)
    (tmp_path / "zips").mkdir()
    pack(tmp_path / "zips" / f"{name}.zip")
    for kind in "folders", "zips":
        (found,) = read(assignment, [tmp_path / kind])
        assert (found.student, found.files, found.error) == (name, CODE, None)


@pytest.mark.parametrize("kind", ["folder", "zip", "file"])
def test_a_name_that_is_no_utf8_is_text_that_every_format_can_hold(assignment, tmp_path, kind):
    raw = os.fsencode(tmp_path) + b"/m\xfcller"
    if kind == "zip":
        os.rename(pack(tmp_path / "x.zip"), raw + b".zip")
    else:
        os.rename(fill(tmp_path / "x"), raw)
    (found,) = read(assignment, [os.fsdecode(raw) + "/nets.py" if kind == "file" else tmp_path])
    assert found.student == "m\\xfcller" and found.files.get("nets.py") == CODE["nets.py"]
    found.student.encode()


# ---- a class with odd things in it ---------------------------------------------------------------------------------


def refused(assignment, folder):
    """What is said of the one submission of a class that cannot be graded; ada's is graded all the same."""
    fill(folder / "ada")
    ada, other = sorted(read(assignment, [folder]), key=lambda s: s.student != "ada")
    assert (ada.student, ada.files, ada.error) == ("ada", CODE, None)
    assert not other.files and not other.problems
    assert other.error.endswith(".") and "\n" not in other.error
    return other.error


def test_a_folder_that_is_a_link_is_not_followed(assignment, tmp_path):
    fill(tmp_path / "solutions")
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "zoe").symlink_to(tmp_path / "solutions")
    assert refused(assignment, tmp_path / "class") == "zoe is a symbolic link, which is not followed."


def test_a_link_inside_a_students_folder_is_not_followed(assignment, tmp_path):
    fill(tmp_path / "solutions")
    (tmp_path / "class" / "zoe").mkdir(parents=True)
    (tmp_path / "class" / "zoe" / minikit.NAME).symlink_to(tmp_path / "solutions")
    assert refused(assignment, tmp_path / "class") == "zoe/07_mini is a symbolic link, which is not followed."


def test_a_zip_that_is_a_link_is_not_followed(assignment, tmp_path):
    pack(tmp_path / "solutions.zip")
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "zoe.zip").symlink_to(tmp_path / "solutions.zip")
    assert refused(assignment, tmp_path / "class") == "zoe.zip is a symbolic link, which is not followed."


def test_a_fifo_or_socket_that_is_called_a_zip_is_not_opened(assignment, tmp_path, monkeypatch):
    (tmp_path / "a").mkdir()
    os.mkfifo(tmp_path / "a" / "zoe.zip")
    assert refused(assignment, tmp_path / "a") == "zoe.zip is not a regular file."
    (tmp_path / "b").mkdir()
    monkeypatch.chdir(tmp_path / "b")  # the path of a socket has to be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("zoe.zip")
        assert refused(assignment, tmp_path / "b") == "zoe.zip is not a regular file."


@pytest.mark.parametrize("name", ["zoe.rar", "zoe.7z", "zoe.tar", "zoe.tgz"])
def test_another_archive_is_a_row_and_no_missing_student(assignment, tmp_path, name):
    (tmp_path / name).write_bytes(b"Rar!")
    assert refused(assignment, tmp_path) == f"{name} is no zip; hand in the files, or a zip of them."


def test_a_zip_in_capitals_is_a_zip(assignment, tmp_path):
    pack(tmp_path / "ADA.ZIP")
    (found,) = read(assignment, [tmp_path])
    assert found.student == "ADA" and found.files == CODE


def test_folders_below_and_loops_of_links_stop_nothing(assignment, tmp_path):
    fill(tmp_path / "zoe" / "deep" / "er", {"shapes.py": CODE["shapes.py"]})
    (tmp_path / "zoe" / "loop").symlink_to(tmp_path / "zoe")
    (tmp_path / "zoe" / "nets.py").symlink_to("nets.py")
    fill(tmp_path / "ada")
    ada, zoe = read(assignment, [tmp_path])
    assert ada.files == CODE and zoe.files == {"shapes.py": CODE["shapes.py"]}
    assert zoe.problems == {"nets.py": "nets.py is not a regular file; hand in the file itself."}


def test_a_path_that_cannot_be_looked_at_is_a_sentence(assignment, tmp_path):
    with pytest.raises(UsageError, match="cannot be read: File name too long"):
        find_submissions(assignment, [tmp_path / ("x" * 300)])


# ---- one file ------------------------------------------------------------------------------------------------------


def test_a_missing_file_is_said_with_the_nearest_name(assignment, tmp_path):
    fill(tmp_path, {"nets.py": CODE["nets.py"], "shape.py": b"x"})
    assert problem(assignment, tmp_path) == "shapes.py was not handed in; there is a shape.py: rename it to shapes.py."
    (tmp_path / "shape.py").unlink()
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


def test_a_socket_or_device_in_place_of_a_file_is_said(assignment, tmp_path, monkeypatch):
    monkeypatch.chdir(fill(tmp_path))
    (tmp_path / "shapes.py").unlink()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("shapes.py")
        assert "not a regular file" in problem(assignment, tmp_path)
    (tmp_path / "shapes.py").unlink()
    (tmp_path / "shapes.py").symlink_to("/dev/zero")
    assert "not a regular file" in problem(assignment, tmp_path)
    (tmp_path / "shapes.py").unlink()
    try:
        os.mknod("shapes.py", stat.S_IFCHR | 0o666, os.makedev(1, 5))  # /dev/zero itself
    except OSError:  # only root may
        return
    assert "not a regular file" in problem(assignment, tmp_path)


def test_a_file_that_is_too_large_is_not_read(assignment, tmp_path):
    fill(tmp_path)
    os.truncate(tmp_path / "shapes.py", 50 * 2**20)
    assert problem(assignment, tmp_path) == "shapes.py has 52,428,800 bytes; at most 1,048,576 are graded."


@pytest.mark.parametrize(
    "content, kind",
    [
        (b"%PDF-1.7 ...", "a PDF"), (b"PK\x03\x04...", "a zip archive"), (b"\x7fELF", "a program"),
        (b'\n{\n "cells": []}', "a notebook"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff\xe0", "a picture"),
        (b"\n<!DOCTYPE html>", "a web page"), (b"<HTML><body>", "a web page"), (b"\x1f\x8b\x08", "a gzip archive"),
        (b"{\\rtf1", "a text document"), (b"\xd0\xcf\x11\xe0", "a text document"),
    ],
)  # fmt: skip
def test_another_kind_of_file_under_the_name_of_a_stub_is_said(assignment, tmp_path, content, kind):
    fill(tmp_path, CODE | {"shapes.py": content})
    assert f"not a Python file but {kind}" in problem(assignment, tmp_path)


@pytest.mark.parametrize("content", [b"", b"\n \t\r\n"])
def test_an_empty_file_is_said(assignment, tmp_path, content):
    fill(tmp_path, CODE | {"shapes.py": content})
    assert problem(assignment, tmp_path) == "shapes.py is empty."


@pytest.mark.parametrize("byte_order_mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf16_is_said(assignment, tmp_path, byte_order_mark):
    fill(tmp_path, CODE | {"shapes.py": byte_order_mark + b"x\0=\0001\0"})
    assert problem(assignment, tmp_path) == "shapes.py is saved as UTF-16, which Python does not read; save it as UTF-8."


def test_another_encoding_is_said_with_its_line(assignment, tmp_path):
    fill(tmp_path, CODE | {"shapes.py": b'x = 1\n\n# f\xfcr alle\nNOTE = "\xe4"\n'})
    assert problem(assignment, tmp_path) == (
        "shapes.py, line 3 has a character that is not UTF-8, so Python cannot read the file; save it as UTF-8."
    )


@pytest.mark.parametrize(
    "content",
    [
        b"# -*- coding: latin-1 -*-\nNOTE = 'f\xfcr'\n", b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nNOTE = 'f\xfcr'\n",
        b"\xef\xbb\xbfx = 1\r\n", "# ü 漢字\n".encode(), b"x = {\n 'cells': 1}\n", b"<html\n"[1:] + b"= 1\n",
    ],
)  # fmt: skip
def test_every_encoding_that_python_reads_is_taken(assignment, tmp_path, content):
    fill(tmp_path, {"shapes.py": content, "nets.py": content})
    assert not read_submission(assignment, tmp_path, "ada").problems


def test_an_archive_beside_the_place_of_a_stub_is_said(assignment, tmp_path):
    fill(tmp_path, {"nets.py": CODE["nets.py"], "homework.zip": b""})
    assert problem(assignment, tmp_path) == (
        "shapes.py was not handed in; there is a homework.zip, which is not opened: hand in the files themselves."
    )


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


def test_a_copy_elsewhere_as_near_to_the_top_cannot_be_told_apart(assignment, tmp_path):
    """A zip of a whole class, for one: none of its students gets the score of another's work."""
    files = {f"{student}/{name}": content for student in ("ada", "bela", "chen") for name, content in CODE.items()}
    found = read_zip(assignment, pack(tmp_path / "class.zip", files), "class")
    assert found.error == "class.zip has more than one shapes.py, in ada and bela; hand in one." and not found.files


def test_of_two_files_in_the_same_place_the_last_counts(assignment, tmp_path):
    """As for every program that unpacks a zip."""
    path = pack(tmp_path / "a.zip", {"shapes.py": b"old = 1"})
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("shapes.py", CODE["shapes.py"])
    assert read_zip(assignment, path, "ada").files == {"shapes.py": CODE["shapes.py"]}


def test_what_macos_puts_into_a_zip_is_no_file_of_the_student(assignment, tmp_path):
    shadows = {f"__MACOSX/{prefix}{name}": b"\0\5\x16\7" for prefix in ("", "._", "ada/._") for name in CODE}
    found = read_zip(assignment, pack(tmp_path / "a.zip", shadows | {f"ada/{n}": c for n, c in CODE.items()}), "ada")
    assert (found.files, found.problems, found.error) == (CODE, {}, None)
    found = read_zip(assignment, pack(tmp_path / "b.zip", shadows), "ada")
    assert found.error == "No shapes.py or nets.py was found: b.zip is empty."


def test_a_zip_with_the_separators_of_windows_is_read(assignment, tmp_path):
    assert read_zip(assignment, pack(tmp_path / "a.zip", prefix="ada\\work\\"), "ada").files == CODE


def test_a_zip_in_a_zip_is_said(assignment, tmp_path):
    inner = pack(tmp_path / "inner.zip").read_bytes()
    found = read_zip(assignment, pack(tmp_path / "a.zip", {"ada/work.zip": inner}), "ada")
    says = "No shapes.py or nets.py was found; there is a work.zip, which is not opened: hand in the files themselves."
    assert found.error == says


@pytest.mark.parametrize("raw", [b"shap\x82s.py", b"\xff\xfe.py", "shäpes.py".encode("cp437")])
def test_names_in_a_zip_in_another_encoding_stop_nothing(assignment, tmp_path, raw):
    path = pack(tmp_path / "a.zip", CODE | {"x" * len(raw): b"x = 1"})
    path.write_bytes(path.read_bytes().replace(b"x" * len(raw), raw))
    found = read_zip(assignment, path, "ada")
    assert (found.files, found.error) == (CODE, None)


def cheap(function, *arguments):
    """Call it, and fail where that takes more than 20 seconds of this process or 50 MB; its value."""
    started = time.process_time()
    tracemalloc.start()
    try:
        value = function(*arguments)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 50e6, f"{peak / 1e6:.0f} MB were needed"
    assert time.process_time() - started < 20
    return value


def bomb(path, method, size=2**30):
    """A zip of a few kilobytes whose shapes.py inflates to a gigabyte."""
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("nets.py", CODE["nets.py"])
        with archive.open("shapes.py", "w") as file:
            for _ in range(size // 2**24):
                file.write(b"#" * 2**24)
    return path


def test_a_zip_bomb_costs_neither_memory_nor_time(assignment, tmp_path):
    found = cheap(read_zip, assignment, bomb(tmp_path / "a.zip", zipfile.ZIP_DEFLATED), "ada")
    assert "more than 1,048,576 bytes" in found.problems["shapes.py"] and list(found.files) == ["nets.py"]


def test_a_bomb_of_bzip2_is_not_lit(assignment, tmp_path):
    """Python's zipfile inflates all of it at once, whatever part was asked for."""
    path = bomb(tmp_path / "a.zip", zipfile.ZIP_BZIP2, 2**28)
    assert path.stat().st_size < 10_000
    assert "shapes.py is compressed in an unusual way" in cheap(read_zip, assignment, path, "ada").error


def test_a_member_that_lies_about_its_size_is_cut_off(assignment, tmp_path):
    path = pack(tmp_path / "a.zip", {"shapes.py": b"#" * (50 * 2**20)})
    size = struct.pack("<I", 50 * 2**20)
    path.write_bytes(path.read_bytes().replace(size, struct.pack("<I", 10)))
    found = cheap(read_zip, assignment, path, "ada")
    assert not found.files and (found.error or found.problems)


def test_data_that_inflate_to_nothing_are_not_read_to_the_end(assignment, tmp_path):
    """Empty blocks of deflate: a file may be read for ever without a byte coming out."""
    empty = b"\0\0\0\xff\xff" * (20 * 2**20 // 5) + b"\3\0"
    path = pack(tmp_path / "a.zip", {"shapes.py": b"placeholder"})
    data = path.read_bytes()
    start = 30 + len("shapes.py")
    central = data.index(b"PK\1\2")
    head, directory = bytearray(data[:start]), bytearray(data[central:])
    for block, at in ((head, 14), (directory, 16)):
        struct.pack_into("<III", block, at, 0, len(empty), 100)
    struct.pack_into("<I", directory, len(directory) - 6, start + len(empty))
    path.write_bytes(bytes(head) + empty + bytes(directory))
    assert "more than 1,048,576 bytes" in cheap(read_zip, assignment, path, "ada").error


def test_a_table_of_contents_without_end_is_not_read(assignment, tmp_path):
    path = pack(tmp_path / "a.zip", {"x": b""})
    data = path.read_bytes()
    central, end = data.index(b"PK\1\2"), data.index(b"PK\5\6")
    many = data[central:end] * 400_000
    tail = bytearray(data[end:])
    struct.pack_into("<HHII", tail, 8, 65535, 65535, len(many), central)
    path.write_bytes(data[:central] + many + bytes(tail))
    assert cheap(read_zip, assignment, path, "ada").error == "a.zip cannot be read as a zip: its table of contents is too large."


def test_a_zip_with_ten_thousand_files_is_read(assignment, tmp_path):
    path = pack(tmp_path / "a.zip", {f"{i}": b"" for i in range(MAX_ENTRIES - 2)} | CODE)
    assert cheap(read_zip, assignment, path, "ada").files == CODE


def test_a_zip_with_too_many_files_is_not_graded(assignment, tmp_path):
    path = pack(tmp_path / "a.zip", {f"{i}": b"" for i in range(MAX_ENTRIES + 1)} | CODE)
    assert "more than 10,000 files" in read_zip(assignment, path, "ada").error


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


@pytest.mark.parametrize("kind", ["deflate", "header", "bzip2", "lzma", "encrypted", "unknown-method", "cut", "no-zip", "empty"])
def test_a_broken_zip_is_an_error_of_that_submission_in_a_sentence(assignment, tmp_path, kind):
    found = read_zip(assignment, corrupt(tmp_path / "ada.zip", kind), "ada")
    assert found.error is not None and found.error.startswith("ada.zip cannot be read as a zip") and not found.files


@pytest.mark.parametrize(
    "kind, says",
    [
        ("encrypted", "ada.zip cannot be read as a zip: shapes.py is encrypted; hand it in without a password."),
        ("bzip2", "ada.zip cannot be read as a zip: shapes.py is compressed in an unusual way; make an ordinary zip."),
        ("no-zip", "ada.zip cannot be read as a zip: File is not a zip file."),
    ],
)
def test_what_is_wrong_with_a_zip_is_said(assignment, tmp_path, kind, says):
    assert read_zip(assignment, corrupt(tmp_path / "ada.zip", kind), "ada").error == says


def test_a_link_in_a_zip_is_neither_its_text_nor_its_target(assignment, tmp_path):
    (tmp_path / "secret").write_text("a solution")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        info = zipfile.ZipInfo("shapes.py")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, str(tmp_path / "secret"))
    found = read_zip(assignment, tmp_path / "a.zip", "ada")
    assert not found.files and found.error == "shapes.py is not a regular file; hand in the file itself."


# ---- the fingerprint -----------------------------------------------------------------------------------------------


def test_the_fingerprint_depends_on_names_and_contents_only():
    first = Submission("ada", {"a": b"1", "b": b"2"})
    assert first.sha256 == Submission("bela", {"b": b"2", "a": b"1"}, problems={"c": "x"}).sha256
    others = [{"a": b"1"}, {"a": b"12"}, {"a": b"2", "b": b"1"}, {"a": b"", "b": b"12"}, {"a": b"1", "c": b"2"}]
    assert len({first.sha256, *(Submission("ada", files).sha256 for files in others)}) == 6
