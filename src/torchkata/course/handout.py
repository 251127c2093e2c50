"""What students get, complete without a clone: the release, the kit's wheel, the tested versions, and a first page."""

from __future__ import annotations

import shutil
from pathlib import Path

from torchkata.assignment import Kit, UsageError
from torchkata.authoring.build import build
from torchkata.course.make import write_files
from torchkata.files import write_text
from torchkata.wheel import build_wheel

FIRST_PAGE = """# Exercises in PyTorch

{names}. Each folder has a README that says what to do.

## Three steps

You need Python 3.10 to 3.13. In a terminal, in this folder:

| | Linux and macOS | Windows |
|---|---|---|
| 1. a place for it | `python3 -m venv env`, then `. env/bin/activate` | `py -m venv env`, then `env\\Scripts\\activate` |
| 2. install | `pip install {wheel}` | `pip install {wheel}` |
| 3. begin | `cd {first}`, then `kata watch` | `cd {first}`, then `kata watch` |

- On Linux, install torch for the CPU before step 2: pytorch.org shows the command under Get Started. That saves 2 GB.
- To read along: `pip install jupyterlab`, then `jupyter lab`, and open `{first}/{first}.ipynb`.
- If something does not work: `kata doctor`. The versions that the kit is tested with are in `constraints.txt`:
  `pip install -c constraints.txt {wheel}`.

## In Colab, without installing anything

1. Open `{first}/{first}.ipynb` in Colab (File, Upload notebook).
2. Click the folder on the left, then the arrow that points up, and upload `{wheel}` and all other files of `{first}`.
3. Run the first cell. Edit the `.py` files with a double click on the left, and download them before you close Colab.

## Hand in

`kata pack`, in the folder of the assignment, writes the file to hand in, and says what will be graded.
"""


def write_handout(kit: Kit, folder: Path, names: list[str]) -> Path:
    """Write the assignments' folders, the wheel, constraints.txt and README.md into a new folder; the wheel.

    Raises:
        UsageError: the folder has something in it, or the wheel cannot be made.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not an empty folder; name a new one")
    folder.mkdir(parents=True, exist_ok=True)
    wheel = build_wheel(kit, folder)
    for name in names:
        assignment = kit.assignment(name)
        build(kit, assignment)
        write_files(kit, assignment, folder / name, release=True)
    if (kit.root / "constraints.txt").is_file():
        shutil.copy(kit.root / "constraints.txt", folder)
    write_text(folder / "README.md", FIRST_PAGE.format(names=", ".join(names), wheel=wheel.name, first=names[0]))
    return wheel
