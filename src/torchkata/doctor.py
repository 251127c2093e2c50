"""What works on this machine: tried, not looked up."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from torchkata.assignment import UsageError, find_kit


@dataclass
class Finding:
    """One thing: its state (ok, note, missing), what was seen, what to do."""

    state: str
    what: str
    advice: str = ""


def examine(folder: Path) -> list[Finding]:
    """Everything that students and instructors depend on, seen from `folder`."""
    return [*_versions(), _cuda(), *_sandbox(), _kit(), _course(folder)]


def _versions():
    ok = (3, 10) <= sys.version_info[:2] <= (3, 13)
    yield Finding(
        "ok" if ok else "missing",
        f"Python {platform.python_version()} on {platform.system()}",
        "" if ok else "Python 3.10 to 3.13 is needed: make a virtual environment with one of them.",
    )
    for name, needed_by in (
        ("torchkata", "all"), ("torch", "all"), ("numpy", "all"), ("pytest", "all"),
        ("nbgrader", "instructors"), ("nbformat", "instructors"), ("jupytext", "instructors"),
    ):  # fmt: skip
        try:
            yield Finding("ok", f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            extra = "torchkata[instructor]" if needed_by == "instructors" else "torchkata"
            yield Finding("missing" if needed_by == "all" else "note", f"{name} is not installed", f"pip install '{extra}'")


def _cuda():
    try:
        import torch
    except ImportError:  # which _versions says
        return Finding("note", "CUDA cannot be looked for without torch")
    if torch.cuda.is_available():
        return Finding("ok", f"CUDA: {torch.cuda.get_device_name(0)}; GPU checks run")
    return Finding("note", "No CUDA; GPU checks are skipped, and cost no points")


def _sandbox():
    if sys.platform == "win32":
        yield Finding("note", "Windows: students can work here; grading needs Linux, macOS or WSL")
        return
    if importlib.util.find_spec("msgpack") is None:
        yield Finding("note", "The grading side is not installed", "Students do not need it: pip install 'torchkata[instructor]'")
        return
    from torchkata.sandbox import other_user
    from torchkata.sandbox.host import SandboxError, open_sandbox

    then = "as another user" if other_user.available() else "as a plain process with resource limits"
    for kind in ("bubblewrap", "user") if other_user.available() else ("bubblewrap",):
        try:
            sandbox = open_sandbox(kind)
        except SandboxError as error:
            yield Finding("note", f"No sandbox: {error}", f"Until it works kata grade runs student code {then}, and says so.")
            then = "as a plain process with resource limits"
            continue
        try:
            yield from _proofs(sandbox)
            yield from (Finding("note", f"another user: {gap}") for gap in sandbox.gaps)
        finally:
            sandbox.close()
        return


def _proofs(sandbox):
    """Each wall of the sandbox, tried from inside against what is really there outside."""
    from torchkata.sandbox import wire
    from torchkata.sandbox.bubblewrap import CHECKOUT
    from torchkata.sandbox.handle import StudentRaised, WorkerStopped
    from torchkata.sandbox.proofs import ONLY_IN_NAMESPACES, PROOFS

    name = "another user" if sandbox.kind == "user" else sandbox.kind
    abstract = f"torchkata-doctor-{os.getpid()}"
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as local:
        if sys.platform == "linux":
            local.bind("\0" + abstract)
            local.listen()
        outside = {
            "port": server.getsockname()[1],
            "abstract": abstract,
            "pid": os.getpid(),
            "pids": [1, os.getpid(), sandbox.pid],
            "files": sandbox.hidden_files(),
        }
        if sandbox.closes_files:
            outside["files"] += ["/home", "/var", "/run", "/proc/1/environ", f"/proc/{os.getpid()}/environ", str(CHECKOUT / ".git")]
        for wall, probe in PROOFS:
            if sandbox.kind != "bubblewrap" and probe in ONLY_IN_NAMESPACES:
                continue
            worker = sandbox.worker()
            try:
                seen = worker.run(probe.encoded, wire.encode([outside]), 0, probe.timeout)
            except (StudentRaised, WorkerStopped, wire.WireError) as error:
                seen = f"{type(error).__name__}: {error}"
            finally:
                worker.close()
            if seen == []:
                yield Finding("ok", f"{name}: {wall}")
            else:
                yield Finding("missing", f"{name} does not hold: {wall} ({seen})", "Do not grade here; report this.")


def _kit():
    try:
        kit = find_kit()
    except UsageError as error:
        return Finding("note", f"Kit: {error}", "Students do not need one.")
    return Finding("ok", f"Kit in {kit.root} with {len(kit.names())} assignments")


def _course(folder):
    if (folder / "nbgrader_config.py").is_file():
        text = (folder / "nbgrader_config.py").read_text(encoding="utf-8", errors="replace")
        if "torchkata.course" in text:
            return Finding("ok", f"nbgrader course in {folder}, graded by the kit")
        return Finding(
            "missing",
            f"nbgrader course in {folder}, but nbgrader_config.py does not call torchkata.course.configure(c)",
            "Add the two lines that kata course writes into a new course's nbgrader_config.py.",
        )
    return Finding("note", "No nbgrader course in this folder", "kata course DIR makes one; run kata doctor inside it.")
