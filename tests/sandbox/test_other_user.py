"""Student code as another user: what stands between it and everything else where no namespace can be made."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import minikit
import psutil
import pytest
from inside import Inside
from lone_judge import LoneJudge

from torchkata.judge.pool import JudgePool
from torchkata.sandbox import landlock, other_user
from torchkata.sandbox.handle import StudentRaised, WorkerStopped
from torchkata.sandbox.host import SandboxError, open_sandbox


@pytest.fixture
def inside(user):
    inside = Inside(user)
    yield inside
    inside.worker.close()


@pytest.fixture
def two(user):
    """Two workers at the same time."""
    other = user.connect()
    workers = Inside(user), Inside(other)
    yield workers
    for each in workers:
        each.worker.close()
    other.disconnect()


def test_workers_that_run_side_by_side_are_two_users_and_none_is_ours(two):
    users = [set(each("return [*os.getresuid(), *os.getresgid(), *os.getgroups()]")) for each in two]
    assert users[0].isdisjoint(users[1]) and all(len(ids) == 1 and min(ids) >= other_user.FIRST for ids in users)


def test_workers_that_run_side_by_side_cannot_signal_or_read_each_other(two):
    first, second = two
    home, pid = second("open('answer', 'w').write('7')", "os.chmod('answer', 0o777)", "return [os.getcwd(), os.getpid()]")
    with pytest.raises(StudentRaised, match="Operation not permitted"):
        first("os.kill(argument, 9)", argument=pid)
    for line in "open(argument + '/answer').read()", "os.listdir(argument)", "open(argument + '/left', 'w')":
        with pytest.raises(StudentRaised, match="Permission denied"):
            first(line, argument=home)


def test_files_that_everybody_may_read_or_write_are_closed(inside, kit, tmp_path):
    for path in [tmp_path, *tmp_path.parents[:-2]]:
        path.chmod(0o777)
    (tmp_path / "grades").write_text("10")
    (tmp_path / "grades").chmod(0o666)
    system = ["/etc/passwd", "/proc/1/cmdline", "/proc/self/environ", "/proc/self/mem"]
    for path in [str(tmp_path / "grades"), str(next(kit.root.rglob("test_shapes.py"))), *system]:
        with pytest.raises(StudentRaised, match=r"Permission denied|No such file"):
            inside("open(argument).read()", argument=path)
    for mode in "w", "a", "r+":
        with pytest.raises(StudentRaised, match="Permission denied"):
            inside(f"open(argument, {mode!r})", argument=str(tmp_path / "grades"))
    for line in "os.truncate(argument, 0)", "os.remove(argument)", "os.rename(argument, 'mine')", "os.chmod(argument, 0o777)":
        with pytest.raises(StudentRaised):
            inside(line, argument=str(tmp_path / "grades"))
    assert (tmp_path / "grades").read_text() == "10"


@pytest.mark.parametrize("folder", ["/tmp", "/var/tmp", "/dev/shm", "/run", os.path.dirname(os.__file__)])
def test_nothing_can_be_written_outside_the_own_folder(inside, folder):
    with pytest.raises(StudentRaised, match=r"Permission denied|Read-only"):
        inside("open(argument + '/torchkata-was-here', 'w')", argument=folder)


def test_graders_below_a_folder_of_pythons_are_closed():
    try:
        folder = tempfile.mkdtemp(dir=sys.base_prefix, prefix="kit-")
    except OSError:
        pytest.skip(f"{sys.base_prefix} cannot be written")
    try:
        os.chmod(folder, 0o755)
        kit = minikit.write_kit(Path(folder), built=False)
        judge = LoneJudge(kit, kit.assignment(minikit.NAME), "user")
        judge.close()  # it would have been refused, if the graders could be read
        assert judge.sandbox == "user"
    finally:
        shutil.rmtree(folder)


def test_what_is_left_of_a_folder_without_hidden_ones(tmp_path):
    for name in ("a/kit/graders", "a/python", "b"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "a/kit")
    left = landlock.without(tmp_path, [tmp_path / "a/kit"])
    assert {str(path.relative_to(tmp_path)) for path in left} == {"a/python", "b"}
    assert list(landlock.without(tmp_path, [])) == [tmp_path]


@pytest.mark.parametrize("family", [1, 2, 10, 16, 17, 40], ids=["unix", "ip", "ip6", "netlink", "packet", "vsock"])
def test_no_socket_can_be_made(inside, family):
    with pytest.raises(StudentRaised, match="Operation not permitted"):
        inside("import socket", "socket.socket(argument, socket.SOCK_DGRAM)", argument=family)


def test_a_pair_of_sockets_leads_nowhere_else(inside):
    """What asyncio and multiprocessing need works; a pair of datagram sockets could be sent to any address."""
    lines = "import asyncio, socket", "a, b = socket.socketpair()", "a.send(b'x')", "asyncio.run(asyncio.sleep(0))"
    assert inside(*lines, "return b.recv(1)") == b"x"
    for kind in "SOCK_DGRAM", "SOCK_SEQPACKET":
        with pytest.raises(StudentRaised, match="Operation not permitted"):
            inside("import socket", f"socket.socketpair(1, socket.{kind} | socket.SOCK_CLOEXEC)")


@pytest.mark.parametrize(
    "lines",
    [
        ["for i in range(100):", "    open(str(i), 'wb').write(bytes(2**23))"],
        ["for i in range(10_000):", "    open(str(i), 'w').close()"],
    ],
    ids=["bytes", "files"],
)
def test_a_folder_that_grows_ends_its_worker(inside, lines):
    with pytest.raises(WorkerStopped) as caught:
        inside(*lines, "time.sleep(10)", timeout=10)
    assert (caught.value.reason, caught.value.status) == ("crashed", -9)


def test_a_folder_deeper_than_python_can_follow_is_removed(user):
    inside = Inside(user)
    home = inside("for _ in range(1500):", "    os.mkdir('d')", "    os.chdir('d')", "return os.environ['HOME']", timeout=10)
    inside.worker.close()
    assert not os.path.exists(home)
    inside = Inside(user)
    assert inside("return 1") == 1
    inside.worker.close()


DAEMONS = (
    "for _ in range(5):",
    "    if os.fork() == 0:",
    "        os.setsid()",
    "        if os.fork() == 0:",
    "            while True:",
    "                time.sleep(0.001)",
    "                if os.fork():",
    "                    os._exit(0)",
    "        os._exit(0)",
    "return os.getuid()",
)


def processes_of(uid):
    return [p for p in psutil.process_iter(["uids"]) if p.info["uids"].real == uid and p.status() != psutil.STATUS_ZOMBIE]


def test_processes_that_fork_on_end_with_their_worker(user):
    inside = Inside(user)
    uid = inside(*DAEMONS)
    assert processes_of(uid)
    inside.worker.close()
    assert not processes_of(uid)


def test_processes_that_fork_on_end_with_a_sandbox_in_the_middle_of_a_submission(user):
    sandbox = open_sandbox("user")
    uid = Inside(sandbox)(*DAEMONS)
    sandbox.close()
    assert not processes_of(uid)


def test_processes_that_fork_on_end_with_a_grader_that_is_killed(kit, assignment, user):
    judge = LoneJudge(kit, assignment, "user")
    judge.grade(minikit.work(more_shapes="\nimport os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(60)\n"))
    started = psutil.Process(judge.parent_pid).children(recursive=True)
    assert started
    judge.close()
    _, alive = psutil.wait_procs(started, timeout=20)
    assert not alive


def test_a_user_is_free_again_after_its_worker_and_nobody_elses_before(user):
    held = other_user.OtherUser()
    assert other_user.OtherUser().uid != held.uid
    held.end_processes()
    assert os.getresuid() == (0, 0, 0)
    held.release()


# ---- which kind ----------------------------------------------------------------------------------------------------


def test_where_no_namespace_can_be_made_root_grades_as_another_user(kata_in_container, user, tmp_path):
    for name, text in minikit.REFERENCE.items():
        (tmp_path / "ada").mkdir(exist_ok=True)
        (tmp_path / "ada" / name).write_text(text)
    done = kata_in_container("grade", minikit.NAME, tmp_path, "--force", "--json", tmp_path / "grades.json")
    assert done.returncode == 0, done.stderr
    assert "as another user" in done.stderr and "a container needs a seccomp profile" in done.stderr
    written = (tmp_path / "grades.json").read_text()
    assert '"sandbox": "user"' in written and '"score": 100' in written


def test_doctor_tries_the_walls_of_another_user(kata_in_container, user):
    done = kata_in_container("doctor")
    assert done.returncode == 0 and "does not hold" not in done.stdout
    for wall in ("no network", "no file but the libraries", "no other process can be signalled"):
        assert f"another user: {wall}" in done.stdout


def test_without_landlock_it_is_refused_where_everybody_may_read_the_kit(user, kit, monkeypatch):
    for path in [kit.root, *kit.root.parents[:-2]]:
        path.chmod(0o755)
    monkeypatch.setattr(landlock, "version", lambda: 0)
    with pytest.raises(SandboxError, match=r"as another user can read .*chmod -R o-rwx|as another user cannot reach .*chmod o\+x"):
        open_sandbox("user", kit.root)


def test_who_is_not_root_cannot_have_it(monkeypatch, kit, assignment):
    monkeypatch.setattr(other_user, "available", lambda: False)
    with pytest.raises(SandboxError, match="only where the grader is root"):
        open_sandbox("user")
    monkeypatch.setattr("torchkata.judge.pool.bubblewrap_starts", lambda: False)
    assert JudgePool(kit, assignment, 1).expected_sandbox == "process"
