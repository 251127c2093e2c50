"""The rooms of the package: each module imports what lies below it, and nothing that lies above."""

import ast
from pathlib import Path

import torchkata

PACKAGE = Path(torchkata.__file__).parent
# From the ground up. A room is a folder; the order inside one is free, as long as there is no circle.
ROOMS = (
    "files", "encoding", "interpreter", "explain", "assignment", "wheel", "result", "sandbox", "feedback", "entries", "lms",
    "submission", "layout", "differences", "grading", "terminal", "doctor", "judge", "authoring", "student", "course", "report",
    "cli",
)  # fmt: skip
MOVED = {"notebook"}  # says where something went


def modules():
    """Every module's dotted name below the package, and its path."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name and name not in MOVED:
            yield name, path


MODULES = dict(modules())


def imports(path):
    """The package's modules that a file imports, anywhere in it, with the line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "torchkata":
            base = node.module.removeprefix("torchkata").removeprefix(".")
            for alias in node.names:
                inner = f"{base}.{alias.name}".lstrip(".")
                if inner in MODULES or base:
                    yield inner if inner in MODULES else base, node.lineno
        elif isinstance(node, ast.Import):
            yield from ((a.name.removeprefix("torchkata."), node.lineno) for a in node.names if a.name.startswith("torchkata."))


def room(module):
    return module.partition(".")[0]


def test_every_module_has_a_room():
    assert {room(module) for module in MODULES} == set(ROOMS)


def test_no_import_runs_up():
    upward = [
        f"{path.relative_to(PACKAGE)}, line {line}: {module} imports {other}, which lies above it"
        for module, path in MODULES.items()
        for other, line in imports(path)
        if ROOMS.index(room(other)) > ROOMS.index(room(module))
    ]
    assert upward == []


def test_no_imports_go_in_a_circle():
    graph = {module: {other for other, _ in imports(path)} - {module} for module, path in MODULES.items()}
    # A room's own modules may import each other, and its __init__ what it offers.
    free = set()
    while ready := {module for module in graph if module not in free and graph[module] <= free}:
        free |= ready
    assert sorted(set(graph) - free) == [], "these modules import each other in a circle, or need one that does"


def defined(path):
    """The names that a module has at its top level."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        for part in [node, *ast.walk(node)] if isinstance(node, (ast.If, ast.Try, ast.With)) else [node]:
            if isinstance(part, (ast.FunctionDef, ast.ClassDef)):
                yield part.name
            elif isinstance(part, (ast.Import, ast.ImportFrom)):
                yield from ((alias.asname or alias.name).partition(".")[0] for alias in part.names)
            elif isinstance(part, (ast.Assign, ast.AnnAssign)):
                targets = part.targets if isinstance(part, ast.Assign) else [part.target]
                yield from (leaf.id for target in targets for leaf in ast.walk(target) if isinstance(leaf, ast.Name))


def test_what_is_imported_is_there():
    """Also where it is imported inside a function, which no test may have called."""
    names = {module: set(defined(path)) for module, path in MODULES.items()}
    others = [p for folder in ("tests", "benchmarks", "graders") for p in sorted((PACKAGE.parents[1] / folder).rglob("*.py"))]
    missing = []
    for path in [*MODULES.values(), *(p for p in others if not {"chaffs", "wheats"} & set(p.parts))]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("torchkata."):
                module = node.module.removeprefix("torchkata.")
                known = names.get(module, set()) | {m.rpartition(".")[2] for m in MODULES if m.rpartition(".")[0] == module}
                if module not in MOVED:
                    missing += [f"{path.name}, line {node.lineno}: {module}.{a.name}" for a in node.names if a.name not in known]
    assert missing == []


def test_an_import_that_runs_up_is_seen(tmp_path):
    file = tmp_path / "low.py"
    file.write_text("def f():\n    from torchkata.course import configure\n    import torchkata.judge.pool\n")
    assert list(imports(file)) == [("course", 2), ("judge.pool", 3)]
