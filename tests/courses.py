"""An nbgrader course of the small kit, for tests: submissions in, everything that grading wrote out."""

import json
import shutil

import nbformat
from minikit import NAME
from nbgrader.api import Gradebook

IN_TIME, LATE = "2026-11-16 17:00:00 UTC", "2026-11-18 17:00:00 UTC"


def hand_in(course, student, files, notebook=None, timestamp=IN_TIME):
    """Write a submission; `notebook` changes the released notebook, or is False for none."""
    folder = course / "submitted" / student / NAME
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    if notebook is not False:
        released = nbformat.read(course / "release" / NAME / f"{NAME}.ipynb", as_version=4)
        if notebook is not None:
            notebook(released)
        nbformat.write(released, folder / f"{NAME}.ipynb")
    if timestamp:
        (folder / "timestamp.txt").write_text(timestamp + "\n")
    return folder


def copy(course, folder):
    """A course of its own, for a test that changes it."""
    return shutil.copytree(course, folder / "course", symlinks=True)


def book(course):
    return Gradebook(f"sqlite:///{course}/gradebook.db")


def auto_scores(course, student):
    """Each exercise's automatic score in the gradebook."""
    with book(course) as gradebook:
        submission = gradebook.find_submission_notebook(NAME, NAME, student)
        return {grade.name: grade.auto_score for grade in submission.grades}


def comment(course, student):
    with book(course) as gradebook:
        return gradebook.find_comment("notes", NAME, NAME, student).auto_comment


def gradebook_rows(course):
    """What the gradebook says of every student."""
    rows = {}
    with book(course) as gradebook:
        for submission in gradebook.assignment_submissions(NAME):
            (notebook,) = submission.notebooks
            grades = sorted((g.name, g.auto_score, g.manual_score, g.needs_manual_grade) for g in notebook.grades)
            comments = sorted((c.name, c.auto_comment, c.manual_comment) for c in notebook.comments)
            late = (submission.timestamp, submission.late_submission_penalty)
            rows[submission.student.id] = (submission.score, late, grades, comments)
    return rows


def autograded_files(course):
    """Every file of autograded/, by its path; of a notebook what it shows, without the mark of how it was graded."""
    folder = course / "autograded"
    files = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    for path, content in files.items():
        if path.endswith(".ipynb"):
            notebook = json.loads(content)
            for ours in ("torchkata", "torchkata_result"):
                notebook["metadata"].pop(ours, None)
            files[path] = json.dumps(notebook, sort_keys=True)
    return files
