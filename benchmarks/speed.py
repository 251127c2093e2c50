"""Seconds per submission of every way to grade, side by side in one run, on the same checks and the same submissions.

    python benchmarks/speed.py [ASSIGNMENT ...] [--rounds 5] [--otter PYTHON] [--output FILE]
    python benchmarks/speed.py --grow 01_numpy_net --sizes 10 100 1000 10000
    python benchmarks/speed.py --record 01_numpy_net --students 300

The submissions are the reference and wheats. The checks are the hidden ones, everywhere the same:

- nbgrader, stock Execute: one cell of the notebook runs them by pytest in its kernel (in_kernel.py).
- Otter: `otter run` for each submission; one test file that runs them by pytest in Otter's kernel. Otter has to be installed in
  an environment of its own, with the kit (`pip install otter-grader torchkata`), whose Python is named by --otter.
- cold pytest: a new process for each submission that imports torch and runs them by pytest.
- nbgrader with the kit, kata grade: judge, sandbox and all, with an empty store of results.
- floor: the bare probes of all checks, called in a row in one warm process; no pytest, no judge, no sandbox, no comparison.

Times are medians over `--rounds` runs (over submissions, where each has a process or a line of a log of its own). Start-up is what
a command of one submission takes beyond that. Memory is the proportional set size (PSS) of the command with all its processes, at
its largest, in a run of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil

from torchkata.assignment import find_kit
from torchkata.authoring.variants import read_variants
from torchkata.course.make import make_course

HERE = Path(__file__).resolve().parent
MANY = 20  # submissions of one run of kata grade, which needs many to be measurable
FEW = 10  # submissions of the slow ways
KATA = [sys.executable, "-c", "from torchkata.cli import main; main()"]
STOCK_CONFIG = """
c = get_config()
c.Autograde.exclude_overwriting = {exclude!r}
c.Execute.timeout = 300
"""
OTTER_TEST = """
OK_FORMAT = False
from otter.test_files import test_case
name = "checks"
points = 1
@test_case()
def test_checks(env):
    import sys
    sys.path.insert(0, {here!r})
    from in_kernel import run
    assert run({graders!r}, {solutions!r}, {files!r}) > 0.9
