"""An autograder for Gradescope: the zip that an instructor uploads, and the results.json that it writes there.

The contract is Gradescope's (gradescope/autograder_samples: docs/specs.md). `setup.sh` is run once as root, when Gradescope builds
the image; `run_autograder` for each submission, as root too, which is judge/gradescope.py. It was not tried on Gradescope itself,
but in folders laid out as that document says.
"""

from __future__ import annotations

import json
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from torchkata.assignment import Assignment, Kit, UsageError
from torchkata.feedback import blocked, clean, messages
from torchkata.files import open_whole
from torchkata.result import CriterionResult, ExerciseResult, SubmissionResult
from torchkata.wheel import build_wheel

VISIBILITIES = ("visible", "hidden", "after_due_date", "after_published")
SETTINGS = "settings.json"
CONSTRAINTS = "constraints.txt"
PYTHON = "/opt/torchkata"  # outside /autograder, which is closed to student code, while Python is not
ZIP_TIME = (2020, 1, 1, 0, 0, 0)  # the same kit makes the same zip
NOT_IN_IT = ("wheats", "chaffs", "__pycache__", ".ipynb_checkpoints")  # of the graders: what proves them true

SETUP = f"""#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image.
set -euo pipefail
cd /autograder/source
python=${{PYTHON:-python3}}
if ! "$python" -c 'import sys, ensurepip, venv; assert sys.version_info >= (3, 10)' 2>/dev/null; then
    apt-get update && apt-get install -y --no-install-recommends python3 python3-venv
    python=python3
fi
"$python" -m venv {PYTHON}
# pip takes the PyTorch that is the default for Linux. One for CPUs alone is smaller: give pip its index, with --extra-index-url.
{PYTHON}/bin/python -m pip install --no-cache-dir {{constraints}}torchkata-*.whl 'msgpack>=1.0.8'
chmod -R go-rwx /autograder/source
"""
RUN = f"""#!/usr/bin/env bash
# Gradescope runs this as root for each submission.
cd /
exec {PYTHON}/bin/python -I -c 'from torchkata.judge.gradescope import main; main()'
"""


# ---- the zip -------------------------------------------------------------------------------------------------------


def gradescope_autograder(kit: Kit, name: str, output: Path, visibility: str = "visible", wheel: Path | None = None):
    """Write the zip of an autograder for one assignment. It holds the hidden graders: it is the instructor's.

    Args:
        visibility: when students see their results: one of `VISIBILITIES`.
        wheel: torchkata's; it is built, by `build_wheel`, where there is none.

    Raises:
        UsageError: there is no such assignment or visibility, or no wheel can be had.
    """
    assignment = kit.assignment(name)
    if visibility not in VISIBILITIES:
        raise UsageError(f"--visibility {visibility} is none of Gradescope's; choose one of {', '.join(VISIBILITIES)}")
    settings = {"assignment": name, "partial": kit.partial, "visibility": visibility}
    with tempfile.TemporaryDirectory() as temporary:
        wheel = wheel or build_wheel(kit, Path(temporary))
        if not (wheel.is_file() and wheel.name.startswith("torchkata-") and wheel.suffix == ".whl"):
            raise UsageError(f"--wheel {wheel}: this is no wheel of torchkata; leave the option out, or name torchkata-VERSION.whl")
        constraints = kit.root / CONSTRAINTS
        with open_whole(output, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            pinned = f"-c {CONSTRAINTS} " if constraints.is_file() else ""
            _add(archive, "setup.sh", SETUP.replace("{constraints}", pinned).encode(), executable=True)
            _add(archive, "run_autograder", RUN.encode(), executable=True)
            _add(archive, SETTINGS, json.dumps(settings, indent=1).encode())
            _add(archive, wheel.name, wheel.read_bytes())
            if pinned:
                _add(archive, CONSTRAINTS, constraints.read_bytes())
            for path in _files(kit, assignment):
                _add(archive, f"kit/{path.relative_to(kit.root).as_posix()}", path.read_bytes())


def _add(archive, name, content, executable=False):
    info = zipfile.ZipInfo(name, ZIP_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = (stat.S_IFREG | (0o755 if executable else 0o644)) << 16
    archive.writestr(info, content)


def _files(kit: Kit, assignment: Assignment) -> Iterator[Path]:
    for folder in (assignment.folder, kit.solutions(assignment.name), kit.graders(assignment.name)):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not set(NOT_IN_IT) & set(path.relative_to(folder).parts):
                yield path


# ---- its results -----------------------------------------------------------------------------------------------------


def results_json(result: SubmissionResult, visibility: str, seconds: float) -> dict:
    """What Gradescope reads: a test for each line of the rubric, with its points and the messages of its checks.

    A submission that cannot be graded for what it lacks has 0 points there and its reason: Gradescope has no other way to tell a
    student, who can hand in again.
    """
    notes = [clean(note) for note in result.notes]
    top = {"visibility": visibility, "stdout_visibility": "hidden", "output_format": "text", "execution_time": round(seconds)}
    if result.error:
        return top | {"score": 0.0, "output": f"Not graded: {clean(result.error)}", "tests": []}
    tests = []
    for number, exercise in enumerate(result.exercises, 1):
        said = set()
        for part, criterion in enumerate(exercise.criteria, 1):
            tests.append(
                {
                    "name": f"{exercise.name}: {criterion.asks}",
                    "number": f"{number}.{part}",
                    "score": round(criterion.score, 6),
                    "max_score": round(criterion.max_score, 6),
                    "status": "passed" if criterion.score >= criterion.max_score else "failed",
                    "output": _output(exercise, criterion, said),
                    "output_format": "text",
                    "tags": [exercise.name],
                    "visibility": visibility,
                }
            )
    return top | {"output": "\n".join(notes), "tests": tests, "extra_data": {"sha256": result.sha256}}


def _output(exercise: ExerciseResult, criterion: CriterionResult, said: set[str]) -> str:
    """The messages of a criterion, and of what the exercise requires; each once in an exercise."""
    if not criterion.max_score:
        return "Not counted here."
    own = replace(exercise, checks=[check for check in exercise.checks if check.required or check.criterion == criterion.key])
    lines = []
    for message, titles in messages(own):
        words = message.replace("\n", "\n  ") if message not in said else "(As above.)"
        lines.append(f"✗ {' · '.join(titles)}\n  {words}")
        said.add(message)
    lines += [f"– {title} Not judged: {message}" for title, message in blocked(own)]
    return "\n".join(lines)
