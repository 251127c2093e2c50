"""Whole submissions made of the reference: itself, the stub, wheats, chaffs."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from torchkata.assignment import Assignment, Kit, UsageError
from torchkata.authoring.build import stub_text
from torchkata.submission import Submission


@dataclass(frozen=True)
class Variant:
    """A submission whose verdict is known.

    Attributes:
        kind: reference, stub, wheat or chaff.
        name: of its file, without the ending.
        exercise: the one that it replaces; None for reference and stub.
        misconception: the id that some failing check has to name, or None.
        keeps: the part of the exercise's points that a teacher would leave, or None where nobody has said.
        submission: what is graded.
    """

    kind: str
    name: str
    exercise: str | None
    misconception: str | None
    submission: Submission
    keeps: float | None = None


def read_variants(kit: Kit, assignment: Assignment, exercise: str | None = None) -> list[Variant]:
    """The reference, the stub, every wheat and every chaff of an assignment, or of one exercise.

    Raises:
        UsageError: a file of theirs lacks its docstring's lines, or names no exercise.
    """
    reference = reference_files(kit, assignment)
    stub = {name: stub_text(text.decode(), kit.solutions(assignment.name) / name).encode() for name, text in reference.items()}
    variants = [
        Variant("reference", "reference", None, None, Submission("reference", reference)),
        Variant("stub", "stub", None, None, Submission("stub", stub)),
    ]
    for kind in ("wheat", "chaff"):
        for path in sorted((kit.graders(assignment.name) / f"{kind}s").glob("*.py")):
            variants.append(_read(kind, path, assignment, reference))
    return [v for v in variants if exercise in (None, v.exercise) or not v.exercise]


def reference_files(kit: Kit, assignment: Assignment) -> dict[str, bytes]:
    return {name: (kit.solutions(assignment.name) / name).read_bytes() for name in assignment.files}


def _read(kind, path: Path, assignment, reference):
    text = path.read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(text, str(path))) or ""
    facts = dict(re.findall(r"^(exercise|misconception|keeps): *(\S+)$", docstring, re.MULTILINE))
    names = [e.name for e in assignment.exercises]
    if facts.get("exercise") not in names:
        raise UsageError(f"{path}: its docstring needs a line `exercise: NAME` with one of {', '.join(names)}")
    file = assignment.exercise(facts["exercise"]).file
    files = dict(reference)
    files[file] = files[file] + b"\n\n" + text.encode()
    label = f"{kind}s/{path.stem}"
    keeps = float(facts["keeps"]) if "keeps" in facts else None
    return Variant(kind, path.stem, facts["exercise"], facts.get("misconception"), Submission(label, files), keeps)