"""


@dataclass
class Way:
    """What was measured: seconds per submission, of the start, and bytes."""

    seconds: float
    start: float | None = None
    memory: int | None = None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assignments", nargs="*", metavar="ASSIGNMENT")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--otter", metavar="PYTHON", help="of an environment with otter-grader and torchkata")
    parser.add_argument("--output", type=Path, metavar="FILE", help="append the tables there")
    parser.add_argument("--grow", metavar="ASSIGNMENT", help="only: kata grade, as a class of this assignment grows")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000, 10000])
    parser.add_argument("--record", metavar="ASSIGNMENT", help="only: what the gradebook costs beyond grading")
    parser.add_argument("--students", type=int, default=300, help="for --record")
    arguments = parser.parse_args()
    kit = find_kit()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if arguments.grow:
            tables = [growth(kit, kit.assignment(arguments.grow), arguments.sizes, folder)]
        elif arguments.record:
            tables = [recording(kit, kit.assignment(arguments.record), arguments.students, folder)]
        else:
            names = arguments.assignments or kit.names()
            tables = (compare(kit, kit.assignment(name), arguments, folder / name) for name in names)
        for table in tables:
            print(f"\n{table}", flush=True)
            if arguments.output:
                with open(arguments.output, "a") as file:
                    file.write(f"\n{table}\n")


# ---- the ways, side by side ----------------------------------------------------------------------------------------


def compare(kit, assignment, arguments, folder):
    """The table of one assignment."""
    right = [v.submission.files for v in read_variants(kit, assignment) if v.kind in ("reference", "wheat")]
    hand_in(right, MANY, folder / "class")
    students = sorted(path.name for path in (folder / "class").iterdir())
    one, few = folder / "class" / students[0], [folder / "class" / name for name in students[:FEW]]
    make_course(kit, folder / "kit", [assignment.name])
    make_stock_course(kit, assignment, folder / "kit", folder / "stock")
    for course in ("kit", "stock"):
        for path in few:
            target = folder / course / "submitted" / path.name / assignment.name
            shutil.copytree(path, target)
            shutil.copy(folder / course / "release" / assignment.name / f"{assignment.name}.ipynb", target)
    grade = [*KATA, "grade", assignment.name]
    ways = {
        "nbgrader, stock Execute": nbgrader(assignment, folder / "stock", "Sanitizing", arguments.rounds),
        "cold pytest": one_by_one(cold_pytest(kit, assignment), few, arguments.rounds),
    }
    if arguments.otter:
        ways["Otter, otter run"] = one_by_one(otter(kit, assignment, arguments.otter, folder), few, arguments.rounds)
    ways["nbgrader with the kit"] = nbgrader(assignment, folder / "kit", "points in", arguments.rounds)
    for jobs in (1, 2):
        command = [*grade, "--jobs", str(jobs)]
        ways[f"kata grade --jobs {jobs}"] = further([*command, str(one)], [*command, str(folder / "class")], MANY, arguments.rounds)
    ways["floor: bare probes"] = Way(floor(kit, assignment, one))
    return table(assignment, ways, arguments.rounds)


def table(assignment, ways, rounds):
    stock, bare = ways["nbgrader, stock Execute"].seconds, ways["floor: bare probes"].seconds
    lines = [
        f"**{assignment.name}**, {os.cpu_count()} cores, medians of {rounds}",
        "",
        "| way | s per submission | times faster than stock | times the floor | start-up, s | memory, MiB |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, way in ways.items():
        start = "" if way.start is None else f"{way.start:.1f}"
        memory = "" if way.memory is None else f"{way.memory / 2**20:.0f}"
        lines.append(f"| {name} | {way.seconds:.3f} | {stock / way.seconds:.1f} | {way.seconds / bare:.1f} | {start} | {memory} |")
    one, two = (ways[f"kata grade --jobs {jobs}"] for jobs in (1, 2))
    lines += ["", f"Two jobs are {one.seconds / two.seconds:.2f} times as fast as one."]
    return "\n".join(lines)


def nbgrader(assignment, course, mark, rounds):
    """Seconds between the lines of nbgrader's log that have that mark, one for each submission."""
    command = [sys.executable, "-m", "nbgrader", "autograde", assignment.name, "--force"]
    gaps, starts = [], []
    while len(gaps) < rounds:
        began = time.perf_counter()
        with process(command, course, stderr=subprocess.PIPE, text=True) as running:
            times = [time.perf_counter() for line in running.stderr if mark in line]
        gaps += [b - a for a, b in zip(times, times[1:])]
        starts.append(times[0] - began)
    return Way(statistics.median(gaps), statistics.median(starts), peak_memory(command, course))


def one_by_one(command, folders, rounds):
    """Seconds of a process for each submission."""
    times = [timed(command(path), path) for path in folders][:rounds]
    return Way(statistics.median(times), None, peak_memory(command(folders[0]), folders[0]))


def further(one, all_of_them, number, rounds):
    """Seconds of each further submission: those of all, less those of one, over the number less one; and of the rest."""
    pairs = [(timed(one, HERE), timed(all_of_them, HERE)) for _ in range(rounds)]
    seconds = statistics.median((every - single) / (number - 1) for single, every in pairs)
    return Way(seconds, statistics.median(single for single, _ in pairs) - seconds, peak_memory(all_of_them, HERE))


def cold_pytest(kit, assignment):
    code = (
        f"import sys; sys.path.insert(0, {str(HERE)!r}); from in_kernel import run; "
        f"assert run({str(kit.graders(assignment.name))!r}, {str(kit.solutions(assignment.name))!r}, "
        f"{list(assignment.files)!r}) > 0.9"
    )
    return lambda folder: [sys.executable, "-c", code]


