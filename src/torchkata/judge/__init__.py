"""The trusted side: hidden graders on one submission, and on a class.

process.py is the judges' process, and parent.py forks them; there graders.py collects the hidden tests, and student.py is their
handle on a submission. pool.py and cluster.py are its other end, grade.py takes a class through it, store.py keeps results.
From outside: `Grader`, `grade_class`, the pools, the store, `cores` and `JudgeError`.
"""

import os


def cores() -> int:
    """The cores that this process may use: how many submissions are graded side by side."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class JudgeError(RuntimeError):
    """The graders or the sandbox do not work; nothing can be graded until that is mended."""
