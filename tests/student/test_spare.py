"""The Python that waits with torch loaded."""

import signal
import subprocess
import sys
import time

import psutil
import pytest

from torchkata.student.spare import FORKS, LOADED_AHEAD, SparePython

ENDLESS = "def test_waits():\n    open('started', 'w').close()\n    while True:\n        pass\n"
ASK = "from torchkata.student.spare import SparePython; import sys; SparePython().run_pytest(['-q'], sys.argv[1], 60)"


@pytest.fixture(params=[FORKS, False] if FORKS else [False], ids=["forks", "once"] if FORKS else ["once"])
def spare(request):
    spare = SparePython(forks=request.param)
    yield spare
    spare.stop()


def test_each_run_is_a_fresh_process_with_the_libraries_loaded_and_the_next_one_waits(spare, tmp_path):
    (tmp_path / "mine.py").write_text("print('once', __name__)\nVALUE = []\n")
    (tmp_path / "test_it.py").write_text(
        "import os, sys\nimport mine\ndef test_loaded():\n    mine.VALUE.append(1)\n"
        f"    assert len(mine.VALUE) == 1 and all(name in sys.modules for name in {LOADED_AHEAD})\n"
        "    assert os.getcwd() == os.path.dirname(os.path.abspath(__file__)) and sys.stdin.read() == ''\n    print(os.getpid())\n"
    )
    runs = [spare.run_pytest(["-q", "-s", "-p", "no:cacheprovider"], tmp_path, 60) for _ in range(2)]
    assert [run.returncode for run in runs] == [0, 0], runs[0].stdout
    first, second = (next(line for line in run.stdout.splitlines() if line.isdigit()) for run in runs)
    assert first != second
    assert spare._waiting.poll() is None and spare._waiting.pid not in (int(first), int(second))


def test_no_two_runs_draw_the_same_numbers(spare, tmp_path):
    (tmp_path / "test_it.py").write_text(
        "import random\nimport numpy as np\ndef test_it():\n    print(random.random(), np.random.rand())\n"
    )
    first, second = ([*spare.run_pytest(["-q", "-s"], tmp_path, 60).stdout.splitlines()[0].split()] for _ in range(2))
    assert not set(first) & set(second)


def test_a_file_named_like_a_library_is_not_imported_while_it_waits(spare, tmp_path, monkeypatch):
    (tmp_path / "numpy.py").write_text("raise SystemExit('taken')\n")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "test_it.py").write_text("def test_it():\n    pass\n")
    assert spare.run_pytest(["-q", "-p", "no:cacheprovider"], tmp_path, 60).returncode == 0


def test_what_takes_too_long_is_ended(spare, tmp_path):
    (tmp_path / "test_it.py").write_text(ENDLESS)
    with pytest.raises(subprocess.TimeoutExpired):
        spare.run_pytest(["-q", "-p", "no:cacheprovider"], tmp_path, 8)
    assert (tmp_path / "started").exists()
    assert not [p for p in psutil.Process().children() if works_in(p, tmp_path)]


def works_in(process, folder):
    """Whether the process still does something there; of one that has ended nobody can say where it was."""
    try:
        return process.cwd() == str(folder)
    except psutil.Error:
        return False


def test_nothing_runs_on_when_whoever_asked_is_gone(tmp_path):
    (tmp_path / "test_it.py").write_text(ENDLESS)
    asking = subprocess.Popen([sys.executable, "-c", ASK, str(tmp_path)])
    deadline = time.monotonic() + 60
    while not (tmp_path / "started").exists():
        assert time.monotonic() < deadline and asking.poll() is None
        time.sleep(0.1)
    family = psutil.Process(asking.pid).children(recursive=True)
    asking.send_signal(signal.SIGKILL)
    asking.wait()
    assert family and not psutil.wait_procs(family, timeout=20)[1]
