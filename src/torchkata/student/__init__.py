"""On a student's machine: the pytest plugin that explains visible tests, what a handout's cells call, watch, hint, status, pack.

From outside: `check`, `hint` and `needs`, in notebooks.
"""

from torchkata.student.notebook import check, hint, needs

__all__ = ["check", "hint", "needs"]
