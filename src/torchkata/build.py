"""Stubs and notebooks from their sources."""

from __future__ import annotations

import logging
from pathlib import Path

from torchkata.assignment import UsageError


def stub_text(source: str, path: Path) -> str:
    """The stub of a reference: its solution regions cleared by nbgrader's own ClearSolutions.

    Raises:
        UsageError: a region is not closed, or there is none.
    """
    from nbformat.v4 import new_code_cell
    from nbgrader.preprocessors import ClearSolutions

    cell = new_code_cell(source)
    clear = ClearSolutions(enforce_metadata=False)
    clear.log.setLevel(logging.CRITICAL)
    try:
        clear.preprocess_cell(cell, {"language": "python"}, 0)
    except RuntimeError as error:
        raise UsageError(f"{path}: {error}") from None
    if cell.source == source:
        raise UsageError(f"{path} has no ### BEGIN SOLUTION, so its stub would be the solution")
    return cell.source
