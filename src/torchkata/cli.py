"""The command `kata`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from torchkata.assignment import UsageError, find_kit

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
OK, NOT_GRADED, WRONG_USAGE = 0, 1, 2

Jobs = Annotated[int, typer.Option(help="Submissions graded at a time.", show_default="the cores")]
SandboxKind = Annotated[str, typer.Option("--sandbox", help="auto, bubblewrap or process.")]


@app.command()
def validate(
    names: Annotated[Optional[list[str]], typer.Argument(metavar="[ASSIGNMENT]...", help="All of them by default.")] = None,
    exercise: Annotated[Optional[str], typer.Option(help="Only the wheats and chaffs of this exercise.")] = None,
    jobs: Jobs = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
    sandbox: SandboxKind = "auto",
):
    """Prove the graders: reference full, stub 0, wheats full, chaffs caught and named."""
    from torchkata.terminal import print_validation
    from torchkata.validate import validate as run

    kit = find_kit()
    wrong = False
    for name in names or kit.names():
        validation = run(kit, kit.assignment(name), jobs, sandbox, exercise, progress=lambda _: None)
        print_validation(validation)
        wrong = wrong or bool(validation.problems)
    raise typer.Exit(NOT_GRADED if wrong else OK)


@app.command()
def grade():
    """Grade submissions."""


def main():
    """Run the command; a mistake of the user's is one sentence and exit status 2."""
    from torchkata.judging import JudgeError
    from torchkata.sandbox import SandboxError

    try:
        app()
    except UsageError as error:
        sys.exit(_say(error, WRONG_USAGE))
    except (JudgeError, SandboxError) as error:
        sys.exit(_say(error, NOT_GRADED))


def _say(error, status):
    print(f"kata: {error}", file=sys.stderr)
    return status
