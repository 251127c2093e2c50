"""Seconds per submission: nbgrader's stock Execute, nbgrader with the kit, and `kata grade`, side by side in one run.

    python benchmarks/nbgrader_speed.py [--assignment 03_modules] [--submissions 10] [--rounds 1]

The submissions are wheats of the assignment; the checks are its hidden checks, in all columns the same. For the stock column they
run in the notebook's kernel (benchmarks/in_kernel.py). The table has the time of the whole command, start-up included, over the
number of submissions, and the time of each further submission: that of all, less that of one, over the number less one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from torchkata.assignment import find_kit
from torchkata.course import make_course
from torchkata.variants import read_variants

FIRST = "student-0000"
STOCK_CONFIG = """
c = get_config()
c.Autograde.exclude_overwriting = {exclude!r}
c.Execute.timeout = 300
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assignment", default="03_modules")
    parser.add_argument("--submissions", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=1)
    arguments = parser.parse_args()
    kit = find_kit()
    assignment = kit.assignment(arguments.assignment)
    wheats = [v.submission.files for v in read_variants(kit, assignment) if v.kind in ("reference", "wheat")]
    submissions = [wheats[i % len(wheats)] for i in range(arguments.submissions)]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        make_course(kit, folder / "kit", [assignment.name])
        make_stock_course(kit, assignment, folder / "kit", folder / "stock")
        for number, files in enumerate(submissions):
            for course in ("kit", "stock"):
                target = folder / course / "submitted" / f"student-{number:04}" / assignment.name
                target.mkdir(parents=True)
                for name, content in files.items():
                    (target / name).write_bytes(content)
                released = folder / course / "release" / assignment.name / f"{assignment.name}.ipynb"
                shutil.copy(released, target)
        seconds = {way: [] for way in ways(assignment, folder)}
        for _ in range(arguments.rounds):
            for way, (one, every, where) in ways(assignment, folder).items():
                seconds[way].append((timed(one, where), timed(every, where)))
    print(f"\n{assignment.name}, {len(submissions)} submissions, {os.cpu_count()} cores, median of {arguments.rounds}\n")
    print("| way | whole command, per submission | times faster | each further submission | times faster |")
    print("|---|---:|---:|---:|---:|")
    stock = None
    for way, pairs in seconds.items():
        whole = statistics.median(every for _, every in pairs) / len(submissions)
        further = statistics.median(every - one for one, every in pairs) / (len(submissions) - 1)
        stock = stock or (whole, further)
        print(f"| {way} | {whole:.2f} s | {stock[0] / whole:.1f} | {further:.3f} s | {stock[1] / further:.1f} |")


def ways(assignment, folder: Path):
    """For each way to grade: the command for the first submission, the one for all of them, and where to run them."""
    autograde = [sys.executable, "-m", "nbgrader", "autograde", assignment.name, "--force"]
    grade = [sys.executable, "-c", "from torchkata.cli import main; main()", "grade", assignment.name]
    submitted = folder / "kit" / "submitted"
    first = submitted / FIRST / assignment.name
    root = find_kit().root
    return {
        "nbgrader autograde, stock Execute": ([*autograde, f"--student={FIRST}"], autograde, folder / "stock"),
        "nbgrader autograde, with the kit": ([*autograde, f"--student={FIRST}"], autograde, folder / "kit"),
        "kata grade --jobs 1": ([*grade, str(first)], [*grade, str(submitted), "--jobs", "1"], root),
        "kata grade": ([*grade, str(first)], [*grade, str(submitted)], root),
    }


def make_stock_course(kit, assignment, kit_course: Path, folder: Path):
    """The same course for nbgrader alone: one cell runs all hidden checks in the kernel and is worth the share that passes."""
    source = folder / "source" / assignment.name
    shutil.copytree(kit_course / "source" / assignment.name, source)
    path = source / f"{assignment.name}.ipynb"
    cell = nbformat.v4.new_code_cell(
        f"import sys\nsys.path.insert(0, {str(Path(__file__).parent)!r})\nfrom in_kernel import run\n"
        f"run({str(kit.graders(assignment.name))!r}, {str(kit.solutions(assignment.name))!r}, {list(assignment.files)!r})",
        id="stock-00",
    )
    metadata = {"schema_version": 3, "grade_id": "checks", "grade": True, "solution": False, "locked": True, "task": False}
    cell.metadata.nbgrader = metadata | {"points": 1.0}
    notebook = nbformat.v4.new_notebook(cells=[cell])
    notebook.metadata.kernelspec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(notebook, path)
    exclude = {assignment.name: list(assignment.files)}
    (folder / "nbgrader_config.py").write_text(STOCK_CONFIG.format(exclude=exclude))
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", assignment.name, "--create"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def timed(command, folder):
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"})
    seconds = time.perf_counter() - started
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return seconds


if __name__ == "__main__":
    main()
