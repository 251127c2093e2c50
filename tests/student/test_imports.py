"""A student's files in a notebook: always as they were saved last, and a broken one is told once."""

import sys

import pytest

from torchkata.student.imports import FileBroken, StudentFiles, import_file
from torchkata.student.notebook import needs


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = dict(sys.modules)
    monkeypatch.setattr(sys, "path", [*sys.path])
    yield tmp_path
    sys.modules.clear()
    sys.modules.update(before)


def test_it_is_always_the_file_as_it_was_saved_last(folder):
    (folder / "mine.py").write_text("def f():\n    return 1\n")
    mine = import_file("mine.py")
    assert mine.f() == 1
    for number in range(2, 6):  # of one length, and within one second
        (folder / "mine.py").write_text(f"def f():\n    return {number}\n")
        assert mine.f() == number
    import mine as by_import

    assert by_import is mine and not (folder / "__pycache__").exists()


def test_after_a_mistake_no_old_code_runs_and_it_is_told_once(folder, capsys):
    (folder / "mine.py").write_text("def f():\n    return 1\n")
    mine = import_file("mine.py")
    assert mine.f() == 1
    (folder / "mine.py").write_text("def f()\n    return 1\n")
    for _ in range(3):
        with needs("f"):
            mine.f()
            print("old code")
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("mine.py cannot be imported: SyntaxError: expected ':' (mine.py, line 1: `def f()`)")
    assert said[1:] == ["mine.py is still broken, as said above."] * 2
    (folder / "mine.py").write_text("def f():\n    return 2\n")
    with needs("f"):
        print(mine.f())
    assert capsys.readouterr().out == "2\n"


def test_files_that_import_each_other_are_loaded_together(folder):
    (folder / "one.py").write_text("import two\ndef f():\n    return two.g() + 1\n")
    (folder / "two.py").write_text("import one\nimport helper\ndef g():\n    return helper.x\ndef h():\n    return one.f()\n")
    (folder / "helper.py").write_text("x = 1\n")
    one, two = import_file("one.py"), import_file("two.py")
    assert (one.f(), two.h()) == (2, 2)
    (folder / "helper.py").write_text("x = 10\n")
    assert (one.f(), two.h()) == (11, 11)
    (folder / "two.py").write_text("x = = 1\n")
    with pytest.raises(FileBroken, match=r"^two.py cannot be imported: SyntaxError"):
        one.f()
    (folder / "three.py").write_text("from two import g\n")
    with pytest.raises(FileBroken, match=r"^three.py needs another file. two.py cannot be imported: SyntaxError"):
        import_file("three.py").g()


def test_a_missing_file_and_one_that_exits_are_sentences(folder):
    with pytest.raises(FileBroken, match=r"^mine.py is not in "):
        import_file("mine.py").f()
    (folder / "mine.py").write_text("exit()\n")
    with pytest.raises(FileBroken, match=r"^mine.py cannot be imported: SystemExit"):
        import_file("mine.py").f()


def test_a_name_that_is_missing_is_an_ordinary_error_and_classes_can_be_pickled(folder):
    import pickle

    (folder / "mine.py").write_text("class A:\n    x = 1\n")
    mine = StudentFiles(folder).stand_in("mine.py")
    with pytest.raises(AttributeError):
        mine.B  # noqa: B018
    assert pickle.loads(pickle.dumps(mine.A())).x == 1
    assert "A" in dir(mine)
