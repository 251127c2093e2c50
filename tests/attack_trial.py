"""A trial of the attacks in tests/attacks/bank: what each of them achieves against a grader.

An attack is a Python file that is put behind a wrong solution of the small kit's assignment. It is told the addresses that an
attacker could know: the kit, the judge's process, a port. What it achieves is seen from outside, the same way for every grader.
"""

import ast
import contextlib
import hashlib
import json
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import minikit
import psutil
import torch
from lone_judge import LoneJudge

from torchkata.submission import read_submission

ATTACKS = Path(__file__).with_name("attacks")
AIMS = {
    "points": "a point above the honest score",
    "read": "a hidden test, a secret or memory past a limit",
    "canary": "a change in a file that is not its own",
    "next": "another result for the honest submission graded next",
    "survive": "a process that outlives its grading",
    "network": "a connection",
    "delay": "more time than its limit",
}
CLASSES = ("comparison", "torch-state", "framework", "machine")
LIMIT = 60  # seconds for a whole submission
NAIVE_LIMIT = 5  # for an attack that wants to delay: the plain grader takes less than one second for an honest submission

WRONG = {
    "shapes.py": "import torch\n\n\ndef center(x):\n    return x\n\n\ndef next_id():\n    return 0\n",
    "nets.py": """import torch
from torch import nn


class Scale(nn.Module):
    def __init__(self, start=1.0):
        super().__init__()
        self.factor = nn.Parameter(torch.tensor(float(start)))

    def forward(self, x):
        return x * self.factor.data


class Twice(nn.Module):
    def forward(self, x):
        return x * 5
""",
}


@dataclass(frozen=True)
class Attack:
    """One file of the bank: its docstring says `attack`, `class`, `aim`, and, where it is not shapes.py, `file`."""

    name: str
    text: str

    def says(self, field):
        """What the line `field: ...` of the docstring says, or an empty text."""
        found = re.search(rf"^{field}: (.+)$", ast.get_docstring(ast.parse(self.text)), re.MULTILINE)
        return found[1] if found else ""

    @property
    def ships(self) -> dict[str, str]:
        """Further files of the submission; a text that begins with -> is a link to a file of the kit."""
        for node in ast.parse(self.text).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "SHIPS":
                return ast.literal_eval(node.value)
        return {}


def bank() -> list[Attack]:
    return [Attack(path.stem, path.read_text()) for path in sorted((ATTACKS / "bank").glob("*.py"))]


HONEST = Attack("honest", '"""attack: none"""\n')


class Ground:
    """A kit, a gradebook, other people's files, and ports: what an attack could reach, read and change."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.secret = os.urandom(12).hex()
        self.mark = f"attack-{self.secret[:8]}"
        self.kit = minikit.write_kit(folder / "kit")
        self.canary = folder / "canary"
        self.results = self.canary / "results.json"
        self._make_canary()
        for path in [*self.kit.root.rglob("*.py")]:
            path.write_text(path.read_text().replace("HIDDEN-GRADER", f"HIDDEN-GRADER {self.secret}"))
        solutions = self.kit.solutions(minikit.NAME)
        (solutions / "reference.py").write_text("".join((solutions / name).read_text() for name in minikit.REFERENCE))
        shutil.copytree(self.kit.root, folder / "kit-as-it-was")
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.port = self.tcp.getsockname()[1]
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", self.port))
        self.abstract = _listen("\0" + self.mark)
        self.socket_file = _listen(os.path.relpath(self.canary / "engine.sock"))
        self.servers = [self.tcp, self.udp, self.abstract, self.socket_file]

    def close(self):
        for server in self.servers:
            server.close()
        self._remove_what_was_left()

    def environment(self):
        return {"HOME": str(self.canary / "home"), "SECRET_TOKEN": f"SECRET-TOKEN {self.secret}"}

    def submission(self, attack: Attack, judge: int) -> Path:
        """The folder of the attack's submission; `judge` is the process that it should know of."""
        folder = self.folder / "submitted" / attack.name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        addresses = {"KIT": str(self.kit.root), "CANARY": str(self.canary), "RESULT": str(self.results), "JUDGE": judge}
        addresses |= {"PORT": self.port, "MARK": self.mark}
        given = (ATTACKS / "channel.py").read_text() if attack.says("given") == "channel" else ""
        told = "".join(f"{name} = {value!r}\n" for name, value in addresses.items()) + given
        target = attack.says("file") or "shapes.py"
        for name, text in WRONG.items():
            (folder / name).write_text(text + (told + attack.text.split('"""', 2)[2] if name == target else ""))
        for name, text in attack.ships.items():
            (folder / name).unlink(missing_ok=True)
            if text.startswith("-> "):
                (folder / name).symlink_to(self.kit.root / text.removeprefix("-> "))
            else:
                (folder / name).write_text(text)
        return folder

    @contextlib.contextmanager
    def watched(self):
        """Run a grading in this context; the set that it gives holds afterwards which aims were reached."""
        reached = set()
        files, processes = self._files(), _processes()
        yield reached
        left = [process for process in _processes() if process not in processes]
        if left:
            reached.add("survive")
            time.sleep(1)  # for what they do after the verdict
        for process in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        if self._files() != files:
            reached.add("canary")
            self._restore()
        while ready := select.select(self.servers, [], [], 0)[0]:
            reached.add("network")
            for server in ready:
                server.recv(100) if server is self.udp else server.accept()[0].close()

    def _make_canary(self):
        for name in ("home", "venv", "submitted/bela", ".git"):
            (self.canary / name).mkdir(parents=True)
        for name, text in {
            "gradebook.db": f"mallory 10 {self.secret}", "submitted/bela/shapes.py": f"# {self.secret}\n", "home/.bashrc": "",
            "venv/sitecustomize.py": "", ".git/COMMIT_EDITMSG": f"The solution is {self.secret}",
        }.items():  # fmt: skip
            (self.canary / name).write_text(text)
        for path in (self.canary, *self.canary.rglob("*")):
            path.chmod(0o777)  # what holds is the sandbox, and not the rights of files

    def _files(self):
        """Everything that is not the submission's: the content and the mode of each file."""
        seen = {}
        for path in [*self.canary.rglob("*"), *self.kit.root.rglob("*"), *self._left_behind()]:
            if path != self.results and not path.is_socket():
                content = hashlib.sha256(path.read_bytes()).digest() if path.is_file() else None
                seen[path] = (path.lstat().st_mode, content)
        return seen

    def _restore(self):
        self._remove_what_was_left()
        for path in self.canary.iterdir():
            if not path.is_socket():
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        for name in ("home", "venv", "submitted", ".git"):
            shutil.rmtree(self.canary / name, ignore_errors=True)
        self._make_canary()
        shutil.rmtree(self.kit.root)
        shutil.copytree(self.folder / "kit-as-it-was", self.kit.root)

    def _left_behind(self):
        """Files of the attacks in folders that everybody shares."""
        import msgpack

        folders = ["/tmp", "/var/tmp", "/dev/shm", "/run/lock", *(os.path.dirname(m.__file__) for m in (torch, msgpack))]
        return [path for folder in folders for path in Path(folder).glob(self.mark + "*")]

    def _remove_what_was_left(self):
        for path in self._left_behind():
            path.unlink()


