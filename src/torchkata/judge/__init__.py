"""The trusted side: hidden graders on one submission, and on a class.

process.py is the judges' process, and parent.py forks them; there graders.py collects the hidden tests, and student.py is their
handle on a submission. pool.py and cluster.py are its other end, grade.py takes a class through it, store.py keeps results.
From outside: `Grader`, `grade_class`, the pools, the store and `JudgeError`.
"""


class JudgeError(RuntimeError):
    """The graders or the sandbox do not work; nothing can be graded until that is mended."""
