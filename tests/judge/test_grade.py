"""A class is graded whole, and no submission twice."""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path

import minikit
import psutil
import pytest

from torchkata.authoring.build import build
from torchkata.judge import JudgeError
from torchkata.judge.grade import Grader, grade_class
from torchkata.judge.pool import JudgePool, unordered_map
from torchkata.judge.store import ResultStore
from torchkata.result import Check


class Judges:
    """Judges that count what they are asked for."""

    def __init__(self, judges):
        self._judges = judges
        self.jobs = judges.jobs
        self.asked = []

    def __getattr__(self, name):
        return getattr(self._judges, name)

    def grade_one(self, submission, salt="", only=None):
        self.asked.append((submission.student, sorted(only)))
        return self._judges.grade_one(submission, salt, only)


@pytest.fixture(scope="module")
def pool(kit, assignment):
    with JudgePool(kit, assignment, 2) as pool:
        yield pool


@pytest.fixture
def grader(kit, assignment, pool, tmp_path):
    """`grader()` is a new Grader on the store of this test, as a new command has it; its judges count."""

    def grader(kit=kit, **options):
        return Grader(kit, kit.assignment(minikit.NAME), Judges(pool), ResultStore(tmp_path / "store"), **options)

    return grader


def checks_of(result):
    return [asdict(check) | {"seconds": 0} for exercise in result.exercises for check in exercise.checks]


# ---- the store -----------------------------------------------------------------------------------------------------


def test_what_is_graded_is_not_graded_again(grader):
    work = minikit.work()
    first, second = grader(), grader()
    before = first.grade(work)
    again = second.grade(work)
    assert before.score == again.score == 100 and checks_of(before) == checks_of(again)
    assert len(first._judges.asked) == 1 and second._judges.asked == []


def test_force_grades_again(grader):
    grader().grade(minikit.work())
    forced = grader(force=True)
    forced.grade(minikit.work())
    assert len(forced._judges.asked) == 1


def test_two_students_with_the_same_files_are_graded_once(grader):
    one = grader()
    for name in ("ada", "bela"):
        work = minikit.work()
        work.student = name
        assert one.grade(work).student == name
    assert len(one._judges.asked) == 1


def test_other_files_are_graded(grader):
    one = grader()
    one.grade(minikit.work())
    one.grade(minikit.work(more_nets="\n# another version\n"))
    assert len(one._judges.asked) == 2


@pytest.mark.parametrize(
    ("path", "exercises"),
    [
        ("graders/{}/test_shapes.py", ["center", "next_id"]),
        ("graders/{}/test_nets.py", ["Scale", "Twice"]),
        ("solutions/{}/nets.py", ["Scale", "Twice", "center", "next_id"]),
    ],
)
def test_a_changed_grader_regrades_what_it_touches(grader, tmp_path, path, exercises):
    kit = minikit.write_kit(tmp_path / "kit")
    grader(kit).grade(minikit.work())
    changed = kit.root / path.format(minikit.NAME)
    changed.write_text(changed.read_text() + "\n# changed\n")
    after = grader(kit)
    after.grade(minikit.work())
    assert after._judges.asked == [(minikit.work().student, exercises)]


def test_changed_points_need_no_grading(grader, tmp_path):
    kit = minikit.write_kit(tmp_path / "kit")
    grader(kit).grade(minikit.work())
    toml = kit.root / "assignments" / minikit.NAME / "assignment.toml"
    toml.write_text(toml.read_text().replace("points = 40", "points = 30"))
    build(kit, kit.assignment(minikit.NAME))
    after = grader(kit)
    assert after.grade(minikit.work()).score == 90 and after._judges.asked == []


def test_a_result_of_a_weaker_sandbox_is_not_taken(grader, tmp_path, pool):
    if pool.expected_sandbox != "bubblewrap":
        pytest.skip("no bubblewrap here")
    one = grader()
    one.grade(minikit.work())
    with contextlib.closing(sqlite3.connect(tmp_path / "store" / "results.sqlite3")) as store:
        store.execute("UPDATE result SET sandbox = 'process'")
        store.commit()
    after = grader()
    after.grade(minikit.work())
    assert len(after._judges.asked) == 1


def test_a_broken_store_is_put_aside(tmp_path):
    (tmp_path / "results.sqlite3").write_bytes(b"this is no database" * 1000)
    store = ResultStore(tmp_path)
    store.keep("key", "process", {})
    assert (tmp_path / "results.broken").exists()


def test_a_folder_that_cannot_be_written_needs_no_store(tmp_path):
    (tmp_path / "file").write_text("")
    store = ResultStore(tmp_path / "file" / "below")
    assert store.find("key", "process") == {}


CHECK = Check("test_a", "A title.", "value", "passed", False, "", None, 0.0)


def test_two_graders_at_once_and_one_killed_leave_a_whole_store(tmp_path):
    """Three processes write as fast as they can; one is killed in the middle."""
    code = (
        "import sys; sys.path[:0] = sys.argv[2].split(':'); from test_grade import fill; from pathlib import Path;"
        "print('ready', flush=True); fill(Path(sys.argv[1]), sys.argv[3])"
    )
    folders = f"{Path(__file__).parent}:{Path(minikit.__file__).parent}"
    command = [sys.executable, "-c", code, str(tmp_path), folders]
    writers = [subprocess.Popen([*command, name], stdout=subprocess.PIPE) for name in "abc"]
    for writer in writers:
        assert writer.stdout.readline() == b"ready\n"
    writers[0].kill()
    for writer in writers:
        writer.wait(timeout=120)
        writer.stdout.close()
    store = ResultStore(tmp_path)
    for name in "bc":
        assert all(store.find(f"{name}{n}", "process") == {"relu": [CHECK]} for n in range(300))
    assert store._ask("PRAGMA integrity_check") == [("ok",)]


