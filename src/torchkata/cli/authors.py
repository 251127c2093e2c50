"""Commands for authors of assignments and graders."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from torchkata.cli.options import AUTHORS, NOT_GRADED, OK, Jobs, KitFolder, Names, SandboxKind, app, chosen_kit
from torchkata.judge import cores

new = typer.Typer(no_args_is_help=True, help="A new assignment or exercise, complete enough for kata validate.")
app.add_typer(new, name="new", rich_help_panel=AUTHORS)


@new.command("assignment")
def assignment_skeleton(
    name: Annotated[str, typer.Argument(help="Two digits and small letters, as in 07_attention.")],
    kit_folder: Annotated[Path | None, typer.Option("--kit", metavar="DIR", help="A kit, or a new folder for your own.")] = None,
):
    """An assignment with one exercise."""
    from torchkata.authoring.build import build as build_files
    from torchkata.authoring.new import new_assignment, what_to_do
    from torchkata.terminal import print_what_to_do

    kit = new_assignment(kit_folder or chosen_kit(None).root, name)
    build_files(kit, kit.assignment(name))
    print_what_to_do(kit, name, what_to_do(kit, name))


@new.command("exercise")
def exercise_skeleton(
    assignment_name: Annotated[str, typer.Argument(metavar="ASSIGNMENT")],
    name: Annotated[str, typer.Argument(help="Of the function that students write.")],
    file: Annotated[str | None, typer.Option(metavar="FILE", help="The stub file for it.", show_default="the last one")] = None,
    kit_folder: KitFolder = None,
):
    """An exercise in an assignment."""
    from torchkata.authoring.build import build as build_files
    from torchkata.authoring.new import NEW_POINTS, new_exercise, what_to_do
    from torchkata.terminal import print_what_to_do

    kit = chosen_kit(kit_folder)
    giver = new_exercise(kit, kit.assignment(assignment_name), name, file)
    build_files(kit, kit.assignment(assignment_name))
    print(f"{name} has {NEW_POINTS} points, which {giver} had before.")
    print_what_to_do(kit, assignment_name, what_to_do(kit, assignment_name))


@app.command(rich_help_panel=AUTHORS)
def build(
    names: Names = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail where something is out of date.")] = False,
    kit_folder: KitFolder = None,
):
    """Write stubs and notebooks from their sources."""
    from torchkata.authoring import build as building

    kit = chosen_kit(kit_folder)
    old = []
    for name in names or kit.names():
        assignment = kit.assignment(name)
        paths = building.outdated(kit, assignment) if check else building.build(kit, assignment)
        for path in paths:
            print(f"{'out of date' if check else 'written'}: {path.relative_to(kit.root)}")
        old += paths
    if check and old:
        print("Run kata build, and commit what it writes.")
        raise typer.Exit(NOT_GRADED)
    if not old:
        print("Everything is up to date.")


@app.command(rich_help_panel=AUTHORS)
def validate(
    names: Names = None,
    exercise: Annotated[str | None, typer.Option(help="Only the variants of this exercise.")] = None,
    messages: Annotated[bool, typer.Option("--messages", help="Print what each chaff is told, too.")] = False,
    mutants: Annotated[bool, typer.Option("--mutants", help="Grade mutants of the references instead.")] = False,
    seeds: Annotated[int, typer.Option(help="Regrade every variant with that many seeds instead.")] = 0,
    table: Annotated[Path | None, typer.Option(metavar="FILE", help="Write all counts there (docs/graders.md).")] = None,
    jobs: Jobs = cores(),
    sandbox: SandboxKind = "auto",
    kit_folder: KitFolder = None,
):
    """Prove the graders: reference full, stub 0, wheats full, chaffs caught and named, no points without work."""
    from torchkata import terminal
    from torchkata.authoring.mutants import grade_mutants
    from torchkata.authoring.seeds import find_unstable
    from torchkata.authoring.validate import validate as run

    kit = chosen_kit(kit_folder)
    wrong = False
    proofs = []
    for assignment in [kit.assignment(name) for name in names or kit.names()]:
        found = {}
        if exercise is not None:
            assignment.exercise(exercise)
        if table or not (mutants or seeds):
            with terminal.grading_progress() as progress:
                found["validation"] = run(kit, assignment, jobs, sandbox, exercise, progress)
            terminal.print_validation(found["validation"])
            if messages:
                terminal.print_messages(found["validation"])
            wrong = wrong or bool(found["validation"].problems)
        if table or mutants:
            with terminal.grading_progress() as progress:
                found["mutants"] = grade_mutants(kit, assignment, jobs, sandbox, exercise, progress)
            terminal.print_mutants(assignment, found["mutants"])
            wrong = wrong or bool(found["mutants"].problems)
        if seeds:
            with terminal.grading_progress() as progress:
                unstable = find_unstable(kit, assignment, seeds, jobs, sandbox, exercise, progress)
            terminal.print_unstable(assignment, seeds, unstable)
            wrong = wrong or bool(unstable)
        proofs.append(found)
    if table:
        from torchkata.authoring.graders_table import graders_table
        from torchkata.files import write_text

        write_text(table, graders_table([(found["validation"], found["mutants"]) for found in proofs]))
    raise typer.Exit(NOT_GRADED if wrong else OK)
