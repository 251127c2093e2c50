"""The worked example at the end of each exercise's hints: it runs, it is short, and it is not the solution."""

import ast
import builtins
import copy
import doctest
import math
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from torchkata.assignment import open_kit

KIT = open_kit(Path(__file__).parents[1])
EXERCISES = [
    pytest.param(KIT.solutions(assignment.name) / exercise.file, exercise, id=f"{assignment.name}-{exercise.name}")
    for assignment in map(KIT.assignment, KIT.names())
    for exercise in assignment.exercises
]
NAMES = {"torch": torch, "nn": nn, "np": np, "F": F, "math": math}  # what an example uses without an import
FIXED = {*NAMES, *dir(builtins)}  # names that mean the same in every program
SMALL = 5  # below so many parts a statement is anybody's: `loss.backward()`, `x = list(y)`, `return a @ b`


def lines_of_code(example):
    """The statements that an example types at the prompt."""
    return [node for part in doctest.DocTestParser().get_examples(example) for node in ast.parse(part.source).body]


def solution(path, defines):
    """The statements between the marks, inner ones included, of the functions and classes in `defines`."""
    text = path.read_text(encoding="utf-8")
    inside, lines = False, set()
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip().startswith("### "):
            inside = line.strip() == "### BEGIN SOLUTION"
        elif inside:
            lines.add(number)
    asked = [node for node in ast.parse(text).body if getattr(node, "name", None) in defines]
    return [node for one in asked for node in ast.walk(one) if isinstance(node, ast.stmt) and node.lineno in lines]


class _Nameless(ast.NodeTransformer):
    """Whatever its author could have called something else becomes one and the same: variables, attributes of self, text."""

    def visit_Name(self, node):
        return ast.Name(node.id if node.id in FIXED else "_")

    def visit_Attribute(self, node):
        own = isinstance(node.value, ast.Name) and node.value.id == "self"
        return ast.Attribute(self.visit(node.value), "_" if own else node.attr)

    def visit_arg(self, node):
        return ast.arg("_")

    def visit_Constant(self, node):
        return ast.Constant("_" if isinstance(node.value, str) else node.value)

    def visit_FunctionDef(self, node):
        return self.generic_visit(ast.FunctionDef("_", node.args, node.body, node.decorator_list, None))

    def visit_ClassDef(self, node):
        return self.generic_visit(ast.ClassDef("_", node.bases, node.keywords, node.body, node.decorator_list))


def spellings(node):
    """How a piece of code reads, with its names and without them."""
    return {ast.dump(node), ast.dump(_Nameless().visit(copy.deepcopy(node)))}


def size(node):
    """How many parts a piece of code has."""
    return sum(isinstance(part, ast.expr | ast.stmt | ast.keyword) for part in ast.walk(node))


def hearts(statements):
    """What the statements say, without their `return` or `name =`, where that is more than anybody would write."""
    for node in statements:
        named = isinstance(node, ast.Assign) and all(isinstance(target, ast.Name) for target in node.targets)
        if named or isinstance(node, ast.Return | ast.Expr):
            node = node.value
        if node is not None and size(node) - isinstance(node, ast.stmt) >= SMALL:
            yield node
        if isinstance(node, ast.Assign | ast.AugAssign) and size(node.value) >= SMALL:
            yield node.value


def taken_from(example, statements):
    """The pieces of a solution's statements that an example holds, whatever it calls its variables."""
    seen = set()
    for line in lines_of_code(example):
        for node in ast.walk(line):
            if isinstance(node, ast.expr | ast.stmt):
                seen |= spellings(node)
    return sorted({ast.unparse(node) for node in hearts(statements) if spellings(node) & seen})


def bound(example):
    """The names that an example gives to something."""
    for line in lines_of_code(example):
        for node in ast.walk(line):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                yield node.name
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id
            elif isinstance(node, ast.alias):
                yield node.asname or node.name


@pytest.mark.parametrize("path, exercise", EXERCISES)
def test_it_does_what_it_says(path, exercise):
    test = doctest.DocTestParser().get_doctest(exercise.example, NAMES | {"__name__": "example"}, exercise.name, None, None)
    assert test.examples, "there is no example, or it runs nothing"
    said = []
    doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    assert not said, "".join(said)


@pytest.mark.parametrize("path, exercise", EXERCISES)
def test_it_is_short_and_begins_with_words(path, exercise):
    lines = exercise.example.splitlines()
    assert 6 <= len(lines) <= 20
    assert [line for line in lines if len(line) > 100 or line != line.rstrip()] == []
    assert not lines[0].startswith(">>>")


@pytest.mark.parametrize("path, exercise", EXERCISES)
def test_it_is_not_the_solution(path, exercise):
    assert not set(bound(exercise.example)) & set(exercise.defines)
    statements = solution(path, exercise.defines)
    assert statements, f"{path} has no solution between its marks"
    assert taken_from(exercise.example, statements) == []


@pytest.mark.parametrize("path, exercise", EXERCISES)
def test_it_repeats_no_hint(path, exercise):
    assert len(exercise.hints) >= 2
    assert [hint for hint in exercise.hints if hint in " ".join(exercise.example.split())] == []


class _Disguise(ast.NodeTransformer):
    """The same code by somebody who names things otherwise."""

    def visit_Name(self, node):
        return node if node.id in {*FIXED, "self"} else ast.Name(f"my_{node.id}", node.ctx)

    def visit_Attribute(self, node):
        own = isinstance(node.value, ast.Name) and node.value.id == "self"
        return ast.Attribute(self.visit(node.value), f"my_{node.attr}" if own else node.attr, node.ctx)


@pytest.mark.parametrize("path, exercise", EXERCISES)
def test_the_solution_under_other_names_is_seen(path, exercise):
    statements = solution(path, exercise.defines)
    code = "\n".join(ast.unparse(_Disguise().visit(copy.deepcopy(s))) for s in statements if not isinstance(s, ast.Return))
    code += "\n" + "\n".join(f"y = {ast.unparse(_Disguise().visit(s.value))}" for s in statements if isinstance(s, ast.Return))
    parts = [ast.unparse(part).replace("\n", "\n... ") for part in ast.parse(code).body]
    assert taken_from("\n".join(f">>> {part}" for part in parts), statements)


ANSWER = """class Answer(nn.Module):
    def __init__(self, n):
        super().__init__()
        ### BEGIN SOLUTION
        self.weight = nn.Parameter(torch.randn(n, n))
        ### END SOLUTION

    def forward(self, x):
        ### BEGIN SOLUTION
        y = F.relu(x @ self.weight)
        return y
        ### END SOLUTION
"""


@pytest.mark.parametrize(
    "disguise",
    [
        ">>> y = F.relu(x @ self.weight)",
        ">>> out = F.relu(X @ self.table)",
        ">>> print(F.relu(a @ self.b).shape)",
        ">>> def f(self, a):\n...     return F.relu(a @ self.b)",
        ">>> class Other(nn.Module):\n...     def __init__(self, d):\n...         self.table = nn.Parameter(torch.randn(d, d))",
    ],
)
def test_other_names_hide_no_solution(tmp_path, disguise):
    path = tmp_path / "answer.py"
    path.write_text(ANSWER)
    statements = solution(path, ["Answer"])
    assert len(statements) == 3
    assert taken_from(disguise, statements)
    assert not taken_from(">>> y = F.relu(x + self.weight)\n>>> z = x\n>>> w = nn.Parameter(torch.zeros(n))", statements)
