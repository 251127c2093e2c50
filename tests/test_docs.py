"""The commands of docs/instructors.md, run in the order in which they stand there, on the small kit."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import minikit
import warm_python

GUIDE = Path(__file__).parents[1] / "docs" / "instructors.md"
FUNCTIONS = """
kata() {{ {warm} kata "$@"; }}
nbgrader() {{ {warm} nbgrader "$@"; }}
"""
INSTALLS = ("python3 -m venv", "pip install")  # has been done, or nothing here would run


def commands():
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line for line in lines if not line.startswith(INSTALLS)]


def download(folder):
    """What Canvas gives: one zip with all files of all students, named by its rule."""
    (folder / "students.csv").write_text("id,first_name,last_name,email,lms_user_id\nada,Ada,L,,101\nbela,Bela,B,,102\n")
    with zipfile.ZipFile(folder / "download.zip", "w") as archive:
        for number, student in enumerate(("ada", "bela"), start=101):
            for file, text in minikit.REFERENCE.items():
                archive.writestr(f"{student}_{number}_{number}{len(file)}_{file}", text)


def test_a_semester_by_the_guide(kit, tmp_path):
    semester = shutil.copytree(kit.root, tmp_path / "clone")
    download(semester)
    functions = FUNCTIONS.format(warm=f"{sys.executable} {warm_python.__file__} {warm_python.server()}")
    said = {}
    for line in commands():
        command = line.replace("03_modules", minikit.NAME)
        done = subprocess.run(
            ["bash", "-euc", functions + command], cwd=semester, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        said[line] = done.stdout
    assert {path.name for path in (semester / "my-course" / "submitted").iterdir()} == {"ada", "bela"}
    assert (semester / "my-course" / "report.html").exists() and (semester / "for-students" / "README.md").exists()
    assert "100 of 100 points" in next(text for line, text in said.items() if "--show" in line)
    (table,) = (semester / "my-course" / "export").glob("*.csv")
    assert "ada" in table.read_text(encoding="utf-8-sig")


def test_the_guide_uses_every_command_of_an_instructor():
    named = set(re.findall(r"kata (\w[\w-]*)", GUIDE.read_text(encoding="utf-8")))
    assert {"course", "handout", "collect", "grade", "report", "export", "extend", "doctor", "demo"} <= named
