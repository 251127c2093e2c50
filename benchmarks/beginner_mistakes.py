"""What a student reads first for each of the beginners' mistakes in tests/student, before and now, as Markdown tables.

    git worktree add /tmp/before COMMIT
    python benchmarks/beginner_mistakes.py --before /tmp/before

Each mistake is made in the assignments and solutions of that version and of this one, and `pytest -k` runs the tests of its
exercise.
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import statistics
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE / "tests"))

from beginners import Mistake, first_sentence, mistakes  # noqa: E402
from forked_pytest import NOT_A_STUDENTS, run_pytest  # noqa: E402

PATIENCE = 20  # seconds after which a student presses Ctrl-C
LONGEST = 330  # characters of a sentence that are shown
NO_SENTENCE = re.compile(r"\s|>|\S+:\d+: in |self = |cls = |\w+ = ")  # how pytest begins where there is none


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--before", type=Path, required=True, help="a checkout of an older version of the kit")
    before = parser.parse_args().before.resolve()
    os.environ |= {"COLUMNS": "120", "OMP_NUM_THREADS": "1", "XDG_CACHE_HOME": tempfile.mkdtemp()}
    counts = {before: [], HERE: []}
    for assignment, group in itertools.groupby(mistakes(), lambda mistake: mistake.assignment):
        print(f"\n## {assignment}\n\n| Mistake | Before | Now | Lines before | Lines now |\n|---|---|---|---|---|")
        for mistake in group:
            then, lines_then = reads(mistake, before)
            now, lines_now = reads(mistake, HERE)
            counts[before].append(lines_then)
            counts[HERE].append(lines_now)
            print(
                f"| {mistake.name.replace('-', ' ')}<br>({mistake.exercise}) | {then} | {now} | {lines_then} | {lines_now} |",
                flush=True,
            )
    told = [
        f"{name} {statistics.median(lines):g} lines (median), at most {max(lines)}"
        for name, lines in zip(("before", "now"), counts.values())
    ]
    print(f"\nA run prints {' and '.join(told)}.")


def reads(mistake: Mistake, kit: Path) -> tuple[str, int]:
    """What a student reads first, as the cell of a table, and how many lines there are in all."""
    if kit != HERE:
        mistake = replace(mistake, seconds=None)  # no older version has a time limit
    sys.path.insert(0, str(kit / "src"))  # nothing of the kit is loaded here: the fork takes this version
    try:
        with tempfile.TemporaryDirectory() as parent:
            folder = mistake.folder(kit, Path(parent))
            arguments = ("-p", "no:cacheprovider", "-k", mistake.test_class)
            done = (_run_cold if mistake.beside else run_pytest)(*arguments, cwd=folder, timeout=PATIENCE)
    finally:
        sys.path.remove(str(kit / "src"))
    printed = done.stdout + done.stderr
    return _cell(_first(done, printed).replace(str(folder), mistake.assignment)), len(printed.splitlines())


def _run_cold(*arguments, cwd, timeout):
    """As run_pytest, in a Python that has loaded no library yet, so that it can take another file for one."""
    command = [Path(sys.executable).with_name("pytest"), *arguments, *(f"-pno:{plugin}" for plugin in NOT_A_STUDENTS)]
    environment = os.environ | {"PYTHONPATH": sys.path[0]}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=timeout)


def _first(done, printed):
    if done.returncode < 0:
        return "(nothing, for ever)"
    if done.returncode == 0:
        return "(all its visible tests pass)"
    if "INTERNALERROR" in printed:
        return "INTERNALERROR, and a traceback of pytest's own lines"
    sentence = first_sentence(printed)
    if not sentence or NO_SENTENCE.match(sentence):
        sentence = next((line[1:] for line in printed.splitlines() if line.startswith("E  ")), "(nothing)")
    return sentence


def _cell(text):
    """Text for a cell of Markdown, in which what stands between backticks is code."""
    text = " ".join(text.split()).replace("|", "\\|").replace("\x1b", "␛")
    text = text if len(text) <= LONGEST else text[: LONGEST - 2] + " …"
    parts = (text + "`" * (text.count("`") % 2)).split("`")
    parts[::2] = [re.sub(r"([_*<])", r"\\\1", part) for part in parts[::2]]
    return "`".join(parts)


if __name__ == "__main__":
    main()
