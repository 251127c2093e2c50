"""The tours run from top to bottom, on the stubs and on the reference."""

import shutil
import time

import nbformat
import pytest
from nbclient import NotebookClient

from torchkata.assignment import find_kit
from torchkata.authoring.variants import reference_files
from torchkata.course.make import student_files

KIT = find_kit()
SECONDS = 60  # that a tour may take, by its statement; checks of all exercises come on top


def run_tour(assignment, folder, files):
    """Execute the built notebook without its check cells in `folder`; the notebook with its outputs."""
    for name in student_files(assignment):
        shutil.copy(assignment.folder / name, folder)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    notebook = nbformat.read(assignment.folder / f"{assignment.name}.ipynb", as_version=4)
    notebook.cells = [c for c in notebook.cells if not c.source.startswith("check(")]
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}})
    started = time.perf_counter()
    client.execute()
    print(f"{assignment.name}: {time.perf_counter() - started:.0f} s")
    return notebook


# By default the one that is quickest; a change of one tour is tried with -m slow.
@pytest.mark.parametrize("solved", [pytest.param(False, id="stubs", marks=pytest.mark.slow), pytest.param(True, id="solved")])
@pytest.mark.parametrize("name", [n if n == "06_gpu_io" else pytest.param(n, marks=pytest.mark.slow) for n in KIT.names()])
def test_tour_runs(name, solved, tmp_path):
    """No cell fails; with stubs it says what to write first, with solutions it shows pictures and asks for nothing."""
    assignment = KIT.assignment(name)
    notebook = run_tour(assignment, tmp_path, reference_files(KIT, assignment) if solved else {})
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    printed = "".join(output.get("text", "") for output in outputs)
    pictures = [output for output in outputs if "image/png" in output.get("data", {})]
    assert ("This part needs" in printed) == (not solved)
    assert pictures or not solved