def fill(folder, name):
    store = ResultStore(folder)
    for number in range(300):
        store.keep(f"{name}{number}", "process", {"relu": [CHECK]})


# ---- a class -------------------------------------------------------------------------------------------------------


def test_the_report_has_a_row_for_each_and_the_json_everything(grader, tmp_path):
    for name in ("chen", "ada", "bela"):
        folder = tmp_path / "class" / name
        folder.mkdir(parents=True)
        for file, content in minikit.work(more_shapes=f"\n# {name}\n").files.items():
            (folder / file).write_bytes(content)
    (tmp_path / "class" / "bad.zip").write_bytes(b"no zip")
    seen = []
    report = grade_class(
        grader(),
        [tmp_path / "class"],
        2,
        json_file=tmp_path / "out.json",
        progress=lambda total, result: seen.append((total, result)),
    )
    assert [(row.student, row.score) for row in report.rows] == [("ada", 100), ("bad", 0), ("bela", 100), ("chen", 100)]
    written = json.loads((tmp_path / "out.json").read_text())
    assert [s["student"] for s in written["submissions"]] == ["ada", "bad", "bela", "chen"]
    assert written["schema"] == 2 and written["sandbox"] == report.sandbox
    assert "zip" in written["submissions"][1]["error"]
    assert len(seen) == 5 and seen[0] == (4, None)


def test_a_long_class_is_not_read_ahead():
    """Few items are taken before the first results are asked for."""
    taken = []

    def items():
        for number in range(1000):
            taken.append(number)
            yield number

    results = unordered_map(lambda n: n, items(), 2)
    next(results)
    assert len(taken) < 10
    assert sorted(results) != [] and len(taken) == 1000


def test_a_slow_item_does_not_hold_up_the_others():
    go_on = threading.Event()
    results = unordered_map(lambda n: go_on.wait(60) if n == 0 else n, range(50), 2)
    first = [next(results) for _ in range(49)]
    assert sorted(first) == list(range(1, 50))
    go_on.set()
    assert list(results) == [True]


def test_a_judge_that_is_killed_costs_nobody_a_result(kit, assignment):
    with JudgePool(kit, assignment, 1) as pool:
        assert pool.grade_one(minikit.work()).score == 100
        for killed in ("a judge", "their parent"):
            judge = pool._idle.get()
            pool._idle.put(judge)
            os.kill(judge.pid if killed == "a judge" else pool._parent._process.pid, signal.SIGKILL)
            assert pool.grade_one(minikit.work()).score == 100, killed


def test_after_close_no_judge_is_started(kit, assignment):
    pool = JudgePool(kit, assignment, 1)
    pool.close()
    with pytest.raises(JudgeError, match="stopped"):
        pool.grade_one(minikit.work())


SLOW = "\ndef center(x, _center=center):\n    import time\n    time.sleep(0.5)\n    return _center(x)\n"


def test_a_store_may_be_closed_while_threads_still_ask(tmp_path):
    """As where the graders fail in one thread: the others have not heard of it yet."""
    for number in range(20):
        store = ResultStore(tmp_path / str(number))
        started, over = threading.Barrier(4), threading.Event()

        def ask(store=store, started=started, over=over):
            started.wait()
            while not over.is_set():
                store.keep("key", "process", {})
                store.find("key", "process")

        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        started.wait()
        store.close()
        over.set()
        for thread in threads:
            thread.join(20)
            assert not thread.is_alive()
        assert store.find("key", "process") == {}


def test_ctrl_c_keeps_what_is_done(kit, tmp_path):
    """One sentence and no traceback; the same command goes on, and no process stays."""
    for number in range(12):
        folder = tmp_path / "class" / f"student-{number:02}"
        folder.mkdir(parents=True)
        for name, content in minikit.work(more_shapes=f"{SLOW}# {number}\n").files.items():
            (folder / name).write_bytes(content)
    command = [sys.executable, "-c", "from torchkata.cli import main; main()", "grade", minikit.NAME, str(tmp_path / "class")]
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    running = subprocess.Popen(
        [*command, "--jobs", "2"], cwd=kit.root, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background job would ignore it
    )  # fmt: skip
    family = []
    deadline = time.monotonic() + 120
    while _kept(tmp_path / "cache") < 3 and time.monotonic() < deadline:
        time.sleep(0.1)
        family = psutil.Process(running.pid).children(recursive=True)
    running.send_signal(signal.SIGINT)
    said = running.communicate(timeout=60)[1]
    assert running.returncode == 130 and "what is graded is kept" in said and "Traceback" not in said, said
    assert family and not psutil.wait_procs(family, timeout=20)[1]
    kept = _kept(tmp_path / "cache")
    assert 3 <= kept < 24, "nothing was left to do, or nothing was kept"
    again = subprocess.run([*command, "--json", str(tmp_path / "grades.json")], cwd=kit.root, env=environment, capture_output=True)
    assert again.returncode == 0, again.stderr
    assert [s["score"] for s in json.loads((tmp_path / "grades.json").read_text())["submissions"]] == [100.0] * 12
    assert _kept(tmp_path / "cache") == 24, "two files of each of twelve students"


def _kept(cache):
    """How many results the store has."""
    path = cache / "torchkata" / "results.sqlite3"
    if not path.exists():
        return 0
    with contextlib.closing(sqlite3.connect(path)) as store:
        try:
            return store.execute("SELECT COUNT(*) FROM result").fetchone()[0]
        except sqlite3.OperationalError:  # it is being made
            return 0
