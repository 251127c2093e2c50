"""Seconds of a semester of an instructor's commands, one after the other, on a class of any size.

    python benchmarks/semester.py [ASSIGNMENT ...] [--students 300] [--output FILE]

For each assignment: `kata collect --apply` of a zip as Canvas makes it, `kata grade` with an empty store of results,
`kata grade --course`, which finds all of them in the store and records them, `nbgrader generate_feedback`, `kata export canvas` of
the scores and of a zip of the feedback pages. Then, once for all of them, `kata export csv` and `kata report`. The submissions are
wheats and chaffs, each file different, so that none is found in the store.
"""

import argparse
import csv
import io
import os
import sys
import tempfile
import zipfile
from pathlib import Path

from speed import KATA, class_of, timed

from torchkata.assignment import find_kit
from torchkata.authoring.variants import read_variants
from torchkata.course.make import make_course

FEEDBACK = [sys.executable, "-m", "nbgrader", "generate_feedback"]
STEPS = ("collect", "grade", "record", "feedback", "export scores", "export feedback")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assignments", nargs="*", metavar="ASSIGNMENT")
    parser.add_argument("--students", type=int, default=300)
    parser.add_argument("--output", type=Path, metavar="FILE", help="append the table there")
    arguments = parser.parse_args()
    kit = find_kit()
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as cache:
        table = semester(kit, arguments.assignments or kit.names(), arguments.students, Path(folder), cache)
    print(f"\n{table}")
    if arguments.output:
        with open(arguments.output, "a") as file:
            file.write(f"\n{table}\n")


def semester(kit, names, students, folder, cache):
    course, roster = folder / "course", folder / "roster.csv"
    make_course(kit, course, names)
    write_roster(roster, students)
    lines = [
        f"**{students} students, {len(names)} assignments**, {os.cpu_count()} cores: seconds",
        "",
        f"| assignment | {' | '.join(STEPS)} | all |",
        f"|---|{'---:|' * (len(STEPS) + 1)}",
    ]
    sums = [0.0] * len(STEPS)
    for name in names:
        print(name, flush=True)
        download = folder / f"{name}.zip"
        write_download(kit, name, students, download)
        kata_course = ["--course", str(course)]
        commands = (
            [*KATA, "collect", name, str(download), "--roster", str(roster), "--apply", *kata_course],
            [*KATA, "grade", name, str(course / "submitted")],
            [*KATA, "grade", name, str(course / "submitted"), *kata_course],
            [*FEEDBACK, name],
            [*KATA, "export", "canvas", name, *kata_course],
            [*KATA, "export", "canvas", name, "--feedback", *kata_course],
        )
        seconds = [timed(command, course, cache=cache) for command in commands]
        sums = [one + other for one, other in zip(sums, seconds)]
        lines.append(row(name, seconds))
    lines.append(row("all", sums))
    once = {
        "kata export csv": timed([*KATA, "export", "csv", *names], course, cache=cache),
        "kata report": timed([*KATA, "report"], course, cache=cache),
    }
    page = course / "report.html"
    found = ", ".join(f"`{command}` {seconds:.1f} s" for command, seconds in once.items())
    whole = sum(sums) + sum(once.values())
    lines += ["", f"Once, for all: {found} (a page of {page.stat().st_size / 1e6:.2f} MB). All in all {whole / 60:.1f} minutes."]
    return "\n".join(lines)


def row(name, seconds):
    return f"| {name} | {' | '.join(f'{each:.1f}' for each in (*seconds, sum(seconds)))} |"


def write_roster(path, students):
    """nbgrader's list of a class, with Canvas's numbers."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "first_name", "last_name", "email", "lms_user_id"])
        writer.writerows([f"student-{n:05}", f"First{n}", f"Last{n}", f"s{n}@example.org", 1000 + n] for n in range(students))


def write_download(kit, name, students, path):
    """Canvas's zip of all submissions: one zip of a student's each, as `kata pack` writes it."""
    work = [variant.submission.files for variant in read_variants(kit, kit.assignment(name))]
    with zipfile.ZipFile(path, "w") as download:
        for number, (_, files) in enumerate(class_of(work, students)):
            file = io.BytesIO()
            with zipfile.ZipFile(file, "w") as archive:
                for each, content in files.items():
                    archive.writestr(each, content)
            download.writestr(f"last{number}first{number}_{1000 + number}_{90000 + number}_{name}.zip", file.getvalue())


if __name__ == "__main__":
    main()