def otter(kit, assignment, python, folder):
    """`otter run` with an autograder zip of one test, on a notebook without cells beside the student's files."""
    zipped = folder / "autograder.zip"
    test = OTTER_TEST.format(
        here=str(HERE), graders=str(kit.graders(assignment.name)), solutions=str(kit.solutions(assignment.name)),
        files=list(assignment.files),
    )  # fmt: skip
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("tests/checks.py", test)
        archive.writestr("otter_config.json", json.dumps({"lang": "python", "show_hidden": True}))

    def command(path):
        submission = folder / "otter" / path.name
        submission.mkdir(parents=True, exist_ok=True)
        files = {f"{name}": (path / name).read_text() for name in assignment.files}
        cell = f"from pathlib import Path\nfor name, text in {files!r}.items():\n    Path(name).write_text(text)"
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)])
        notebook.metadata.kernelspec = {"display_name": "Python 3", "language": "python", "name": "python3"}
        nbformat.write(notebook, submission / "work.ipynb")
        code = (
            "import sys; from otter.api import grade_submission; "
            f"r = grade_submission({str(submission / 'work.ipynb')!r}, {str(zipped)!r}, quiet=True); assert r.total == 1, r"
        )
        return [python, "-c", code]

    return command


def floor(kit, assignment, folder):
    """Seconds of all probes of the reference's checks, bare, in one warm process of its own."""
    code = (
        f"import sys; sys.path.insert(0, {str(HERE)!r}); from in_kernel import floor; "
        f"print(floor({str(kit.graders(assignment.name))!r}, {str(kit.solutions(assignment.name))!r}, {list(assignment.files)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env=environment(), capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


# ---- as a class grows ----------------------------------------------------------------------------------------------


def growth(kit, assignment, sizes, folder):
    """kata grade on classes of wheats and chaffs: time and memory."""
    work = [v.submission.files for v in read_variants(kit, assignment)]
    lines = [
        f"**{assignment.name}**, a class of wheats and chaffs, `kata grade --json`, {os.cpu_count()} jobs",
        "",
        "| submissions | s | s per submission | memory of the command, MiB | again, unchanged, s |",
        "|---:|---:|---:|---:|---:|",
    ]
    for size in sizes:
        hand_in(work, size, folder / str(size))
        command = [*KATA, "grade", assignment.name, str(folder / str(size)), "--json", str(folder / "grades.json")]
        with tempfile.TemporaryDirectory() as cache:
            began = time.perf_counter()
            with process(command, HERE, cache=cache, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
                largest = 0
                while running.poll() is None:
                    try:
                        largest = max(largest, psutil.Process(running.pid).memory_info().rss)
                    except psutil.Error:
                        break
                    time.sleep(0.2)
            seconds = time.perf_counter() - began
            again = timed(command, HERE, cache=cache)
        lines.append(f"| {size} | {seconds:.1f} | {seconds / size:.3f} | {largest / 2**20:.0f} | {again:.1f} |")
        shutil.rmtree(folder / str(size))
    return "\n".join(lines)


def recording(kit, assignment, students, folder):
    """One assignment of a class: graded, then recorded from the store of results; and graded and recorded by nbgrader's command."""
    work = [v.submission.files for v in read_variants(kit, assignment)]
    for course in ("kata", "nbgrader"):
        make_course(kit, folder / course, [assignment.name])
        hand_in(work, students, folder / course / "submitted", inside=assignment.name)
    command = [*KATA, "grade", assignment.name, str(folder / "kata" / "submitted")]
    with tempfile.TemporaryDirectory() as cache:
        graded = timed(command, HERE, cache=cache)
        again = timed(command, HERE, cache=cache)
        recorded = timed([*command, "--course", str(folder / "kata")], HERE, cache=cache)
    autograde = timed([sys.executable, "-m", "nbgrader", "autograde", assignment.name], folder / "nbgrader")
    rows = {
        f"kata grade, {os.cpu_count()} jobs": graded,
        "again, unchanged": again,
        "then kata grade --course: all found in the store, all recorded": recorded,
        "nbgrader autograde with the kit, from the start": autograde,
    }
    lines = [f"**{assignment.name}**, {students} students", "", "| command | s | s per submission |", "|---|---:|---:|"]
    return "\n".join(lines + [f"| {name} | {seconds:.1f} | {seconds / students:.3f} |" for name, seconds in rows.items()])


# ---- tools ---------------------------------------------------------------------------------------------------------


def class_of(work, number):
    """(student, files) of so many students, all files different, so that none is found in the store."""
    for index in range(number):
        own = f"\n# {index}\n".encode()
        yield f"student-{index:05}", {name: content + own for name, content in work[index % len(work)].items()}


def hand_in(work, number, folder, inside=""):
    """The submissions of a class below `folder`."""
    for student, files in class_of(work, number):
        target = folder / student / inside
        target.mkdir(parents=True)
        for name, content in files.items():
            (target / name).write_bytes(content)


def make_stock_course(kit, assignment, kit_course: Path, folder: Path):
    """The same course for nbgrader alone: one cell runs all hidden checks in the kernel and is worth the share that passes."""
    source = folder / "source" / assignment.name
    shutil.copytree(kit_course / "source" / assignment.name, source)
    cell = nbformat.v4.new_code_cell(
        f"import sys\nsys.path.insert(0, {str(HERE)!r})\nfrom in_kernel import run\n"
        f"run({str(kit.graders(assignment.name))!r}, {str(kit.solutions(assignment.name))!r}, {list(assignment.files)!r})",
        id="stock-00",
    )
    metadata = {"schema_version": 3, "grade_id": "checks", "grade": True, "solution": False, "locked": True, "task": False}
    cell.metadata.nbgrader = metadata | {"points": 1.0}
    notebook = nbformat.v4.new_notebook(cells=[cell])
    notebook.metadata.kernelspec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(notebook, source / f"{assignment.name}.ipynb")
    exclude = {assignment.name: list(assignment.files)}
    (folder / "nbgrader_config.py").write_text(STOCK_CONFIG.format(exclude=exclude))
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", assignment.name, "--create"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def environment(cache=None):
    """One thread for torch, as in the judge, and a store of results that is empty, or `cache`."""
    return os.environ | {"OMP_NUM_THREADS": "1", "XDG_CACHE_HOME": str(cache or "/nonexistent")}


@contextmanager
def process(command, folder, cache=None, **options):
    with tempfile.TemporaryDirectory() as empty:
        running = subprocess.Popen(command, cwd=folder, env=environment(cache or empty), **options)
        yield running
        if running.wait() != 0:
            raise SystemExit(f"{' '.join(map(str, command))[:300]} ended with status {running.returncode}")


def timed(command, folder, cache=None):
    began = time.perf_counter()
    with process(command, folder, cache, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        pass
    return time.perf_counter() - began


def peak_memory(command, folder):
    """The largest sum of the PSS of a command's processes, in bytes."""
    largest = 0
    with process(command, folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        ended = threading.Event()

        def watch():
            nonlocal largest
            while not ended.wait(0.1):
                largest = max(largest, _pss(running.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        running.wait()
        ended.set()
        watcher.join()
    return largest


def _pss(pid):
    total = 0
    try:
        processes = [psutil.Process(pid)]
        processes += processes[0].children(recursive=True)
    except psutil.Error:
        return 0
    for each in processes:
        try:
            total += each.memory_full_info().pss
        except psutil.Error:  # gone meanwhile
            pass
    return total


if __name__ == "__main__":
    main()
