"""Whole submissions made of the reference: itself, the stub, wheats, chaffs, and answers that do no work."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from torchkata.assignment import Assignment, Exercise, Kit, UsageError
from torchkata.authoring.build import stub_text
from torchkata.submission import Submission


@dataclass(frozen=True)
class Variant:
    """A submission whose verdict is known.

    Attributes:
        kind: reference, stub, wheat, chaff or idle.
        name: of its file, without the ending; of an idle one, what it gives back.
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


# ---- answers that do no work ----------------------------------------------------------------------------------------

NO_WORK = {  # what a function, or a method, gives back in place of working; X is its first argument
    "nothing": "None",
    "its input": "X",
    "zeros": "0 * X",
    "a number": "1.0",
    "random numbers": "__import__('torch').rand(3)",
}


def read_idlers(kit: Kit, assignment: Assignment, exercise: str | None = None) -> list[Variant]:
    """Answers to every exercise, or to one, that have the right signatures and do no work."""
    reference = reference_files(kit, assignment)
    variants = []
    for each in assignment.exercises:
        if exercise in (None, each.name):
            for name, value in NO_WORK.items():
                files = dict(reference)
                files[each.file] += b"\n\n" + _idle(ast.parse(reference[each.file]), each, value).encode()
                label = f"idle/{each.name}, which gives {name}"
                variants.append(Variant("idle", name, each.name, None, Submission(label, files)))
    return variants


def _idle(module: ast.Module, exercise: Exercise, value: str) -> str:
    """The definitions of an exercise with nothing in them but that they give back `value`."""
    definitions = [node for node in module.body if getattr(node, "name", None) in exercise.defines]
    for node in definitions:
        methods = [node] if isinstance(node, ast.FunctionDef) else [n for n in node.body if isinstance(n, ast.FunctionDef)]
        for method in methods:
            method.body = ast.parse(_idle_body(method, node, value)).body
    return "\n\n\n".join(map(ast.unparse, definitions))


def _idle_body(method, owner, value):
    names = [argument.arg for argument in method.args.posonlyargs + method.args.args if argument.arg not in ("self", "ctx")]
    if method.name == "__init__":
        kept = [f"self.{name} = {name}" for name in names]  # what is passed in is kept, and nothing made of it
        return "\n".join([*["super().__init__()"] * bool(owner.bases), *kept, "pass"])
    first = names[0] if names else method.args.vararg.arg if method.args.vararg else "None"
    return f"X = {first}\nreturn {value}"
