"""What the tests share: a small kit, judges on it, and commands in a process of their own."""

import os
import subprocess
import sys
from pathlib import Path

import minikit
import pytest
from lone_judge import LoneJudge
from warm_python import run_warm

from torchkata.sandbox.host import SandboxError, open_sandbox

os.environ.setdefault("OMP_NUM_THREADS", "1")


# The tests of each of these share a course, a class or a cluster that takes long to make: one process runs them all. (xdist's own
# groups do not work with pytest 9.2, whose tests keep the names that they had before.)
TOGETHER = {
    f"tests/{name}.py"
    for name in (
        "course/test_nbgrader", "course/test_course_changes", "course/test_formgrader", "course/test_feedback_page",
        "course/test_faults", "course/test_collect", "course/test_platform_export", "report/test_class_report",
        "judge/test_judge", "judge/test_cluster", "judge/test_broken_submissions", "sandbox/test_sandbox", "cli/test_cli",
        "cli/test_before_the_judge", "test_reports", "test_attacks",
    )
}  # fmt: skip


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file = nodeid.partition("::")[0]
            return file if file in TOGETHER else nodeid

    return Together(config, log)


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory):
    """No configuration of Jupyter's or pytest's from the machine, and no kept results; commands inherit it."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PLATFORM_DIRS", "1")
        patch.setenv("JUPYTER_CONFIG_DIR", str(home / "jupyter"))
        patch.setenv("IPYTHONDIR", str(home / "ipython"))
        patch.setenv("XDG_CACHE_HOME", str(home / "cache"))
        patch.setenv("COLUMNS", "200")
        patch.delenv("PYTEST_ADDOPTS", raising=False)
        yield


@pytest.fixture(scope="session")
def kit(tmp_path_factory):
    """The small kit, built. Tests do not change it."""
    return minikit.write_kit(tmp_path_factory.mktemp("kit"))


@pytest.fixture(scope="session")
def assignment(kit):
    return kit.assignment(minikit.NAME)


@pytest.fixture(scope="session")
def bubblewrap():
    """A sandbox of bubblewrap's."""
    try:
        sandbox = open_sandbox("bubblewrap")
    except SandboxError as error:
        pytest.skip(f"bubblewrap does not work here: {error}")
    yield sandbox
    sandbox.close()


@pytest.fixture(scope="session")
def user():
    """A sandbox whose workers are other users."""
    try:
        sandbox = open_sandbox("user")
    except SandboxError as error:
        pytest.skip(f"student code cannot run as another user here: {error}")
    yield sandbox
    sandbox.close()


@pytest.fixture(scope="session")
def process():
    """A sandbox that is a plain process."""
    sandbox = open_sandbox("process")
    yield sandbox
    sandbox.close()


@pytest.fixture(scope="session")
def judge(kit, assignment):
    """A judge on the small kit, in the best sandbox that works here."""
    judge = LoneJudge(kit, assignment)
    yield judge
    judge.close()


@pytest.fixture(scope="session")
def run():
    """Run a Python module or script as a command: `run("-m", "pytest", cwd=folder)`; the finished process."""

    def run(*arguments, cwd, timeout=300, env=None):
        return subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=cwd, env=os.environ | (env or {}), capture_output=True, text=True, timeout=timeout, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    return run


@pytest.fixture(scope="session")
def kata(run, kit):
    """Run `kata` in the small kit, or in `cwd`; with variables of the environment in a Python of its own."""

    def kata(*arguments, cwd: Path | None = None, env=None):
        if env is None:
            return run_warm("kata", *arguments, cwd=cwd or kit.root)
        return run("-c", "from torchkata.cli import main; main()", *arguments, cwd=cwd or kit.root, env=env)

    return kata


@pytest.fixture(scope="session")
def nbgrader():
    """Run `nbgrader` in a course: `nbgrader(course, "autograde", name)`."""
    return lambda course, *arguments: run_warm("nbgrader", *arguments, cwd=course)


@pytest.fixture(scope="session")
def kata_in_container(run, kit):
    """Run `kata` in the small kit, where no namespace can be made."""

    def kata_in_container(*arguments, env=None):
        return run(Path(__file__).with_name("in_container.py"), *arguments, cwd=kit.root, env=env)

    return kata_in_container
