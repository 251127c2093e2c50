"""How long `kata report` takes, and how large its page is, for a class of any size.

    python benchmarks/class_report.py COURSE [--students 300]

COURSE is a course that is graded, such as the one of `kata demo`; it is not changed. Its students are copied until there are
enough; the code of each copy has a name and a comment of its own, so that no file is the same as another.
"""

import argparse
import json
import resource
import shutil
import sqlite3
import tempfile
import time
import uuid
from pathlib import Path

from torchkata.assignment import kit_of_course
from torchkata.report.page import make_report


def multiply(course: Path, folder: Path, students: int):
    """A course in `folder` with that many students, made of those in `course`."""
    for name in ("nbgrader_config.py", "gradebook.db"):
        shutil.copy(course / name, folder / name)
    shutil.copytree(course / "source", folder / "source")
    shutil.copytree(course / "autograded", folder / "autograded")
    originals = sorted(path.name for path in (course / "autograded").iterdir())
    with sqlite3.connect(folder / "gradebook.db") as book:
        for number in range(len(originals), students):
            original, name = originals[number % len(originals)], f"student{number:04}"
            copy_rows(book, original, name)
            shutil.copytree(course / "autograded" / original, folder / "autograded" / name)
            for file in (folder / "autograded" / name).rglob("*.py"):
                file.chmod(0o644)
                file.write_text(f"# by {name}\n{file.read_text()}\n\ndef own_{name}():\n    return {number}\n")


def copy_rows(book, original, name):
    insert(book, "student", select(book, "student", "id", original), id=name)
    for submitted in select(book, "submitted_assignment", "student_id", original):
        of = insert(book, "submitted_assignment", [submitted], id=new(), student_id=name)
        for notebook in select(book, "submitted_notebook", "assignment_id", submitted["id"]):
            within = insert(book, "submitted_notebook", [notebook], id=new(), assignment_id=of)
            for table in ("grade", "comment"):
                for row in select(book, table, "notebook_id", notebook["id"]):
                    insert(book, table, [row], id=new(), notebook_id=within)


def select(book, table, column, value):
    cursor = book.execute(f"SELECT * FROM {table} WHERE {column} = ?", (value,))
    return [dict(zip([each[0] for each in cursor.description], row)) for row in cursor.fetchall()]


def insert(book, table, rows, **changed):
    for row in rows:
        row = row | changed
        book.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
    return changed["id"]


def new():
    return uuid.uuid4().hex


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("course", type=Path)
    parser.add_argument("--students", type=int, default=300)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        multiply(arguments.course, folder, arguments.students)
        page, data = folder / "report.html", folder / "report.json"
        started, cpu = time.perf_counter(), time.process_time()
        findings = make_report(kit_of_course(folder), folder, [], page, data)
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
        print(f"{findings.students} students, {len(findings.assignments)} assignments: {seconds:.1f} s ({cpu:.1f} s of CPU)")
        print(f"the page: {page.stat().st_size / 1e6:.2f} MB; the JSON: {data.stat().st_size / 1e6:.2f} MB")
        print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        assert json.loads(data.read_text())["students"] == arguments.students


if __name__ == "__main__":
    main()