def _listen(address):
    server = socket.socket(socket.AF_UNIX)
    server.bind(address)
    server.listen()
    return server


def _processes():
    return {process for process in psutil.Process().children(recursive=True) if process.status() != psutil.STATUS_ZOMBIE}


class JudgeTrial:
    """Attacks against the real judge, each followed by an honest submission that the same judge grades."""

    def __init__(self, ground: Ground, sandbox="bubblewrap"):
        self.ground = ground
        self.assignment = ground.kit.assignment(minikit.NAME)
        self.judge = LoneJudge(ground.kit, self.assignment, sandbox)
        self.pid = self.judge.pid
        self.honest_score = self.grade(HONEST).score
        self.alone = plain(self.judge.grade(minikit.work()))

    def grade(self, attack):
        folder = self.ground.submission(attack, self.pid)
        return self.judge.grade(read_submission(self.assignment, folder, "mallory"))

    def attempt(self, attack: Attack) -> set[str]:
        with self.ground.watched() as reached:
            started = time.monotonic()
            result = self.grade(attack)
            if time.monotonic() - started > LIMIT:
                reached.add("delay")
        said = json.dumps(result.to_json())
        if result.score > self.honest_score:
            reached.add("points")
        if self.ground.secret in said or "ESCAPED" in said:
            reached.add("read")
        if plain(self.judge.grade(minikit.work())) != self.alone:
            reached.add("next")
        return reached

    def close(self):
        self.judge.close()


def plain(result):
    """A result as data, without what takes another time at every run."""
    return json.loads(re.sub(r'"seconds": [\d.e-]+', '"seconds": 0', json.dumps(result.to_json())))


class NaiveTrial:
    """Attacks against the plain grader, which grades the attack and then an honest submission."""

    def __init__(self, ground: Ground):
        self.ground = ground
        self._process = None
        self.honest = ground.folder / "submitted" / "ada"
        self.honest.mkdir(parents=True, exist_ok=True)
        for name, text in minikit.REFERENCE.items():
            (self.honest / name).write_text(text)
        self._start()
        self.expected = self._grade(HONEST)[0]["scores"]

    def attempt(self, attack: Attack) -> set[str]:
        self._start()
        with self.ground.watched() as reached:
            results, in_time = self._grade(attack)
        results = self._results() or results  # what came after the verdict is what an instructor reads
        if not in_time:
            reached.add("delay")
        scores = results.get("scores", {})
        if scores.get("mallory", 0) > self.expected["mallory"]:
            reached.add("points")
        if scores.get("ada") != self.expected["ada"]:
            reached.add("next")
        said = json.dumps(results.get("messages", {}))
        if self.ground.secret in said or "ESCAPED" in said:
            reached.add("read")
        if self.ground.results.is_symlink() or self.ground.results.is_file():
            self.ground.results.unlink()
        shutil.rmtree(self.ground.results, ignore_errors=True)
        return reached

    def _grade(self, attack):
        """The results as they are when the grader has ended, and whether it ended in time."""
        folder = self.ground.submission(attack, self._process.pid)
        job = {"submissions": {"mallory": str(folder), "ada": str(self.honest)}, "results": str(self.ground.results)}
        self._process.stdin.write(json.dumps(job).encode() + b"\n")
        child = int(self._process.stdout.readline())
        limit = NAIVE_LIMIT if attack.says("aim") == "delay" else LIMIT
        in_time = bool(select.select([self._process.stdout], [], [], limit)[0])
        with contextlib.suppress(ProcessLookupError):
            in_time or os.kill(child, signal.SIGKILL)
        self._process.stdout.readline()
        return self._results() or {}, in_time

    def _results(self):
        try:
            return json.loads(self.ground.results.read_text())
        except (OSError, ValueError):
            return None

    def _start(self):
        """Start the process that starts graders, unless it runs: an attack may have ended it."""
        if self._process is not None and self._process.poll() is None:
            return
        self._process = subprocess.Popen(
            [sys.executable, ATTACKS / "naive_grader.py", self.ground.kit.root], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            bufsize=0, env=os.environ | self.ground.environment() | {"OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"},
            start_new_session=True,
        )  # fmt: skip

    def close(self):
        self._process.kill()
        self._process.wait()
