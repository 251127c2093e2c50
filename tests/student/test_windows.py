"""The student's side where there is no fork, no alarm and no Unix: by imitation, since nothing here runs Windows."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import minikit
import pytest
from minikit import NETS, SHAPES

AS_WINDOWS = Path(__file__).with_name("windows.py")


@pytest.fixture
def folder(assignment, tmp_path):
    """In a folder with a space and with Chinese in its name."""
    folder = shutil.copytree(assignment.folder, tmp_path / "my 作业" / minikit.NAME)
    (folder / "shapes.py").write_text(SHAPES)
    (folder / "nets.py").write_text(NETS + "\nclass Scale(Scale):\n    def forward(self, x):\n        return x\n")
    return folder


@pytest.fixture
def kata_on_windows(folder):
    def kata_on_windows(*arguments):
        command, environment = [sys.executable, AS_WINDOWS, *arguments], os.environ | {"PYTHONIOENCODING": "cp1252"}
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, encoding="cp1252", stdin=subprocess.DEVNULL
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return kata_on_windows


def test_pack_runs_the_tests_and_writes_the_zip(kata_on_windows, folder):
    done = kata_on_windows("pack")
    assert "2 of 4 exercises pass their visible tests" in done.stdout and "x Scale: 3 times 2 is 6" in done.stdout, done.stdout
    assert (folder / "07_mini.zip").exists()


def test_status_hint_and_help(kata_on_windows):
    assert "07_mini   0 of 4  exercises" in kata_on_windows("status").stdout
    assert kata_on_windows("hint", "Scale").stdout.startswith("Scale, hint (1 of 2)")
    help_text = kata_on_windows("--help").stdout
    assert help_text.index("watch") < help_text.index("grade")


def test_doctor_says_what_works(kata_on_windows):
    assert "Windows: students can work here; grading needs Linux, macOS or WSL" in kata_on_windows("doctor").stdout
