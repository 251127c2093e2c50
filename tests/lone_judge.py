"""One judge with a parent of its own, for tests that need no pool."""

from torchkata.assignment import Assignment, Kit
from torchkata.judge.pool import JudgeParent


class LoneJudge:
    def __init__(self, kit: Kit, assignment: Assignment, sandbox="auto"):
        """Raises JudgeError."""
        self.parent = JudgeParent(kit, assignment, sandbox)
        self.sandbox, self.notice = self.parent.sandbox, self.parent.notice
        judge = self.parent.fork()
        self.pid, self.grade = judge.pid, judge.grade

    @property
    def parent_pid(self):
        return self.parent._process.pid

    def close(self):
        self.parent.close()
