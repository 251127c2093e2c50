"""Downloads as learning platforms make them, by the rules in docs/platforms.md: none came from a live platform."""

import io
import zipfile

from minikit import NAME, REFERENCE

CODE = {name: text.encode() for name, text in REFERENCE.items()}
ZIP_DATE = (2026, 11, 16, 12, 0, 0)


def packed(files=CODE, date=ZIP_DATE):
    """The bytes of a student's zip, as `kata pack` writes it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, date), content)
    return file.getvalue()


def loose(beginning, files=CODE):
    """Files with a platform's words before their names."""
    return {f"{beginning}{name}": content for name, content in files.items()}


def fill(folder, files):
    """The download unpacked."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def pack(path, files):
    """The download as it came."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packed(files))
    return path


METADATA = """---
submission_77:
  :submitters:
  - :name: Ada Lovelace
    :sid: '1815'
    :email: ada@example.org
  :created_at: 2026-11-16 09:00:00.5 -08:00
  :score: 3.0
submission_78:
  :submitters:
  - :name: 李 雷
    :sid:
    :email: lei@example.org
  - :name: Bela B
    :sid: '44'
  :created_at: 2026-11-17 17:00:00 Z
"""

DOWNLOADS = {  # by platform: the files, and what the names say of each student
    "canvas": (
        loose("doejane_123_900_", {"shapes.py": CODE["shapes.py"]})
        | loose("doejane_123_901_", {"nets-1.py": CODE["nets.py"]})
        | {"李雷_LATE_124_902_07_mini.zip": packed(), "LATE_anon_XyZ_903_shapes.py": CODE["shapes.py"]}
        | {"bela_125_text.html": b"<p>I was ill</p>"},
        {"doejane_123": False, "李雷_124": True, "anon_XyZ": True, "bela_125": False},
    ),
    "moodle": (
        loose("Jane Doe_4711_assignsubmission_file/")
        | {"Jane Doe_4711_assignsubmission_onlinetext/onlinetext.html": b""}
        | {"李 雷_4712_assignsubmission_file_/work.zip": packed()}
        | loose("Participant_4713_assignsubmission_file_"),
        {"Jane Doe_4711": None, "李 雷_4712": None, "Participant_4713": None},
    ),
    "gradescope": (
        {"assignment_5_export/submission_metadata.yml": METADATA.encode()}
        | loose("assignment_5_export/submission_77/")
        | loose("assignment_5_export/submission_78/mine/"),
        {"1815": None, "lei@example.org": None},
    ),
    "brightspace": (
        loose("397063-2557369 - Jane Doe - Sep 24, 2026 926 PM/")
        | {"index.html": b""}
        | loose("397064-2557369 - 李 雷 - September 25, 2026 1216 AM - "),
        {"Jane Doe_397063-2557369": None, "李 雷_397064-2557369": None},
    ),
    "blackboard": (
        loose("HW_1_jdoe_attempt_2026-11-16-10-11-12_", {"shapes.py": b"old = 1", "nets.py": b"old = 1"})
        | loose("HW_1_jdoe_attempt_2026-11-17-10-11-12_")
        | {"HW_1_jdoe_attempt_2026-11-17-10-11-12.txt": b"Name: Jane"}
        | loose("HW_1_li_lei_attempt_2026-11-16-09-00-00_"),
        {"jdoe": None, "li_lei": None},
    ),
    "git": (
        loose("07-mini-ada/") | loose(f"{NAME}-bela-b/src/") | {"07-mini-ada/.git/config": b""},
        {"ada": None, "bela-b": None},
    ),
}  # fmt: skip
