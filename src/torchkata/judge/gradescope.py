"""Grading one submission in a container of Gradescope's, where lms/gradescope_autograder.py has put the kit.

Such a container has no user namespaces, so that bubblewrap has no room there: student code runs as another user. The folders of the
autograder are closed to other users before the first line of it is run.
"""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from torchkata.assignment import UsageError, open_kit
from torchkata.files import write_text
from torchkata.judge import JudgeError
from torchkata.judge.grade import Grader
from torchkata.judge.pool import JudgePool
from torchkata.judge.store import ResultStore
from torchkata.lms.gradescope_autograder import SETTINGS, results_json
from torchkata.submission import read_submission

AUTOGRADER = Path("/autograder")
SANDBOX = "user"
OURS = ("source", "submission", "results", "submission_metadata.json")


def main(autograder: Path = AUTOGRADER):
    """Grade what lies in /autograder/submission, and write /autograder/results/results.json.

    Where the machine cannot grade there is no results.json and the exit status is 1: Gradescope then says that the autograder
    failed, and shows no score.
    """
    started = time.perf_counter()
    results = autograder / "results" / "results.json"
    results.unlink(missing_ok=True)
    try:
        settings = json.loads((autograder / "source" / SETTINGS).read_bytes())
        kit = replace(open_kit(autograder / "source" / "kit"), partial=settings["partial"])
        assignment = kit.assignment(settings["assignment"])
        _close(autograder)
        submission = read_submission(assignment, autograder / "submission", "submission")
        with tempfile.TemporaryDirectory() as folder, contextlib.closing(ResultStore(Path(folder))) as store:
            with JudgePool(kit, assignment, 1, SANDBOX) as judges:
                result = Grader(kit, assignment, judges, store).grade(submission)
            if judges.notice:
                print(judges.notice)  # into Gradescope's log, which students do not see
    except (JudgeError, UsageError, OSError) as error:
        sys.exit(f"torchkata: {error}")
    if result.error and not result.unfit:
        sys.exit(f"torchkata: {result.error}")
    said = results_json(result, settings["visibility"], time.perf_counter() - started)
    write_text(results, json.dumps(said, indent=1, ensure_ascii=False) + "\n")


def _close(autograder: Path):
    """To all users but root: nothing that lies below is reached any more."""
    for path in (autograder / name for name in OURS):
        if path.exists() and not path.is_symlink():
            path.chmod(path.stat().st_mode & 0o700)
