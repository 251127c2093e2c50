"""The stronger proof: mutants of every reference, and the same variants under many seeds.

Mutants are made by cosmic-ray's operators, inside solution regions only. A mutant that no check notices is a survivor; one
that computes the same is listed, with the reason, in graders/NN_name/equivalent_mutants.toml:

    [[equivalent]]
    exercise = "MyDropout"
    line = "if self.p == 1:"            # the line of the reference, stripped
    mutant = "if self.p >= 1:"          # what became of it
    reason = "p is never above 1: the constructor refuses it."
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from torchkata.assignment import Assignment, Kit, UsageError, tomllib
from torchkata.authoring.variants import reference_files
from torchkata.judge.pool import JudgePool
from torchkata.result import SubmissionResult
from torchkata.submission import Submission

EQUIVALENTS = "equivalent_mutants.toml"


@dataclass(frozen=True)
class Mutant:
    """One changed line of a reference: the exercise it belongs to (None: a helper), the line, and what became of it."""

    exercise: str | None
    file: str
    line: str
    mutant: str
    text: str = field(repr=False)

    @property
    def key(self):
        return self.exercise, self.line, self.mutant

    def __str__(self):
        return f"{self.exercise or self.file}: `{self.line}` -> `{self.mutant}`"


@dataclass
class MutationReport:
    """What became of the mutants of one assignment.

    Attributes:
        killed: how many lost points on their exercise, by exercise.
        equivalent: those that survived and are listed as equivalent.
        survivors: those that survived and are not listed.
        stray: those that cost points on an exercise which is not theirs, with the names of those.
        stale: listed ones that do not exist or were killed.
    """

    killed: dict[str | None, int]
    equivalent: list[Mutant]
    survivors: list[Mutant]
    stray: list[tuple[Mutant, list[str]]]
    stale: list[tuple]

    @property
    def problems(self) -> list:
        return [*self.survivors, *self.stray, *self.stale]

    @property
    def total(self) -> int:
        return sum(self.killed.values()) + len(self.equivalent) + len(self.survivors)


def make_mutants(kit: Kit, assignment: Assignment) -> Iterator[Mutant]:
    """Every mutant of the assignment's references, each text once."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator, operator_names

    owner = {name: e.name for e in assignment.exercises for name in e.defines}
    for file, content in reference_files(kit, assignment).items():
        source = content.decode()
        lines = source.split("\n")
        regions = _solution_lines(lines)
        exercises = _exercises_by_line(source, owner)
        tree = get_ast(source)
        seen = {source}
        for name in operator_names():
            operator_class = get_operator(name)
            if operator_class.arguments():
                continue
            operator = operator_class()
            positions = [start for node in ast_nodes(tree) for start, _ in operator.mutation_positions(node)]
            for occurrence, (line, _) in enumerate(positions):
                if line not in regions:
                    continue
                text = mutate_code(source.encode(), operator, occurrence)
                text = text.decode() if isinstance(text, bytes) else text
                if text is None or text in seen:
                    continue
                seen.add(text)
                before, after = _changed(lines, text.split("\n"))
                yield Mutant(exercises.get(line), file, before, after, text)


def _solution_lines(lines):
    inside, found = False, set()
    for number, line in enumerate(lines, start=1):
        if "### BEGIN SOLUTION" in line or "### END SOLUTION" in line:
            inside = "BEGIN" in line
        elif inside:
            found.add(number)
    return found


def _exercises_by_line(source, owner):
    spans = {}
    for node in ast.parse(source).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            spans |= {line: owner.get(node.name) for line in range(node.lineno, node.end_lineno + 1)}
    return spans


def _changed(before, after):
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    pairs = [(before[a:b], after[c:d]) for op, a, b, c, d in matcher.get_opcodes() if op != "equal"]
    return tuple(" / ".join(line.strip() for part in side for line in part) for side in zip(*pairs, strict=True))


def grade_mutants(
    kit: Kit, assignment: Assignment, jobs: int, sandbox: str, exercise: str | None, progress: Callable
) -> MutationReport:
    """Grade every mutant, or those of one exercise, with the hidden graders.

    Raises:
        UsageError: cosmic-ray is not installed, or the list of equivalents is wrong.
        JudgeError: the graders cannot run.
    """
    try:
        made = [m for m in make_mutants(kit, assignment) if exercise in (None, m.exercise)]
    except ImportError:
        raise UsageError("mutants need cosmic-ray: pip install 'torchkata[dev]'") from None
    mutants = {f"mutant-{number}": mutant for number, mutant in enumerate(made)}
    listed = read_equivalents(kit.graders(assignment.name) / EQUIVALENTS)
    listed = {key: reason for key, reason in listed.items() if exercise in (None, key[0])}
    reference = reference_files(kit, assignment)
    report = MutationReport({e.name: 0 for e in assignment.exercises}, [], [], [], [])
    with JudgePool(kit, assignment, jobs, sandbox) as pool:
        submissions = [Submission(id, reference | {m.file: m.text.encode()}) for id, m in mutants.items()]
        for result in pool.grade(submissions):
            _judge(report, mutants[result.student], result, listed)
            progress(len(mutants), result)
    report.survivors.sort(key=str)
    report.equivalent.sort(key=str)
    report.stale = sorted(set(listed) - {m.key for m in report.equivalent}, key=str)
    return report


def _judge(report, mutant, result: SubmissionResult, listed):
    lost = [e.name for e in result.exercises if e.score < e.max_score]
    if mutant.exercise in lost or (mutant.exercise is None and lost):
        report.killed[mutant.exercise] = report.killed.get(mutant.exercise, 0) + 1
    elif mutant.key in listed:
        report.equivalent.append(mutant)
    else:
        report.survivors.append(mutant)
    strays = [name for name in lost if mutant.exercise not in (name, None)]
    if strays:
        report.stray.append((mutant, strays))


def read_equivalents(path: Path) -> dict[tuple, str]:
    """The reason of each mutant that is listed as equivalent, by its key.

    Raises:
        UsageError: an entry lacks a field or a reason.
    """
    if not path.exists():
        return {}
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("equivalent", [])
        reasons = {(e["exercise"], e["line"], e["mutant"]): e["reason"] for e in entries}
    except (KeyError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: {error}; each [[equivalent]] has exercise, line, mutant and reason") from None
    for key, reason in reasons.items():
        if not reason.strip():
            raise UsageError(f"{path}: {key} has no reason")
    return reasons
