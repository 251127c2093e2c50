"""Commands on a student's machine."""

from __future__ import annotations

from pathlib import Path

import typer

from torchkata.cli.options import NOT_GRADED, OK, app


@app.command()
def doctor():
    """What works here, and what to do about what does not."""
    from torchkata.doctor import examine
    from torchkata.terminal import print_findings

    findings = examine(Path.cwd())
    print_findings(findings)
    raise typer.Exit(NOT_GRADED if any(f.state == "missing" for f in findings) else OK)
