"""The package as a wheel: for students' machines, and for containers that grade. It holds no grader and no solution."""

from __future__ import annotations

from pathlib import Path

from torchkata.assignment import INSTALLED, Kit, UsageError


def build_wheel(kit: Kit, folder: Path) -> Path:
    """Build the wheel into `folder`: of the kit's checkout, or of the one that this package runs from.

    Raises:
        UsageError: there is no checkout, or it cannot be built.
    """
    source = next((root for root in (kit.root, INSTALLED) if (root / "pyproject.toml").is_file()), None)
    if source is None:
        raise UsageError(f"{kit.root} has no pyproject.toml, so no wheel can be made; run this command from a clone of the kit")
    try:
        from hatchling.builders.wheel import WheelBuilder
    except ImportError:
        raise UsageError("hatchling is not installed, so no wheel can be made: pip install 'torchkata[instructor]'") from None
    return Path(next(iter(WheelBuilder(str(source)).build(directory=str(folder), versions=["standard"]))))
